from datetime import UTC, datetime, timedelta

from fakes import FakeChannel, FakeClock, Person
from sqlalchemy import text
from tipping import Office

from bot import retention
from bot.channels import terminal
from bot.conversation.limiting import Limits, Tried
from bot.crypto import ServerKey
from bot.messages import Address
from bot.settings import Settings
from bot.tips.receipt import new_receipt
from bot.wiring import Services, build

NOW = datetime(2026, 11, 25, 23, 50, tzinfo=UTC)
SOMEBODY, ANOTHER = Address("terminal", "a"), Address("terminal", "b")
KEY = ServerKey(b"k" * 32)


def after(**span: float) -> datetime:
    return NOW + timedelta(**span)


async def tried(services: Services, who: Address, now: datetime) -> Tried:
    """Return what another process knows of *who*."""
    async with services.database.reading() as connection:
        return await Limits(KEY).of(connection, who, now=now)


async def rows(services: Services) -> list[tuple[str, int]]:
    async with services.database.reading() as connection:
        found = await connection.execute(text("SELECT name, sealed FROM limits"))
        return [(name, len(sealed)) for name, sealed in found]


async def test_wrong_receipts_slow_a_sender_down_and_then_stop_them_for_an_hour_everywhere(
    services: Services,
) -> None:
    processes, pauses = [Limits(KEY), Limits(KEY)], []
    for number in range(6):
        async with services.database.transaction() as connection:
            await processes[number % 2].missed(connection, SOMEBODY, now=NOW)
        pauses.append((await tried(services, SOMEBODY, NOW)).pause(NOW))
    assert pauses == [0, 30, 30, 30, 3600, 3600]
    assert (await tried(services, ANOTHER, NOW)).pause(NOW) == 0
    assert (await tried(services, SOMEBODY, after(minutes=20))).pause(after(minutes=20)) == 2400
    later = after(hours=1, seconds=1)
    assert (await tried(services, SOMEBODY, later)).pause(later) == 0


async def test_the_right_receipt_forgives_the_wrong_ones_and_no_tip(services: Services) -> None:
    limits = Limits(KEY)
    async with services.database.transaction() as connection:
        await limits.sent(connection, SOMEBODY, now=NOW)
        for _ in range(3):
            await limits.missed(connection, SOMEBODY, now=NOW)
        await limits.opened(connection, SOMEBODY, now=after(minutes=20))
    found = await tried(services, SOMEBODY, after(minutes=20))
    assert (found.wrong, len(found.sent)) == ((), 1)


async def test_tips_count_for_a_day_over_midnight_in_one_row_of_one_length(
    services: Services,
) -> None:
    limits = Limits(KEY)
    async with services.database.transaction() as connection:
        await limits.missed(connection, ANOTHER, now=NOW)
        await limits.sent(connection, SOMEBODY, now=NOW)
    before = await rows(services)
    async with services.database.transaction() as connection:
        await limits.sent(connection, SOMEBODY, now=after(hours=1))
    assert len((await tried(services, SOMEBODY, after(hours=2))).sent) == 2
    assert len((await tried(services, SOMEBODY, after(hours=24, minutes=1))).sent) == 1
    kept = await rows(services)
    assert len(kept) == len(before) == 2
    assert len(dict(kept).keys() & dict(before)) == 1
    assert len({length for _, length in (*kept, *before)}) == 1


async def test_a_count_that_is_undone_leaves_no_key_that_others_do_not_have(
    services: Services,
) -> None:
    limits = Limits(KEY)
    async with services.database.transaction() as connection:
        await limits.sent(connection, SOMEBODY, now=NOW)
        await connection.rollback()
    assert (await tried(services, SOMEBODY, NOW)).sent == ()
    async with services.database.transaction() as connection:
        await limits.sent(connection, SOMEBODY, now=NOW)
    assert (await tried(services, SOMEBODY, NOW)).sent == (NOW,)


async def test_keys_and_counts_leave_when_the_next_day_is_over(
    services: Services, clock: FakeClock
) -> None:
    async with services.database.transaction() as connection:
        await Limits(KEY).sent(connection, SOMEBODY, now=clock.now())
    clock.forward(days=retention.LIMITS.days)
    await services.retention.erase()
    assert len(await rows(services)) == 1
    clock.forward(days=1)
    await services.retention.erase()
    assert await rows(services) == []
    async with services.database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM limit_keys")) == 0


async def test_two_processes_let_a_sender_guess_as_often_as_one(
    settings: Settings, services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    await Office(services.database, services.key, clock).opens()
    elsewhere, said = FakeChannel(), []
    other = build(settings, clock=clock, guide=services.guide, channels={terminal.NAME: elsewhere})
    people = [Person(services, channel), Person(other, elsewhere, number=100)]
    for number in range(4):
        replies = await people[number % 2].says(f"/status {new_receipt()}")
        said.append(replies[-1].reply.text)
    await other.close()
    assert ["30 detik" in each for each in said] == [False, False, True, True]
