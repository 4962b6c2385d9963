import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from databases import ON_POSTGRES
from fakes import FakeClock
from sqlalchemy import text

from bot.channels import terminal, web
from bot.delivery.queue import LEASE
from bot.messages import Address, Choice, IncomingMessage, Reply
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import Services, build

SOMEBODY = terminal.ADDRESS
BROWSER = web.address("x" * 43)
HELLO = Reply("Halo, ini rahasia", (Choice("help:", "Bantuan"),), first=3)


async def posted(services: Services, to: Address, *replies: Reply) -> list[str]:
    async with services.database.transaction() as connection:
        messages = await services.outbox.post(
            connection, IncomingMessage("m", to), replies=replies, now=services.clock.now()
        )
    return [each.id for each in messages]


async def test_a_reply_comes_back_as_it_was_posted(services: Services, clock: FakeClock) -> None:
    (name,) = await posted(services, SOMEBODY, HELLO)
    clock.forward(seconds=LEASE.seconds)
    async with services.database.transaction() as connection:
        (message,) = await services.outbox.claim_due(connection, now=clock.now(), limit=9)
    assert (message.id, message.to, message.reply) == (name, SOMEBODY, HELLO)
    assert UUID(name).version == 4


async def test_a_reply_is_left_to_its_poster_first(services: Services, clock: FakeClock) -> None:
    await posted(services, SOMEBODY, HELLO)
    clock.forward(seconds=LEASE.seconds - 1)
    async with services.database.transaction() as connection:
        assert await services.outbox.claim_due(connection, now=clock.now(), limit=9) == []


async def test_a_claimed_reply_is_not_claimed_by_another(
    services: Services, clock: FakeClock
) -> None:
    await posted(services, SOMEBODY, HELLO, HELLO)
    clock.forward(seconds=LEASE.seconds)
    async with services.database.transaction() as connection:
        first = await services.outbox.claim_due(connection, now=clock.now(), limit=1)
        second = await services.outbox.claim_due(connection, now=clock.now(), limit=9)
        assert await services.outbox.claim_due(connection, now=clock.now(), limit=9) == []
    assert len({*(each.id for each in first), *(each.id for each in second)}) == 2


async def test_a_rolled_back_turn_leaves_no_reply(services: Services) -> None:
    class Crash(Exception):
        pass

    try:
        async with services.database.transaction() as connection:
            await services.outbox.post(
                connection, IncomingMessage("m", BROWSER), replies=[HELLO], now=services.clock.now()
            )
            raise Crash
    except Crash:
        pass
    assert await services.mailbox.fetch(BROWSER) == []


async def test_a_browser_fetches_its_replies_in_order_until_it_has_shown_them(
    services: Services,
) -> None:
    names = await posted(services, BROWSER, HELLO, Reply("kedua"))
    assert [each.id for each in await services.mailbox.fetch(BROWSER)] == names
    await services.mailbox.settle(BROWSER, names[:1])
    assert [each.reply.text for each in await services.mailbox.fetch(BROWSER)] == ["kedua"]


async def test_nobody_settles_or_fetches_the_replies_of_another(services: Services) -> None:
    names = await posted(services, BROWSER, HELLO)
    stranger = web.address("y" * 43)
    await services.mailbox.settle(stranger, names)
    assert await services.mailbox.fetch(stranger) == []
    assert len(await services.mailbox.fetch(BROWSER)) == 1


async def test_held_replies_are_never_swept(services: Services, clock: FakeClock) -> None:
    await posted(services, BROWSER, HELLO)
    clock.forward(hours=5)
    assert await services.sender.sweep() == 0
    assert len(await services.mailbox.fetch(BROWSER)) == 1


async def test_text_and_address_are_in_the_database_only_sealed(services: Services) -> None:
    secret = Address("terminal", "+62812000111")
    await posted(services, secret, HELLO)
    async with services.database.reading() as connection:
        rows = (await connection.execute(text("SELECT * FROM outbox"))).all()
    assert rows
    assert "rahasia" not in str(rows)
    assert "812000111" not in str(rows)
    if services.database.kind == "sqlite":
        kept = b"".join(each.read_bytes() for each in Path(services.settings.data_dir).iterdir())
        assert b"rahasia" not in kept
        assert b"812000111" not in kept


async def test_forgetting_deletes_what_is_on_its_way(services: Services) -> None:
    await posted(services, BROWSER, HELLO)
    await posted(services, web.address("z" * 43), HELLO)
    async with services.database.transaction() as connection:
        await services.outbox.forget(connection, BROWSER)
    assert await services.mailbox.fetch(BROWSER) == []
    assert len(await services.mailbox.fetch(web.address("z" * 43))) == 1


async def test_the_pause_between_attempts_is_decided_by_their_number(
    services: Services, clock: FakeClock
) -> None:
    (name,) = await posted(services, SOMEBODY, HELLO)
    async with services.database.transaction() as connection:
        numbers = [
            await services.outbox.postpone(
                connection, name, until=lambda n: clock.now() + timedelta(seconds=n)
            )
            for _ in range(3)
        ]
    assert numbers == [1, 2, 3]


async def test_a_browser_still_gets_what_its_server_can_open(services: Services) -> None:
    await posted(services, BROWSER, HELLO)
    async with services.database.transaction() as connection:
        await connection.execute(text("UPDATE outbox SET body = address"))
    await posted(services, BROWSER, Reply("kedua"))
    assert [each.reply.text for each in await services.mailbox.fetch(BROWSER)] == ["kedua"]


@pytest.mark.parametrize("database_url", ON_POSTGRES, indirect=True)
async def test_two_processes_never_take_the_same_late_reply(
    services: Services, settings: Settings, clock: FakeClock, guide: LiveGuide
) -> None:
    (name,) = await posted(services, SOMEBODY, HELLO)
    async with services.database.transaction() as connection:
        await services.outbox.postpone(connection, name, until=lambda _: clock.now())
    other = build(settings, clock=clock, guide=guide)
    try:
        async with services.database.transaction() as connection:
            (first,) = await services.outbox.claim_due(connection, now=clock.now(), limit=9)
            second = asyncio.create_task(posted(other, SOMEBODY, HELLO))
            await asyncio.sleep(0.3)
        assert first.id == name
        assert await second == []
    finally:
        await other.close()
