"""What questions leave behind: counts, cards and unanswered questions, never a sender."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.engine import Database
from bot.questions import store
from bot.questions.answering import Answer, normal_id
from bot.questions.store import StoredAnswer


async def remember(connection: AsyncConnection, given: Answer, *, day: date) -> None:
    """Keep a card that was given, so that staff can see what a person was told."""
    kept = StoredAnswer(given.id, given.entry, given.knowledge, given.card, day)
    await store.keep_answer(connection, kept)


async def keep_question(connection: AsyncConnection, question: str, *, day: date) -> None:
    """Keep a scrubbed question that found no answer."""
    await store.keep_question(connection, question, day=day)


async def count(connection: AsyncConnection, kind: str, subject: str, *, day: date) -> None:
    """Count that something happened on *day*."""
    await store.count(connection, kind, subject, day=day)


async def counted(connection: AsyncConnection, kind: str, *, day: date) -> int:
    """Return how often something happened on *day*."""
    return await store.tally(connection, kind, day=day)


async def find_answer(database: Database, typed: str) -> StoredAnswer | None:
    """Return the card that was given under the id somebody *typed*, or None."""
    async with database.reading() as connection:
        return await store.find_answer(connection, normal_id(typed))
