"""What was claimed or known is not lost where something goes wrong beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.broadcasts import ledger, store
from bot.broadcasts.broadcast import Outcome, State
from bot.broadcasts.ledger import LEASE
from bot.channels.whatsapp.codes import reason_of
from bot.errors import DatabaseNotReadyError
from bot.messages import Announcement

House = Any  # the fixture of this folder


async def killed_while_two_were_claimed(house: House, then: State) -> None:
    await house.people(6)
    whole = await house.approved()
    async with house.database.transaction() as connection:
        await ledger.plan(connection, "one", whole.audience)
        await store.move(connection, "one", to=State.RUNNING)
        wanted = ledger.Chunk("one", "telegram", 0, "killed")
        chunk = await ledger.lease(connection, wanted, now=house.clock.now())
        assert chunk
        await ledger.claim(connection, chunk, limit=2, now=house.clock.now())
        await store.move(connection, "one", to=then)


@pytest.mark.parametrize("then", [State.PAUSED, State.CANCELLED])
async def test_what_a_dead_process_had_claimed_of_a_stopped_broadcast_becomes_unknown(
    house: House, then: State
) -> None:
    await killed_while_two_were_claimed(house, then)
    await house.fanout().run()
    assert (await house.counted())[Outcome.CLAIMED, ""] == 2  # it may be alive yet
    house.clock.forward(seconds=LEASE.total_seconds() + 1)
    await house.fanout().run()
    counted = await house.counted()
    assert counted[Outcome.UNKNOWN, ""] == 2
    assert (Outcome.CLAIMED, "") not in counted
    assert house.announcer.told == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_where_there_is_one_process_its_next_start_gives_up_what_a_stopped_one_left(
    house: House,
) -> None:
    await killed_while_two_were_claimed(house, State.PAUSED)
    await house.fanout().begin()
    assert (await house.counted())[Outcome.UNKNOWN, ""] == 2


async def test_outcomes_survive_a_database_that_fails_for_a_moment(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.people(20)
    await house.approved()
    transaction, fails = house.database.transaction, 0
    tell = house.announcer.announce

    async def telling(announcement: Announcement) -> str:
        nonlocal fails
        fails = 2 if len(house.announcer.told) == 7 else fails
        return str(await tell(announcement))

    @asynccontextmanager
    async def failing() -> AsyncIterator[AsyncConnection]:
        nonlocal fails
        async with transaction() as connection:
            yield connection
            if fails:
                fails -= 1
                raise DatabaseNotReadyError("away")

    house.announcer.announce = telling
    monkeypatch.setattr(house.database, "transaction", failing)
    assert await house.fanout().run() == 20
    assert await house.counted() == {(Outcome.SENT, ""): 20}
    assert len(house.announcer.told) == 20


async def test_a_provider_that_takes_longer_than_the_lease_keeps_the_chunk(house: House) -> None:
    await house.people(3)
    await house.approved()
    one, other = house.fanout(), house.fanout()
    one.beat = 0.01
    tell, taken_over = house.announcer.announce, 0

    async def slow(announcement: Announcement) -> str:
        nonlocal taken_over
        if announcement.to.value.endswith("0"):
            for _ in range(3):
                house.clock.forward(seconds=LEASE.total_seconds() * 0.6)
                await asyncio.sleep(0.1)
            taken_over = await other.run()
        return str(await tell(announcement))

    house.announcer.announce = slow
    assert await one.run() == 3
    assert taken_over == 0
    assert await house.counted() == {(Outcome.SENT, ""): 3}


def test_a_limit_of_meta_on_marketing_is_a_reason_of_its_own() -> None:
    assert reason_of(63049) == "ditahan-whatsapp"
