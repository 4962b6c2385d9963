from datetime import timedelta

import pytest
from fakes import FakeChannel, FakeClock, Person
from sqlalchemy import text

from bot.crypto import ServerKey
from bot.delivery.erasing import Eraser
from bot.delivery.erasure import ErasureLedger
from bot.errors import NeverAgain, TryLater
from bot.messages import Address, IncomingMessage
from bot.settings import Settings
from bot.wiring import Services, build


@pytest.fixture
def eraser(services: Services, channel: FakeChannel, clock: FakeClock) -> Eraser:
    ledger = ErasureLedger(services.key)
    return Eraser(services.database, ledger, channels={"terminal": channel}, clock=clock)


async def states(services: Services) -> dict[str, int]:
    async with services.database.reading() as connection:
        return await ErasureLedger(services.key).states(connection)


async def test_copies_stay_until_somebody_asks(
    services: Services, eraser: Eraser, person: Person, clock: FakeClock
) -> None:
    await person.says("/mulai")
    clock.forward(days=3)
    assert await eraser.run() == 0
    assert await states(services) == {"kept": 1}


async def test_being_forgotten_erases_what_was_written_and_what_was_answered(
    services: Services, eraser: Eraser, person: Person, channel: FakeChannel
) -> None:
    await services.inbox.accept(IncomingMessage("1", person.address, "/mulai", copy="theirs"))
    await person.says(tapping="forgotten:")
    assert await eraser.run() == 2
    assert sorted(channel.erased) == ["copy-1", "theirs"]
    assert "pending" not in await states(services)
    assert await eraser.run() == 0


async def test_nobody_elses_copies_are_erased(
    eraser: Eraser, person: Person, another: Person, channel: FakeChannel
) -> None:
    await another.says("/mulai")
    await person.says(tapping="forgotten:")
    assert await eraser.run() == 0
    assert channel.erased == []


async def test_what_fails_is_tried_again_later(
    services: Services, eraser: Eraser, person: Person, channel: FakeChannel, clock: FakeClock
) -> None:
    await person.says("/mulai")
    await person.says(tapping="forgotten:")
    channel.failures = [TryLater("away")]
    assert await eraser.run() == 0
    assert await eraser.run() == 0
    clock.forward(minutes=6)
    assert await eraser.run() == 1


async def test_a_fault_in_one_copy_keeps_no_other_from_being_erased(
    services: Services, eraser: Eraser, person: Person, channel: FakeChannel, clock: FakeClock
) -> None:
    for number in range(2):
        message = IncomingMessage(f"x{number}", person.address, "/mulai", copy=f"theirs-{number}")
        await services.inbox.accept(message)
    await person.says(tapping="forgotten:")
    channel.failures = [RuntimeError("a reply that nobody foresaw")]
    assert await eraser.run() == 3
    clock.forward(minutes=6)
    assert await eraser.run() == 1


async def test_a_copy_that_another_key_sealed_keeps_no_other_from_being_erased(
    services: Services, eraser: Eraser, person: Person, clock: FakeClock
) -> None:
    old = ErasureLedger(ServerKey(bytes(32)))
    async with services.database.transaction() as connection:
        await old.note(
            connection, person.address, copies=["lost"], now=clock.now(), erase_at=clock.now()
        )
    await person.says("/mulai")
    await person.says(tapping="forgotten:")
    assert await eraser.run() == 1
    left = await states(services)
    assert (left["too-late"], "pending" in left) == (1, False)


async def test_what_is_too_late_is_said(
    services: Services, eraser: Eraser, person: Person, channel: FakeChannel
) -> None:
    await person.says("/mulai")
    await person.says(tapping="forgotten:")
    channel.failures = [NeverAgain("older than 48 hours")]
    assert await eraser.run() == 0
    assert (await states(services))["too-late"] == 1


async def rows(services: Services) -> list[tuple[str, str, bytes, str]]:
    async with services.database.reading() as connection:
        found = await connection.execute(text("SELECT state, owner, copy, noted_at FROM erasures"))
        return [(row.state, row.owner, bytes(row.copy), str(row.noted_at)[:10]) for row in found]


async def asked(services: Services, owner: Address, clock: FakeClock) -> list[str]:
    """Note two copies and ask for both to be erased."""
    ledger, now = services.sender.ledger, clock.now()
    async with services.database.transaction() as connection:
        await ledger.note(connection, owner, copies=["copy-1", "copy-22222222"], now=now)
        return await ledger.request(connection, owner, now=now)


async def test_what_is_to_be_erased_names_no_owner_and_is_all_of_one_length(
    services: Services, person: Person, clock: FakeClock
) -> None:
    await asked(services, person.address, clock)
    found = await rows(services)
    assert [(state, owner) for state, owner, *_ in found] == [("pending", "")] * 2
    assert len({len(copy) for _, _, copy, _ in found}) == 1


async def test_what_was_erased_leaves_nothing_and_is_told_as_done(
    services: Services, eraser: Eraser, person: Person, clock: FakeClock
) -> None:
    names = await asked(services, person.address, clock)
    assert await eraser.run() == 2
    assert await rows(services) == []
    async with services.database.reading() as connection:
        assert await services.sender.ledger.states_of(connection, names) == {"done": 2}


async def test_what_came_too_late_is_told_of_for_a_day_or_two_and_then_leaves_nothing(
    services: Services, eraser: Eraser, person: Person, channel: FakeChannel, clock: FakeClock
) -> None:
    names = await asked(services, person.address, clock)
    clock.forward(days=3)
    channel.failures = [NeverAgain("older than 48 hours")]
    assert await eraser.run() == 1
    assert await rows(services) == [("too-late", "", b"", f"{clock.now():%Y-%m-%d}")]
    clock.forward(days=1)
    await services.retention.erase()
    async with services.database.reading() as connection:
        told = await services.sender.ledger.states_of(connection, names)
    assert told == {"too-late": 1, "done": 1}
    clock.forward(days=1)
    await services.retention.erase()
    assert await rows(services) == []


async def test_scattered_rows_are_all_there_and_still_erased(
    services: Services, eraser: Eraser, person: Person, clock: FakeClock
) -> None:
    names = await asked(services, person.address, clock)
    await services.retention.erase()
    async with services.database.reading() as connection:
        assert (await services.sender.ledger.states_of(connection, names))["pending"] == 2
    assert await eraser.run() == 2


async def test_a_switched_off_channel_keeps_its_copies_for_later(
    services: Services, person: Person, clock: FakeClock
) -> None:
    await person.says("/mulai")
    await person.says(tapping="forgotten:")
    eraser = Eraser(services.database, ErasureLedger(services.key), channels={}, clock=clock)
    assert await eraser.run() == 0
    assert (await states(services))["pending"] == 1


async def test_by_setting_copies_are_erased_unasked(
    settings: Settings, services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    eager = settings.model_copy(update={"erase_copies_after_days": 1})
    built = build(eager, clock=clock, guide=services.guide, channels={"terminal": channel})
    await Person(built, channel).says("/mulai")
    assert await built.jobs["erasure"].run() == 0
    clock.moment += timedelta(days=1)
    assert await built.jobs["erasure"].run() == 0
    clock.moment += timedelta(days=1)
    assert await built.jobs["erasure"].run() == 1
    await built.close()
