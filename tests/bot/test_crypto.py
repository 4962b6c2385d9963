import base64
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crypto import ServerKey, new_secret, server_key
from bot.errors import KeyFileError, UnsealError
from bot.messages import Address

KEY = ServerKey(bytes(range(32)))


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_again(text: bytes) -> None:
    sealed = KEY.seal(text, purpose="outbox", context="1")
    assert KEY.open(sealed, purpose="outbox", context="1") == text


def test_sealing_the_same_text_twice_looks_different() -> None:
    assert KEY.seal(b"x", purpose="p", context="c") != KEY.seal(b"x", purpose="p", context="c")


@pytest.mark.parametrize(
    ("key", "purpose", "context"),
    [
        (ServerKey(bytes(32)), "outbox", "1"),
        (KEY, "address", "1"),
        (KEY, "outbox", "2"),
    ],
)
def test_another_key_purpose_or_row_opens_nothing(
    key: ServerKey, purpose: str, context: str
) -> None:
    sealed = KEY.seal(b"rahasia", purpose="outbox", context="1")
    with pytest.raises(UnsealError, match="SECRET_KEY"):
        key.open(sealed, purpose=purpose, context=context)


@pytest.mark.parametrize("damaged", [b"", b"short", bytes(60)])
def test_damaged_bytes_open_nothing(damaged: bytes) -> None:
    with pytest.raises(UnsealError):
        KEY.open(damaged, purpose="outbox", context="1")


def test_a_pseudonym_is_stable_and_says_nothing_of_the_address() -> None:
    address = Address("whatsapp", "+62812345678")
    name = KEY.pseudonym(address)
    assert name == KEY.pseudonym(Address("whatsapp", "+62812345678"))
    assert "812" not in name
    assert name != KEY.pseudonym(Address("telegram", "+62812345678"))
    assert name != ServerKey(bytes(32)).pseudonym(address)


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "server.key"
    first = server_key("", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sealed = first.seal(b"x", purpose="p", context="c")
    assert server_key("", path).open(sealed, purpose="p", context="c") == b"x"
    assert [each.name for each in path.parent.iterdir()] == ["server.key"]


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "server.key"
    server_key("", path)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        server_key("", path)


def test_two_processes_that_start_at_once_share_the_key_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "server.key"
    sealed = server_key("", path).seal(b"x", purpose="p", context="c")
    there = iter([False])
    monkeypatch.setattr(Path, "exists", lambda self: next(there, True))
    assert server_key("", path).open(sealed, purpose="p", context="c") == b"x"


@pytest.mark.parametrize(
    "wrong", ["short", "ü" * 44, base64.urlsafe_b64encode(bytes(31)).decode(), "=" * 44]
)
def test_a_secret_of_another_shape_is_refused_with_what_to_do(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match=r"SECRET_KEY.*new-key"):
        server_key(wrong, tmp_path / "none")


def test_a_fresh_secret_is_usable(tmp_path: Path) -> None:
    assert new_secret() != new_secret()
    server_key(new_secret(), tmp_path / "none")
    assert not (tmp_path / "none").exists()
