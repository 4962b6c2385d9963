"""Counts for those who look: fresh where that costs little, kept a while where it costs much."""

from typing import Any

import pytest

from bot.broadcasts import results
from bot.broadcasts.broadcast import Outcome, State
from bot.broadcasts.results import Count
from bot.broadcasts.tallying import Tally

NOWHERE: Any = None


class Ledger:
    """A ledger that is counted in *takes* seconds, and grows with each count."""

    def __init__(self, takes: float) -> None:
        self.takes, self.time, self.counted = takes, 100.0, 0

    async def counts(self, connection: object, broadcast: str) -> list[Count]:
        del connection, broadcast
        self.time += self.takes
        self.counted += 1
        return [Count("telegram", Outcome.SENT, "", self.counted)]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    ledger = Ledger(takes=1.0)
    monkeypatch.setattr(results, "counts", ledger.counts)
    return ledger


async def seen(tally: Tally, state: State = State.RUNNING) -> int:
    (count,) = await tally.counts(NOWHERE, "one", state)
    return count.people


async def test_what_took_a_second_is_counted_again_after_ten(slow: Ledger) -> None:
    tally = Tally(now=lambda: slow.time)
    assert await seen(tally) == 1
    slow.time += 9.9
    assert await seen(tally) == 1
    slow.time += 0.2
    assert await seen(tally) == 2


async def test_the_end_is_counted_at_once(slow: Ledger) -> None:
    tally = Tally(now=lambda: slow.time)
    await seen(tally)
    assert await seen(tally, State.DONE) == 2


async def test_what_staff_settled_is_counted_at_once(slow: Ledger) -> None:
    tally = Tally(now=lambda: slow.time)
    await seen(tally)
    tally.forget("one")
    assert await seen(tally) == 2


async def test_only_so_many_broadcasts_are_remembered(slow: Ledger) -> None:
    tally = Tally(now=lambda: slow.time)
    for number in range(200):
        await tally.counts(NOWHERE, str(number))
    before = slow.counted
    await tally.counts(NOWHERE, "199")
    assert slow.counted == before
    await tally.counts(NOWHERE, "0")
    assert slow.counted == before + 1
