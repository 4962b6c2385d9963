import pytest
from fakes import FakeChannel, FakeClock
from sqlalchemy import text

from bot.channels import terminal
from bot.delivery.outbox import LEASE
from bot.errors import NeverAgain, TryLater
from bot.messages import Address, IncomingMessage, OutgoingMessage, Reply
from bot.wiring import Services

SOMEBODY = terminal.ADDRESS
ANOTHER = Address(terminal.NAME, "another")


async def post(services: Services, to: Address, *texts: str) -> tuple[OutgoingMessage, ...]:
    async with services.database.transaction() as connection:
        return await services.outbox.post(
            connection,
            IncomingMessage("m", to),
            replies=[Reply(each) for each in texts],
            now=services.clock.now(),
        )


async def states(services: Services) -> list[tuple[str, int]]:
    async with services.database.reading() as connection:
        rows = await connection.execute(text("SELECT state, attempts FROM outbox ORDER BY place"))
        return [(row.state, row.attempts) for row in rows]


async def test_what_was_sent_leaves_the_outbox(services: Services, channel: FakeChannel) -> None:
    assert await services.sender.deliver(await post(services, SOMEBODY, "satu", "dua")) == 2
    assert [each.reply.text for each in channel.sent] == ["satu", "dua"]
    assert await states(services) == []


async def test_the_sweep_sends_what_a_crash_left_behind_once(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    await post(services, SOMEBODY, "satu")
    assert await services.sender.sweep() == 0
    clock.forward(seconds=LEASE.seconds)
    assert await services.sender.sweep() == 1
    assert await services.sender.sweep() == 0
    assert len(channel.sent) == 1


async def test_the_sweep_goes_on_beyond_one_batch(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    await post(services, SOMEBODY, *(str(number) for number in range(150)))
    clock.forward(seconds=LEASE.seconds)
    assert await services.sender.sweep() == 150
    assert [each.reply.text for each in channel.sent] == [str(number) for number in range(150)]


async def test_a_failed_delivery_is_tried_again_later_and_in_order(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.failures = [TryLater("away")]
    mine = await post(services, SOMEBODY, "satu", "dua")
    theirs = await post(services, ANOTHER, "lain")
    assert await services.sender.deliver([*mine, *theirs]) == 1
    assert [each.reply.text for each in channel.sent] == ["lain"]
    clock.forward(seconds=LEASE.seconds)
    assert await services.sender.sweep() == 2
    assert [each.reply.text for each in channel.sent] == ["lain", "satu", "dua"]


async def test_a_provider_that_says_when_is_heeded(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.failures = [TryLater("busy", seconds=600)]
    await services.sender.deliver(await post(services, SOMEBODY, "satu"))
    clock.forward(seconds=599)
    assert await services.sender.sweep() == 0
    clock.forward(seconds=2)
    assert await services.sender.sweep() == 1


async def test_a_delivery_in_vain_is_recorded_and_emptied(
    services: Services, channel: FakeChannel, caplog: pytest.LogCaptureFixture
) -> None:
    channel.failures = [NeverAgain("blocked")]
    await services.sender.deliver(await post(services, SOMEBODY, "satu"))
    assert await states(services) == [("failed", 0)]
    assert "cannot be delivered" in caplog.text
    async with services.database.reading() as connection:
        row = (await connection.execute(text("SELECT body, address FROM outbox"))).one()
    assert (bytes(row.body), bytes(row.address)) == (b"", b"")


async def test_after_twelve_attempts_it_is_given_up(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.failures = [TryLater("away") for _ in range(12)]
    await services.sender.deliver(await post(services, SOMEBODY, "satu"))
    for _ in range(12):
        clock.forward(hours=2)
        await services.sender.sweep()
    assert await states(services) == [("failed", 12)]
    assert channel.sent == []


async def test_a_channel_that_is_switched_off_keeps_its_messages(services: Services) -> None:
    elsewhere = Address("telegram", "1")
    assert await services.sender.deliver(await post(services, elsewhere, "satu")) == 0
    assert await states(services) == [("waiting", 0)]
