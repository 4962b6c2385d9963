import asyncio

import pytest
from fakes import FakeChannel, FakeClock
from sqlalchemy import text

from bot.channels import terminal
from bot.delivery.queue import LEASE, SWEEP_LEASE
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


async def test_a_fault_in_one_message_repeats_and_stops_no_other(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    names = [Address(terminal.NAME, name) for name in "abc"]
    first, broken, last = [(await post(services, each, "x"))[0] for each in names]
    clock.forward(seconds=LEASE.seconds)
    real = channel.send

    async def sometimes(message: OutgoingMessage) -> list[str]:
        if message.id == broken.id:
            raise RuntimeError("rahasia")
        return await real(message)

    channel.send = sometimes  # type: ignore[method-assign]
    for _ in range(4):
        await services.sender.sweep()
    assert [each.id for each in channel.sent] == [first.id, last.id]
    assert await states(services) == [("loose", 1)]


async def test_two_sweeps_at_once_send_nothing_twice(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    await post(services, SOMEBODY, *(str(number) for number in range(50)))
    clock.forward(seconds=LEASE.seconds)
    await asyncio.gather(*(services.sender.sweep() for _ in range(5)))
    assert len(channel.sent) == 50


async def test_a_sweep_that_takes_long_keeps_what_it_claimed(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    await post(services, SOMEBODY, "satu")
    clock.forward(seconds=LEASE.seconds)
    async with services.database.transaction() as connection:
        assert await services.outbox.claim_due(connection, now=clock.now(), limit=9)
    clock.forward(seconds=2 * LEASE.seconds)
    assert await services.sender.sweep() == 0
    clock.forward(seconds=SWEEP_LEASE.seconds)
    assert await services.sender.sweep() == 1
    assert len(channel.sent) == 1


async def test_what_another_key_sealed_is_marked_and_stops_nothing(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    await post(services, SOMEBODY, "satu")
    async with services.database.transaction() as connection:
        await connection.execute(text("UPDATE outbox SET body = address"))
    await post(services, ANOTHER, "dua")
    clock.forward(seconds=LEASE.seconds)
    assert await services.sender.sweep() == 1
    assert [each.reply.text for each in channel.sent] == ["dua"]
    assert await states(services) == [("failed", 0)]
