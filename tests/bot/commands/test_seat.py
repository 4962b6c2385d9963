from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from logged_in import CHEAP, WORDS
from typer.testing import CliRunner

from bot.commands.seat import Seat, unlock
from bot.errors import WrongPassphrase
from bot.keypair import KeyPair
from bot.tips.keys import KeyRing, new_desk_key


@pytest.fixture
def seat(tmp_path: Path) -> SimpleNamespace:
    path = tmp_path / "desk.key"
    new_desk_key(path, WORDS, cost=CHEAP)
    return SimpleNamespace(
        settings=SimpleNamespace(desk_key=path),
        say=lambda phrase, **words: f"{phrase.key} {words}",
        ring=KeyRing.of([KeyPair.new()]),
    )


def test_a_wrong_passphrase_costs_a_pause_that_doubles(seat: SimpleNamespace) -> None:
    pauses: list[float] = []
    with CliRunner().isolation(input=f"salah\nsalah lagi\n{WORDS}\n"):
        unlock(cast("Seat", seat), sleep=pauses.append)
    assert pauses == [1, 2]
    assert len(seat.ring.pairs) == 1


def test_the_fifth_wrong_passphrase_is_the_last(seat: SimpleNamespace) -> None:
    pauses: list[float] = []
    before = seat.ring
    with CliRunner().isolation(input="salah\n" * 9), pytest.raises(WrongPassphrase):
        unlock(cast("Seat", seat), sleep=pauses.append)
    assert pauses == [1, 2, 4, 8]
    assert seat.ring is before
