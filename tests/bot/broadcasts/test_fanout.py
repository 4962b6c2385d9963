import asyncio
from collections import Counter
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.broadcasts import ledger, results, store
from bot.broadcasts.broadcast import Broadcast, Outcome, State
from bot.broadcasts.fanout import AT_ONCE, LANES
from bot.broadcasts.ledger import LEASE
from bot.contacts.contact import Ended
from bot.errors import AnswerLost, NeverAgain, TierReached, TryLater, Unreachable
from bot.messages import Address, Announcement

House = Any  # the fixture of this folder


async def move(house: House, to: State) -> None:
    async with house.database.transaction() as connection:
        assert await store.move(connection, "one", to=to)


async def test_everybody_is_written_to_once_and_the_broadcast_is_done(house: House) -> None:
    people = await house.people(37)
    await house.approved()
    assert await house.fanout().run() == 37
    assert sorted(house.announcer.told) == people
    assert await house.counted() == {("terkirim", ""): 37}
    assert await house.state() is State.DONE
    assert await house.fanout().run() == 0
    assert len(house.announcer.told) == 37


async def test_nothing_is_sent_before_its_time(house: House) -> None:
    await house.people(3)
    broadcast = await house.approved(hours=10)
    later = replace(broadcast, starts_at=house.clock.now().replace(hour=9), approved="")
    later = replace(later, approved=later.fingerprint)
    async with house.database.transaction() as connection:
        await store.keep(connection, later, now=house.clock.now())
    assert await house.fanout().run() == 0
    house.clock.forward(hours=6)
    assert await house.fanout().run() == 3


@pytest.mark.parametrize("change", [{"approver": "rina"}, {"title": "x", "approved": "0" * 64}])
async def test_what_nobody_else_approved_is_not_sent(change: dict[str, Any], house: House) -> None:
    await house.people(3)
    wrong: Broadcast = replace(await house.approved(), **change)
    async with house.database.transaction() as connection:
        await store.keep(connection, wrong, now=house.clock.now())
    assert await house.fanout().run() == 0
    assert await house.state() is State.DRAFT
    assert house.announcer.told == []


async def test_who_left_between_planning_and_sending_is_left_out(house: House) -> None:
    await house.people(6)
    broadcast = await house.approved()
    async with house.database.transaction() as connection:
        await ledger.plan(connection, broadcast.id, broadcast.audience)
        await store.move(connection, broadcast.id, to=State.RUNNING)
        gone = house.contacts.person(Address("telegram", "telegram-0003"))
        await house.contacts.end(connection, gone, because=Ended.ASKED, now=house.clock.now())
    assert await house.fanout().run() == 5
    assert "telegram-0003" not in house.announcer.told
    assert await house.counted() == {("terkirim", ""): 5, ("tidak-terkirim", "sudah-berhenti"): 1}


async def test_a_small_broadcast_is_dealt_so_that_others_can_help(house: House) -> None:
    await house.people(120)
    broadcast = await house.approved()
    async with house.database.transaction() as connection:
        await ledger.plan(connection, broadcast.id, broadcast.audience)
        dealt = await connection.scalars(select(ledger.rows.c.chunk))
    assert Counter(dealt) == {0: 50, 1: 50, 2: 20}


async def test_every_failure_has_its_outcome_and_reason(house: House) -> None:
    await house.people(7)
    await house.approved()
    house.announcer.failures = {
        "telegram-0000": TryLater("busy", seconds=3),
        "telegram-0001": NeverAgain("refused"),
        "telegram-0002": Unreachable("diblokir"),
        "telegram-0003": AnswerLost("answer lost"),
        "telegram-0004": RuntimeError("a fault of ours"),
        "telegram-0005": Unreachable("tanpa-templat"),
    }
    assert await house.fanout().run() == 2
    assert await house.counted() == {
        ("terkirim", ""): 2,
        ("tidak-diketahui", ""): 2,
        ("tidak-terkirim", "diblokir"): 1,
        ("tidak-terkirim", "ditolak-penyedia"): 1,
        ("tidak-terkirim", "tanpa-templat"): 1,
    }
    assert await house.state() is State.DONE
    async with house.database.reading() as connection:
        assert await house.contacts.ended(connection, Address("telegram", "telegram-0002"))
        assert not await house.contacts.ended(connection, Address("telegram", "telegram-0005"))


async def test_unknown_recipients_are_written_to_again_only_when_a_person_says_so(
    house: House,
) -> None:
    await house.people(2)
    await house.approved()
    house.announcer.failures = {"telegram-0001": AnswerLost("answer lost")}
    await house.fanout().run()
    async with house.database.transaction() as connection:
        assert (
            len(await results.unknown(connection, "one", channel="telegram", after="", limit=10))
            == 1
        )
        assert await results.settle(connection, "one", outcome=Outcome.SENT) == 1
    assert await house.counted() == {("terkirim", ""): 2}


async def test_a_pause_and_a_cancellation_are_seen_between_two_batches(house: House) -> None:
    await house.people(50)
    await house.approved()
    announce = house.announcer.announce

    async def pausing(announcement: Announcement) -> str:
        copy: str = await announce(announcement)
        if len(house.announcer.told) == 5:
            await move(house, State.PAUSED)
        return copy

    house.announcer.announce = pausing
    sent = await house.fanout().run()
    assert 5 <= sent <= 5 + AT_ONCE * LANES
    assert await house.state() is State.PAUSED
    assert await house.fanout().run() == 0
    house.announcer.announce = announce
    await move(house, State.RUNNING)
    assert sent + await house.fanout().run() == 50
    assert len(set(house.announcer.told)) == len(house.announcer.told) == 50


async def test_a_cancelled_broadcast_writes_to_nobody_more(house: House) -> None:
    await house.people(5)
    await house.approved()
    await move(house, State.CANCELLED)
    assert await house.fanout().run() == 0
    assert house.announcer.told == []


async def test_nothing_is_sent_once_it_is_of_no_use(house: House) -> None:
    await house.people(40)
    await house.approved(hours=1)
    announce = house.announcer.announce

    async def slow(announcement: Announcement) -> str:
        house.clock.forward(minutes=5)
        copy: str = await announce(announcement)
        return copy

    house.announcer.announce = slow
    sent = await house.fanout().run()
    assert 0 < sent < 40
    assert await house.counted() == {
        ("terkirim", ""): sent,
        ("tidak-terkirim", "lewat-waktu"): 40 - sent,
    }
    assert await house.state() is State.DONE


async def test_too_many_refusals_pause_it(house: House) -> None:
    people = await house.people(300)
    await house.approved()
    house.announcer.failures = {each: NeverAgain("refused") for each in people}
    assert await house.fanout().run() == 0
    assert await house.state() is State.PAUSED
    assert (await house.counted())[("menunggu", "")] > 200


async def test_a_channel_that_is_switched_off_is_told_as_such(house: House) -> None:
    await house.people(2)
    await house.people(3, channel="whatsapp")
    await house.approved()
    assert await house.fanout().run() == 2
    assert await house.counted() == {
        ("terkirim", ""): 2,
        ("tidak-terkirim", "saluran-mati"): 3,
    }
    assert await house.state() is State.DONE


async def test_what_a_dead_process_had_claimed_is_unknown_and_never_repeated(house: House) -> None:
    people = await house.people(30)
    await house.approved()
    announce = house.announcer.announce

    async def dying(announcement: Announcement) -> str:
        copy: str = await announce(announcement)
        if len(house.announcer.told) == 10:
            raise asyncio.CancelledError
        return copy

    house.announcer.announce = dying
    with pytest.raises(asyncio.CancelledError):
        await house.fanout().run()
    house.announcer.announce = announce
    assert await house.fanout().run() == 0  # its chunk is still leased to the dead process
    house.clock.forward(seconds=LEASE.total_seconds() + 1)
    await house.fanout().run()
    counted = await house.counted()
    assert sorted(house.announcer.told) == people
    assert 1 <= counted[("tidak-diketahui", "")] <= AT_ONCE * LANES
    assert sum(counted.values()) == 30
    assert await house.state() is State.DONE


async def test_two_processes_share_a_broadcast_and_nobody_is_written_to_twice(
    house: House,
) -> None:
    people = await house.people(100)
    await house.approved()
    one, two = house.fanout(), house.fanout()
    one.chunk = two.chunk = 10
    sent = await asyncio.gather(one.run(), two.run())
    assert sum(sent) == 100
    assert sorted(house.announcer.told) == people


async def test_states_of_a_message_only_move_forward(house: House) -> None:
    await house.people(1)
    await house.approved()
    await house.fanout().run()
    name = house.key.digest("copy of telegram-0000", purpose="delivery")
    async with house.database.transaction() as connection:
        assert await results.report(connection, name, outcome=Outcome.READ)
        assert await results.report(connection, name, outcome=Outcome.DELIVERED) is None
        assert await results.report(connection, "f" * 32, outcome=Outcome.READ) is None
    assert await house.counted() == {("dibaca", ""): 1}


async def test_nothing_goes_out_while_people_sleep_unless_it_is_urgent(house: House) -> None:
    await house.people(2)
    whole = await house.approved(hours=48)
    fanout = house.fanout()
    fanout.zone = ZoneInfo("Asia/Jakarta")
    house.clock.forward(hours=12)  # 22:00 in Depok
    assert await fanout.run() == 0
    assert await house.state() is State.RUNNING
    house.clock.forward(hours=9)
    assert await fanout.run() == 2
    assert whole.content.urgent == ""


async def test_who_is_over_the_daily_tier_waits_and_keeps_nobody_else_waiting(
    house: House,
) -> None:
    names = await house.people(10)
    await house.approved(hours=24)
    house.announcer.failures = {names[0]: TierReached("full"), names[1]: TierReached("full")}
    before = house.clock.now()
    assert await house.fanout().run() == 8
    assert house.clock.now() == before
    assert (await house.counted())[Outcome.WAITING, "batas-harian"] == 2
    house.clock.forward(hours=1, seconds=1)
    assert await house.fanout().run() == 2
    assert await house.state() is State.DONE


async def test_asked_to_stop_it_ends_with_nothing_in_doubt_and_can_begin_again(
    house: House,
) -> None:
    await house.people(40)
    await house.approved()
    fanout = house.fanout()
    tell = house.announcer.announce

    async def stopping(announcement: Announcement) -> str:
        fanout.stop()
        return str(await tell(announcement))

    house.announcer.announce = stopping
    assert 0 < await fanout.run() <= AT_ONCE * LANES
    assert {outcome for outcome, _ in await house.counted()} == {Outcome.SENT, Outcome.WAITING}
    house.announcer.announce = tell
    await fanout.begin()
    await fanout.run()
    assert await house.counted() == {(Outcome.SENT, ""): 40}


async def test_where_there_is_one_process_a_killed_one_is_followed_at_once(house: House) -> None:
    await house.people(6)
    whole = await house.approved()
    async with house.database.transaction() as connection:
        await ledger.plan(connection, "one", whole.audience)
        await store.move(connection, "one", to=State.RUNNING)
        chunk = ledger.Chunk("one", "telegram", 0, "killed")
        chunk = await ledger.lease(connection, chunk, now=house.clock.now())
        assert chunk
        await ledger.claim(connection, chunk, limit=2, now=house.clock.now())
    fanout = house.fanout()
    await fanout.begin()
    at_once = await fanout.run()
    assert at_once == (4 if house.database.kind == "sqlite" else 0)
    house.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert at_once + await fanout.run() == 4
    assert (await house.counted())[Outcome.UNKNOWN, ""] == 2
