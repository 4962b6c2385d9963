import base64
import json
from pathlib import Path

import pytest

from bot.crypto import new_secret
from bot.errors import KeyFileError, UnsealError
from bot.keypair import KeyPair
from bot.tips.keys import (
    Cost,
    KeyRing,
    Lock,
    change_passphrase,
    key_files,
    lock_of,
    new_desk_key,
    open_desk_key,
    worker_key,
)

CHEAP = Cost(rounds=1, memory=8192)
WORDS = "kuda baterai staples benar sekali"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "desk.key"


def test_a_desk_key_opens_with_its_passphrase_and_only_for_its_owner(path: Path) -> None:
    lock = new_desk_key(path, WORDS, cost=CHEAP)
    pair = open_desk_key(path, f"{WORDS}\n")
    assert Lock(pair.public) == lock == lock_of(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert pair.private not in path.read_bytes()
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        open_desk_key(path, WORDS)


def test_another_passphrase_is_told_and_opens_nothing(path: Path) -> None:
    new_desk_key(path, WORDS, cost=CHEAP)
    with pytest.raises(KeyFileError, match="try it again"):
        open_desk_key(path, f"{WORDS}!")


def test_a_weak_passphrase_makes_no_key(path: Path) -> None:
    with pytest.raises(KeyFileError, match="15 letters"):
        new_desk_key(path, "rahasia       ", cost=CHEAP)
    assert not path.exists()


def test_a_changed_passphrase_opens_the_same_key_and_the_old_one_no_more(path: Path) -> None:
    lock = new_desk_key(path, WORDS, cost=CHEAP)
    change_passphrase(path, WORDS, f"{WORDS} sudah", cost=CHEAP)
    assert open_desk_key(path, f"{WORDS} sudah").public == lock.public
    with pytest.raises(KeyFileError):
        open_desk_key(path, WORDS)
    assert [each.name for each in path.parent.iterdir()] == ["desk.key"]


@pytest.mark.parametrize(("old", "new"), [("wrong", f"{WORDS} baru"), (WORDS, "short")])
def test_a_change_that_fails_leaves_the_file_as_it_was(old: str, new: str, path: Path) -> None:
    new_desk_key(path, WORDS, cost=CHEAP)
    before = path.read_bytes()
    with pytest.raises(KeyFileError):
        change_passphrase(path, old, new, cost=CHEAP)
    assert path.read_bytes() == before


def test_a_new_key_keeps_the_old_one_beside_it_so_that_old_tips_stay_readable(path: Path) -> None:
    old = new_desk_key(path, WORDS, cost=CHEAP)
    sealed = old.seal(b"an old tip")
    new = new_desk_key(path, WORDS, cost=CHEAP)
    assert key_files(path) == [path, path.with_name(f"desk.{old.id}.key")]
    alone = KeyRing.of([open_desk_key(path, WORDS)])
    both = KeyRing.of(open_desk_key(each, WORDS) for each in key_files(path))
    assert both.open(sealed) == b"an old tip"
    assert both.open(new.seal(b"a new tip")) == b"a new tip"
    assert not alone.opens(sealed)
    with pytest.raises(UnsealError, match=old.id):
        alone.open(sealed)


@pytest.mark.parametrize("damage", ["", "no key at all", "e30="])
def test_a_damaged_file_is_told(damage: str, path: Path) -> None:
    new_desk_key(path, WORDS, cost=CHEAP)
    path.write_text(damage)
    with pytest.raises(KeyFileError, match="bring back a copy"):
        open_desk_key(path, WORDS)


def test_a_file_that_names_another_public_half_is_not_believed(path: Path) -> None:
    first, second = path, path.with_name("other.key")
    new_desk_key(first, WORDS, cost=CHEAP)
    new_desk_key(second, WORDS, cost=CHEAP)

    mixed = json.loads(base64.b64decode(first.read_text()))
    mixed["public"] = json.loads(base64.b64decode(second.read_text()))["public"]
    first.write_text(base64.b64encode(json.dumps(mixed).encode()).decode())
    with pytest.raises(KeyFileError, match="damaged"):
        open_desk_key(first, WORDS)


def test_without_a_file_the_way_to_make_one_is_told(path: Path) -> None:
    with pytest.raises(KeyFileError, match="desk new-key"):
        open_desk_key(path, WORDS)
    assert key_files(path) == []


def test_the_worker_key_is_made_once_or_taken_from_its_setting(path: Path) -> None:
    file = path.with_name("worker.key")
    assert worker_key("", file).public == worker_key("", file).public
    assert file.stat().st_mode & 0o777 == 0o600
    configured = new_secret()
    assert worker_key(configured, file).public == worker_key(configured, file).public
    assert worker_key(configured, file).public != worker_key("", file).public
    with pytest.raises(KeyFileError, match="WORKER_KEY"):
        worker_key("short", file)


def test_a_ring_shows_no_private_half() -> None:
    pair = KeyPair.new()
    assert str(pair.private) not in repr(KeyRing.of([pair]))


def test_a_guess_of_a_passphrase_is_dear() -> None:
    assert Cost().memory >= 2**28
    assert Cost().rounds >= 3
