"""Files on the disk: encrypted, whole, dated by the day."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pictures import CANARIES, WORDS

from bot.errors import UnsealError
from bot.keypair import new_file_key
from bot.tips.evidence.files import Store, original

NAME = "0f" * 16
DAY = date(2026, 11, 25)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "evidence")


def put(store: Store, name: str = NAME, content: bytes = WORDS) -> bytes:
    key = new_file_key()
    store.place(store.write([content], key), name, day=DAY)
    return key


def test_a_file_comes_back_under_its_key_only(store: Store) -> None:
    key = put(store, content=WORDS * 10_000)
    assert b"".join(store.open(NAME, key)) == WORDS * 10_000
    with pytest.raises(UnsealError):
        list(store.open(NAME, new_file_key()))


def test_only_this_user_may_read_and_nothing_is_in_clear(store: Store, tmp_path: Path) -> None:
    put(store)
    folder = tmp_path / "evidence"
    assert folder.stat().st_mode & 0o777 == 0o700
    (path,) = folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert not [word for word in CANARIES if word.encode() in path.read_bytes()]


def test_a_file_is_dated_by_its_day(store: Store, tmp_path: Path) -> None:
    put(store)
    (path,) = (tmp_path / "evidence").iterdir()
    assert datetime.fromtimestamp(path.stat().st_mtime, UTC) == datetime(2026, 11, 25, tzinfo=UTC)
    assert path.stat().st_atime == path.stat().st_mtime


def test_what_fails_in_the_midst_leaves_nothing(store: Store, tmp_path: Path) -> None:
    def broken() -> object:
        yield WORDS
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        store.write(broken(), new_file_key())  # type: ignore[arg-type]
    assert list((tmp_path / "evidence").iterdir()) == []


@pytest.mark.parametrize("name", ["../server.key", "", "0f", f"{NAME}.part", f"{NAME}/../x"])
def test_no_other_name_leads_out_of_the_folder(store: Store, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        list(store.open(name, new_file_key()))
    with pytest.raises(FileNotFoundError):
        store.delete([name])


def test_deleting_what_is_gone_is_as_good(store: Store, tmp_path: Path) -> None:
    put(store)
    store.delete([NAME, original(NAME)])
    store.delete([NAME])
    assert list((tmp_path / "evidence").iterdir()) == []


def test_orphans_go_after_two_days_of_grace(store: Store, tmp_path: Path) -> None:
    known, orphan = "aa" * 16, "bb" * 16
    for name in (known, orphan, original(known), original(orphan)):
        put(store, name)
    unfinished = store.write([WORDS], new_file_key())
    assert store.delete_orphans({known}, today=date(2026, 11, 27)) == 0
    os.utime(unfinished, (0, 0))
    assert store.delete_orphans({known}, today=date(2026, 11, 28)) == 3
    left = {path.name for path in (tmp_path / "evidence").iterdir()}
    assert left == {known, original(known)}


def test_a_folder_that_is_not_there_yet_has_no_orphans(store: Store) -> None:
    assert store.delete_orphans(set(), today=DAY) == 0
