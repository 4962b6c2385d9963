"""How a run ends: what providers put off, what a dead process had claimed, what breaks."""

import asyncio
from typing import Any

import pytest

from bot.broadcasts import ledger, results, store
from bot.broadcasts.broadcast import Reason, State
from bot.broadcasts.fanout import AT_ONCE, Fanout
from bot.contacts.contact import Ended
from bot.errors import TryLater
from bot.messages import Address, Announcement

House = Any  # the fixture of this folder


async def test_who_leaves_while_others_are_told_is_not_told(house: House) -> None:
    names = await house.people(2 * AT_ONCE)
    await house.approved()
    announce = house.announcer.announce
    told: list[str] = []

    async def leaving(announcement: Announcement) -> str:
        told.append(announcement.to.value)
        if len(told) == AT_ONCE:
            async with house.database.transaction() as connection:
                for name in set(names) - set(told):
                    person = house.contacts.person(Address("telegram", name))
                    await house.contacts.end(
                        connection, person, because=Ended.ASKED, now=house.clock.now()
                    )
        return await announce(announcement)

    house.announcer.announce = leaving
    assert await house.fanout().run() == AT_ONCE
    assert await house.counted() == {
        ("terkirim", ""): AT_ONCE,
        ("tidak-terkirim", Reason.LEFT): AT_ONCE,
    }


async def test_nobody_waits_for_a_broadcast_that_was_cancelled_while_put_off(house: House) -> None:
    await house.people(30)
    await house.approved()

    async def cancelled(announcement: Announcement) -> str:
        async with house.database.transaction() as connection:
            if await store.move(connection, "one", to=State.CANCELLED):
                await results.close(connection, "one", reason=Reason.CANCELLED)
        raise TryLater("busy", seconds=1)

    house.announcer.announce = cancelled
    await house.fanout().run()
    assert await house.state() is State.CANCELLED
    assert await house.counted() == {("tidak-terkirim", Reason.CANCELLED): 30}


async def test_what_a_dead_process_had_claimed_is_closed_when_the_time_is_over(
    house: House,
) -> None:
    await house.people(20)
    await house.approved(hours=1)
    announce = house.announcer.announce

    async def dying(announcement: Announcement) -> str:
        if len(house.announcer.told) == 5:
            raise asyncio.CancelledError
        return await announce(announcement)

    house.announcer.announce = dying
    with pytest.raises(asyncio.CancelledError):
        await house.fanout().run()
    house.announcer.announce = announce
    house.clock.forward(hours=2)
    await house.fanout().run()
    counted = await house.counted()
    assert set(counted) == {("tidak-diketahui", ""), ("tidak-terkirim", Reason.LATE)}
    assert sum(counted.values()) == 20
    assert await house.state() is State.DONE


async def test_no_lane_goes_on_after_its_run_broke(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.people(30)
    await house.people(30, channel="whatsapp")
    await house.approved()
    both = {"telegram": house.announcer, "whatsapp": house.announcer}
    fanout = Fanout(
        house.database, house.contacts, announcers=both, key=house.key, clock=house.clock
    )
    claim = ledger.claim

    async def broken(*given: object, **named: object) -> list[str] | None:
        if any(isinstance(each, ledger.Chunk) and each.channel == "whatsapp" for each in given):
            raise RuntimeError("away")
        return await claim(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "claim", broken)
    with pytest.raises(RuntimeError):
        await fanout.run()
    assert len(house.announcer.told) == 30
