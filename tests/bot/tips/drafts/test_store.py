from datetime import timedelta

import pytest
from fakes import FakeClock
from sqlalchemy import text

from bot.tips.drafts import store
from bot.tips.tip import Account, Draft, DraftKey, Piece
from bot.wiring import Services

DRAFT = Draft(Account(story="Lurah Kukusan bagi kaus"), (Piece("p", b"k" * 32),))


async def test_a_draft_is_read_with_its_key_only(services: Services, clock: FakeClock) -> None:
    place, now = store.new_key(), clock.now()
    async with services.database.transaction() as connection:
        await store.keep(connection, place, DRAFT, now=now)
        assert await store.load(connection, place, since=now) == DRAFT
        assert await store.load(connection, store.new_key(), since=now) is None
        other = DraftKey(place.id, store.new_key().key)
        assert await store.load(connection, other, since=now) is None
        assert await store.load(connection, place, since=now + timedelta(seconds=1)) is None


@pytest.mark.parametrize("letters", [1, 900])
async def test_a_row_tells_neither_words_nor_their_number(
    services: Services, clock: FakeClock, letters: int
) -> None:
    async with services.database.transaction() as connection:
        draft = Draft(Account(story="Kukusan " * letters))
        await store.keep(connection, store.new_key(), draft, now=clock.now())
        (sealed,) = (await connection.execute(text("SELECT sealed FROM tip_drafts"))).one()
    assert b"Kukusan" not in bytes(sealed)
    assert len(sealed) in {4096 + 40, 8192 + 40}


async def test_drafts_go_by_name_and_by_age(services: Services, clock: FakeClock) -> None:
    first, second = store.new_key(), store.new_key()
    async with services.database.transaction() as connection:
        await store.keep(connection, first, DRAFT, now=clock.now())
        await store.keep(connection, second, DRAFT, now=clock.now())
        await store.drop(connection, first)
        assert await store.load(connection, first, since=clock.now()) is None
        later = clock.now() + timedelta(seconds=1)
        assert await store.delete_drafts(connection, before=clock.now()) == 0
        assert await store.delete_drafts(connection, before=later) == 1
