import threading

import pytest
from nacl.pwhash import argon2id

from bot.staff.passwords import LONGEST, MODERATE, Cost, Passwords, weakness
from bot.staff.refusal import Reason

CHEAP = Cost(rounds=1, memory=8192)


async def test_a_password_matches_its_own_hash_alone() -> None:
    passwords = Passwords(CHEAP)
    kept = await passwords.hash("kereta malam lewat")
    assert kept.startswith("$argon2id$")
    assert await passwords.matches(kept, "kereta malam lewat")
    assert not await passwords.matches(kept, "kereta malam lewat ")
    assert kept != await passwords.hash("kereta malam lewat")


async def test_nothing_opens_an_account_that_does_not_exist() -> None:
    passwords = Passwords(CHEAP)
    assert not await passwords.matches(None, "nobody has this password")
    assert not await passwords.matches(None, "")


async def test_who_does_not_exist_costs_as_much_as_who_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[bytes] = []
    verify = argon2id.verify

    def watched(kept: bytes, given: bytes) -> bool:
        compared.append(kept)
        return verify(kept, given)

    monkeypatch.setattr(argon2id, "verify", watched)
    passwords = Passwords(CHEAP)
    kept = await passwords.hash("kereta malam lewat")
    await passwords.matches(kept, "salah")
    await passwords.matches(None, "salah")
    first, second = (each.rpartition(b"$")[0].rpartition(b"$")[0] for each in compared)
    assert first == second


async def test_hashing_happens_in_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[threading.Thread] = []
    make = argon2id.str

    def watched(password: bytes, **cost: int) -> bytes:
        seen.append(threading.current_thread())
        return make(password, **cost)

    monkeypatch.setattr(argon2id, "str", watched)
    await Passwords(CHEAP).hash("kereta malam lewat")
    assert seen != [threading.main_thread()]


async def test_an_accent_may_be_typed_in_either_way() -> None:
    passwords = Passwords(CHEAP)
    kept = await passwords.hash("caf\u00e9 di sudut jalan")
    assert await passwords.matches(kept, "cafe\u0301 di sudut jalan")


def test_real_hashes_are_dear() -> None:
    assert MODERATE.memory >= 2**28
    assert MODERATE.rounds >= 3


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", Reason.PASSWORD_SHORT),
        ("kereta mala", Reason.PASSWORD_SHORT),
        ("k" * (LONGEST + 1), Reason.PASSWORD_LONG),
        ("aaaaaaaaaaaa", Reason.PASSWORD_REPEATS),
        ("abcabcabcabcabc", Reason.PASSWORD_REPEATS),
        ("kopikopikopikop", Reason.PASSWORD_REPEATS),
        ("123456789012", Reason.PASSWORD_REPEATS),
        ("zyxwvutsrqponm", Reason.PASSWORD_REPEATS),
        ("ababbaabbaba", Reason.PASSWORD_REPEATS),
        ("JagaNetral2026", Reason.PASSWORD_COMMON),
        ("Password123!!!", Reason.PASSWORD_COMMON),
        ("katasandi-rahasia", Reason.PASSWORD_COMMON),
        ("pilkada-depok-2024", Reason.PASSWORD_COMMON),
        ("siti.aminah12", Reason.PASSWORD_NAMES),
        ("Sitiaminah-1990", Reason.PASSWORD_NAMES),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, reason: Reason) -> None:
    assert weakness(password, name="siti.aminah", display_name="Siti Aminah") is reason


@pytest.mark.parametrize(
    "password",
    [
        "kereta malam lewat",
        "siti naik kereta malam",
        "empat kuda biru",
        "x9$Lm2!qRt7v",
        "pagi cerah di atap",
    ],
)
def test_a_long_password_needs_no_signs(password: str) -> None:
    assert weakness(password, name="siti", display_name="Siti Aminah") is None
