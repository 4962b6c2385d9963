from datetime import timedelta

import pytest
from fakes import FakeChannel, FakeClock, Person
from sqlalchemy import text

from bot.delivery.erasure import Eraser, ErasureLedger
from bot.errors import NeverAgain, TryLater
from bot.messages import IncomingMessage
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
    assert (await states(services))["done"] == 2
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


async def test_what_is_too_late_is_said(
    services: Services, eraser: Eraser, person: Person, channel: FakeChannel
) -> None:
    await person.says("/mulai")
    await person.says(tapping="forgotten:")
    channel.failures = [NeverAgain("older than 48 hours")]
    assert await eraser.run() == 0
    assert (await states(services))["too-late"] == 1


async def test_a_settled_row_names_neither_copy_nor_owner(
    services: Services, eraser: Eraser, person: Person
) -> None:
    await person.says("/mulai")
    await person.says(tapping="forgotten:")
    await eraser.run()
    async with services.database.reading() as connection:
        done = text("SELECT owner, copy FROM erasures WHERE state = 'done'")
        row = (await connection.execute(done)).one()
    assert (row.owner, bytes(row.copy)) == ("", b"")


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
    assert await built.jobs["erasure"].run() == 1
    await built.close()
