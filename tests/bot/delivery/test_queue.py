from fakes import FakeChannel, FakeClock
from sqlalchemy import text

from bot.channels import terminal
from bot.errors import NeverAgain, TryLater
from bot.messages import Address, IncomingMessage, OutgoingMessage, Reply
from bot.wiring import Services

SOMEBODY = terminal.ADDRESS
ANOTHER = Address(terminal.NAME, "another")


async def post(services: Services, *texts: str, to: Address = SOMEBODY) -> list[OutgoingMessage]:
    replies = [Reply(each) for each in texts]
    async with services.database.transaction() as connection:
        asked, now = IncomingMessage("m", to), services.clock.now()
        return list(await services.outbox.post(connection, asked, replies=replies, now=now))


async def states(services: Services) -> list[str]:
    async with services.database.reading() as connection:
        return list(await connection.scalars(text("SELECT state FROM outbox ORDER BY place")))


def texts(channel: FakeChannel) -> list[str]:
    return [each.reply.text for each in channel.sent]


async def test_what_waits_behind_a_failed_reply_follows_it_at_once(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.failures = [TryLater("away")]
    assert await services.sender.deliver(await post(services, "satu", "dua", "tiga")) == 0
    assert await states(services) == ["waiting", "behind", "behind"]
    clock.forward(seconds=1)
    assert await services.sender.sweep() == 0  # the first has two seconds to wait
    clock.forward(seconds=1)
    assert await services.sender.sweep() == 3
    assert texts(channel) == ["satu", "dua", "tiga"]


async def test_a_new_reply_brings_the_late_one_and_never_overtakes_it(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.failures = [TryLater("away"), TryLater("away")]
    await services.sender.deliver(await post(services, "satu", "dua"))
    clock.forward(seconds=1)
    await services.sender.deliver(await post(services, "tiga"))
    assert texts(channel) == []
    clock.forward(seconds=1)
    await services.sender.deliver(await post(services, "empat"))
    assert texts(channel) == ["satu", "dua", "tiga", "empat"]
    assert await states(services) == []


async def test_a_provider_that_says_when_is_heeded_by_later_replies_too(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.failures = [TryLater("busy", seconds=60)]
    await services.sender.deliver(await post(services, "satu"))
    clock.forward(seconds=1)
    assert await post(services, "dua") == []
    await services.sender.deliver(await post(services, "lain", to=ANOTHER))
    clock.forward(seconds=58)
    assert await services.sender.sweep() == 0
    clock.forward(seconds=1)
    assert await services.sender.sweep() == 2
    assert texts(channel) == ["lain", "satu", "dua"]


async def test_what_is_given_up_keeps_nothing_waiting(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.failures = [TryLater("away"), NeverAgain("blocked")]
    await services.sender.deliver(await post(services, "satu", "dua"))
    clock.forward(seconds=2)
    await services.sender.sweep()
    assert texts(channel) == ["dua"]
    assert await states(services) == ["failed"]


async def test_a_fault_of_ours_in_one_reply_does_not_stop_the_talk(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.failures = [RuntimeError("rahasia")]
    await services.sender.deliver(await post(services, "satu"))
    await services.sender.deliver(await post(services, "dua"))
    assert texts(channel) == ["dua"]
    clock.forward(seconds=2)
    await services.sender.sweep()
    assert texts(channel) == ["dua", "satu"]


async def test_what_another_process_is_sending_is_waited_for(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    await post(services, "satu")
    clock.forward(seconds=30)
    async with services.database.transaction() as connection:
        (claimed,) = await services.outbox.claim_due(connection, now=clock.now(), limit=9)
    assert await post(services, "dua") == []
    assert await services.sender.sweep() == 0
    assert await services.sender.deliver([claimed]) == 2
    assert texts(channel) == ["satu", "dua"]


async def test_who_writes_on_while_a_provider_is_away_loses_no_reply(
    services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.failures = [TryLater("away") for _ in range(13)]
    await services.sender.deliver(await post(services, "bukti lapor"))
    for number in range(12):
        clock.forward(seconds=2)
        await services.sender.deliver(await post(services, f"halo {number}"))
    assert texts(channel) == []
    clock.forward(hours=1)
    await services.sender.sweep()
    assert texts(channel) == ["bukti lapor", *(f"halo {number}" for number in range(12))]
