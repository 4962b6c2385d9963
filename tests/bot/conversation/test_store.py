from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes import FakeClock, Person
from sqlalchemy import text

from bot.conversation.state import Conversation, week_of
from bot.conversation.store import ConversationStore
from bot.crypto import ServerKey
from bot.messages import Address, IncomingMessage
from bot.wiring import Services
from knowledge.rule import Role

SOMEBODY = Address("whatsapp", "+62812000111")


@pytest.fixture
def store(services: Services) -> ConversationStore:
    return ConversationStore(services.key)


async def test_a_stranger_begins_anew(
    services: Services, store: ConversationStore, clock: FakeClock
) -> None:
    async with services.database.transaction() as connection:
        assert await store.load(connection, SOMEBODY, now=clock.now()) == Conversation()


async def test_a_conversation_goes_on_where_it_was_left(
    services: Services, store: ConversationStore, clock: FakeClock
) -> None:
    left = Conversation(role=Role.PNS, asked="rahasia sekali", touched=clock.now())
    async with services.database.transaction() as connection:
        await store.load(connection, SOMEBODY, now=clock.now())
        await store.save(connection, SOMEBODY, left)
    async with services.database.transaction() as connection:
        assert await store.load(connection, SOMEBODY, now=clock.now()) == left
        assert await store.load(connection, Address("web", "x"), now=clock.now()) == Conversation()


async def test_neither_sender_nor_talk_can_be_read_in_the_database(
    services: Services, store: ConversationStore, clock: FakeClock
) -> None:
    async with services.database.transaction() as connection:
        await store.claim(
            connection, IncomingMessage("SM123-unique", SOMEBODY, "x"), now=clock.now()
        )
        await store.load(connection, SOMEBODY, now=clock.now())
        await store.save(
            connection, SOMEBODY, Conversation(asked="rahasia sekali", touched=clock.now())
        )
        rows = [
            (await connection.execute(text(f"SELECT * FROM {table}"))).all()
            for table in ("conversations", "message_claims")
        ]
    for secret in ("rahasia", "812000111", "SM123"):
        assert secret not in str(rows)
    if services.database.kind == "sqlite":
        kept = b"".join(each.read_bytes() for each in Path(services.settings.data_dir).iterdir())
        assert b"rahasia" not in kept
        assert b"812000111" not in kept


async def test_another_key_opens_no_conversation(
    services: Services, store: ConversationStore, clock: FakeClock
) -> None:
    other = ConversationStore(ServerKey(bytes(32)))
    async with services.database.transaction() as connection:
        await store.load(connection, SOMEBODY, now=clock.now())
        await store.save(connection, SOMEBODY, Conversation(touched=clock.now()))
        await connection.execute(
            text("UPDATE conversations SET sender = :name"),
            {"name": ServerKey(bytes(32)).pseudonym(SOMEBODY)},
        )
        assert await other.load(connection, SOMEBODY, now=clock.now()) == Conversation()


async def test_a_state_of_another_release_lets_its_person_begin_anew(
    services: Services,
    store: ConversationStore,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    name = services.key.pseudonym(SOMEBODY)
    old = services.key.seal(b'{"role": "emperor"}', purpose="conversation", context=name)
    async with services.database.transaction() as connection:
        await store.save(connection, SOMEBODY, Conversation(touched=clock.now()))
        await connection.execute(text("UPDATE conversations SET state = :old"), {"old": old})
        assert await store.load(connection, SOMEBODY, now=clock.now()) == Conversation()
    assert "begins anew" in caplog.text


async def test_a_message_is_claimed_once_for_each_sender_and_channel(
    services: Services, store: ConversationStore, clock: FakeClock
) -> None:
    once = IncomingMessage("1", SOMEBODY)
    async with services.database.transaction() as connection:
        assert await store.claim(connection, once, now=clock.now())
        assert not await store.claim(connection, once, now=clock.now() + timedelta(days=1))
        for sender in (Address("telegram", SOMEBODY.value), Address("whatsapp", "+62813")):
            assert await store.claim(connection, IncomingMessage("1", sender), now=clock.now())


async def test_a_row_tells_the_week_of_the_last_message_and_no_size(
    services: Services, person: Person
) -> None:
    sizes = set()
    for written in ("/mulai", "boleh gak saya like unggahan calon?", "/topik"):
        await person.says(written)
        async with services.database.reading() as connection:
            row = (
                await connection.execute(text("SELECT state, touched_at FROM conversations"))
            ).one()
        sizes.add(len(row.state))
        assert str(row.touched_at).startswith("2026-11-23 00:00:00")
    assert len(sizes) == 1


def test_a_week_begins_on_monday_at_midnight_utc() -> None:
    sunday = datetime(2026, 11, 29, 23, 59, tzinfo=UTC)
    assert week_of(sunday) == datetime(2026, 11, 23, tzinfo=UTC)
    assert week_of(datetime(2026, 11, 23, tzinfo=UTC)) == datetime(2026, 11, 23, tzinfo=UTC)
