import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from bot.staff import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert totp.step_of(SECRET, code, now=at(seconds), after=-1) == seconds // 30


@pytest.mark.parametrize(("late", "taken"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_one_step(late: int, *, taken: bool) -> None:
    now = at(1234567890)
    code = pyotp.TOTP(SECRET).at(now + timedelta(seconds=late))
    assert (totp.step_of(SECRET, code, now=now, after=-1) is not None) is taken


def test_a_step_that_was_used_opens_nothing_again() -> None:
    now = at(1234567890)
    code = pyotp.TOTP(SECRET).at(now)
    step = totp.step_of(SECRET, code, now=now, after=-1)
    assert step is not None
    assert totp.step_of(SECRET, code, now=now, after=step) is None
    before = pyotp.TOTP(SECRET).at(now - timedelta(seconds=30))
    assert totp.step_of(SECRET, before, now=now, after=step) is None


def test_a_code_may_be_typed_with_a_space_and_nonsense_opens_nothing() -> None:
    assert totp.step_of(SECRET, " 287 082", now=at(59), after=-1) == 1
    for nonsense in ("", "000000", "\uff12" * 6, "287082x"):
        assert totp.step_of(SECRET, nonsense, now=at(59), after=-1) is None


def test_an_app_can_read_the_address_and_a_person_the_picture() -> None:
    address = totp.address(totp.new_secret(), "siti")
    assert address.startswith("otpauth://totp/JagaNetral:siti?secret=")
    assert "issuer=JagaNetral" in address
    lines = totp.picture(address).splitlines()
    assert len(lines) > 15
    assert "█" in "".join(lines) or "▀" in "".join(lines)


def test_there_are_ten_recovery_codes_and_all_differ() -> None:
    assert len(set(totp.new_recovery_codes())) == 10


def test_the_drawing_for_a_page_carries_nothing_that_a_strict_policy_refuses() -> None:
    drawn = totp.drawing(totp.address(SECRET, "siti"))
    assert drawn.startswith("<svg")
    assert not any(each in drawn for each in ("style", "script", "siti", SECRET))
