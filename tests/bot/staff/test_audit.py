import asyncio
from datetime import timedelta

import pytest
from colleagues import Desk
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff.audit import Verdict, Wanted, listed
from bot.staff.chain import Entry, Flaw, Head


async def write(desk: Desk, count: int, *, account: str = "siti") -> None:
    for number in range(count):
        async with desk.room.database.transaction() as connection:
            await desk.room.note(connection, Entry(account, "read-tips", f"tip-{number}"))
        desk.clock.forward(seconds=1)


async def verdict(desk: Desk, head: Head | None = None) -> Verdict:
    async with desk.room.database.reading() as connection:
        return await desk.room.trail.verify(connection, head=head)


async def tamper(desk: Desk, *statements: str) -> None:
    async with desk.room.database.transaction() as connection:
        for each in statements:
            await connection.execute(text(each))


async def test_an_untouched_trail_is_sound_and_an_empty_one_too(desk: Desk) -> None:
    assert (await verdict(desk)).head is None
    await write(desk, 5)
    found = await verdict(desk)
    assert (found.sound, found.flaw) == (5, None)
    assert found.head
    assert found.head.number == 5
    assert (await verdict(desk, found.head)).flaw is None


@pytest.mark.parametrize(
    ("statements", "flaw", "number"),
    [
        (["UPDATE audit_rows SET subject = 'tip-9' WHERE number = 3"], Flaw.CHANGED, 3),
        (["UPDATE audit_rows SET account = 'rina' WHERE number = 1"], Flaw.CHANGED, 1),
        (["UPDATE audit_rows SET outcome = 'refused' WHERE number = 4"], Flaw.CHANGED, 4),
        (["DELETE FROM audit_rows WHERE number = 3"], Flaw.MISSING, 3),
        (["DELETE FROM audit_rows WHERE number = 1"], Flaw.MISSING, 1),
        (
            [
                "DELETE FROM audit_rows WHERE number = 3",
                "UPDATE audit_rows SET number = 3 WHERE number = 4",
                "UPDATE audit_rows SET number = 4 WHERE number = 5",
            ],
            Flaw.CHANGED,
            3,
        ),
        (
            [
                "UPDATE audit_rows SET number = 9 WHERE number = 2",
                "UPDATE audit_rows SET number = 2 WHERE number = 3",
                "UPDATE audit_rows SET number = 3 WHERE number = 9",
            ],
            Flaw.CHANGED,
            2,
        ),
    ],
)
async def test_whatever_is_changed_moved_or_taken_out_is_seen_at_its_number(
    statements: list[str], flaw: Flaw, number: int, desk: Desk
) -> None:
    await write(desk, 5)
    await tamper(desk, *statements)
    found = await verdict(desk)
    assert (found.flaw, found.number) == (flaw, number)


async def test_a_cut_end_is_seen_by_a_head_that_was_written_down(desk: Desk) -> None:
    await write(desk, 5)
    head = (await verdict(desk)).head
    await tamper(desk, "DELETE FROM audit_rows WHERE number > 3")
    assert (await verdict(desk)).flaw is None
    found = await verdict(desk, head)
    assert (found.flaw, found.number) == (Flaw.CUT_OFF, 4)
    await write(desk, 2)
    assert (await verdict(desk, head)).flaw is Flaw.OTHER_HEAD
    await tamper(desk, "DELETE FROM audit_rows")
    assert (await verdict(desk, head)).flaw is Flaw.CUT_OFF


async def test_retention_takes_the_beginning_and_the_chain_goes_on_from_there(desk: Desk) -> None:
    await write(desk, 3)
    old_head = (await verdict(desk)).head
    desk.clock.forward(days=10)
    await write(desk, 2)
    head = (await verdict(desk)).head

    async def forget(connection: AsyncConnection) -> int:
        return await desk.room.trail.forget(connection, before=desk.clock.now() - timedelta(days=5))

    async with desk.room.database.transaction() as connection:
        assert await forget(connection) == 3
    async with desk.room.database.transaction() as connection:
        assert await forget(connection) == 0
    found = await verdict(desk, head)
    assert (found.sound, found.flaw) == (2, None)
    assert (await verdict(desk, old_head)).flaw in {None, Flaw.TOO_OLD}
    await write(desk, 1)
    assert (await verdict(desk)).flaw is None
    await tamper(desk, "DELETE FROM audit_rows WHERE number = 4")
    assert (await verdict(desk)).flaw is Flaw.MISSING


async def test_many_who_write_at_once_make_one_chain(desk: Desk) -> None:
    await asyncio.gather(*(write(desk, 5, account=f"person-{n}") for n in range(6)))
    found = await verdict(desk)
    assert (found.sound, found.flaw) == (30, None)


async def test_rows_are_found_by_day_account_and_subject(desk: Desk) -> None:
    await write(desk, 2)
    desk.clock.forward(days=1)
    since = desk.clock.now()
    await write(desk, 3, account="rina")

    async def count(wanted: Wanted) -> int:
        async with desk.room.database.reading() as connection:
            return len([row async for row in listed(connection, wanted)])

    assert await count(Wanted()) == 5
    assert await count(Wanted(since=since)) == 3
    assert await count(Wanted(account="siti")) == 2
    assert await count(Wanted(subject="tip-1")) == 2
