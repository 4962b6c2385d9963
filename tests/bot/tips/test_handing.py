from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import say

from bot.errors import TipUnknown, UnsealError
from bot.tips.handing import hand_out


def damaged() -> Iterator[bytes]:
    yield b"half of it"
    raise UnsealError("This file ends too early")


def missing() -> Iterator[bytes]:
    raise FileNotFoundError
    yield b""


def test_a_file_is_written_whole_for_its_owner_only(tmp_path: Path) -> None:
    hand_out([b"one ", b"two"], tmp_path / "x", say=say)
    assert (tmp_path / "x").read_bytes() == b"one two"
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o600
    with pytest.raises(TipUnknown, match="berkas-ada"):
        hand_out([b"other"], tmp_path / "x", say=say)
    assert (tmp_path / "x").read_bytes() == b"one two"


def test_of_a_damaged_or_missing_file_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnsealError):
        hand_out(damaged(), tmp_path / "x", say=say)
    with pytest.raises(TipUnknown, match="berkas-hilang"):
        hand_out(missing(), tmp_path / "x", say=say)
    assert list(tmp_path.iterdir()) == []
