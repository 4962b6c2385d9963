"""The tables that questions leave behind; none knows a sender."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import Column, Date, Integer, String, Table, Text, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import metadata
from bot.database.engine import insert

_answers = Table(
    "answers",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("entry", String(100), nullable=False),
    Column("knowledge", String(12), nullable=False),
    Column("card", Text, nullable=False),
    Column("day", Date, nullable=False),
)
_unanswered = Table(
    "unanswered",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("question", Text, nullable=False),
)
_tallies = Table(
    "tallies",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("subject", String(100), primary_key=True),
    Column("count", Integer, nullable=False),
)

_KEPT = ("answers", "unanswered", "tallies")  # in the order of a turn, which would else block us
# Who writes waits for this lock before looking, so that no row is missed while it lies nowhere.
_LOCK = text(f"LOCK TABLE {', '.join(_KEPT)} IN EXCLUSIVE MODE")
_AGAIN = tuple(
    text(
        f"WITH taken AS (DELETE FROM {table} WHERE day >= :since RETURNING *) "  # noqa: S608
        f"INSERT INTO {table} SELECT * FROM taken ORDER BY random()"
    )
    for table in _KEPT
)
_AT_ONCE = 500  # values that a statement of any database takes


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A card that was given, on the first *day* it was."""

    id: str
    entry: str
    knowledge: str
    card: str
    day: date


async def keep_answer(connection: AsyncConnection, answer: StoredAnswer) -> None:
    """Keep *answer* unless the same card was given before."""
    statement = insert(connection, _answers).values(
        id=answer.id,
        entry=answer.entry,
        knowledge=answer.knowledge,
        card=answer.card,
        day=answer.day,
    )
    await connection.execute(statement.on_conflict_do_nothing())


async def find_answer(connection: AsyncConnection, answer_id: str) -> StoredAnswer | None:
    """Return the card with *answer_id*, or None."""
    found = await connection.execute(select(_answers).where(_answers.c.id == answer_id))
    row = found.mappings().first()
    return StoredAnswer(**row) if row else None


async def keep_question(connection: AsyncConnection, question: str, *, day: date) -> None:
    """Keep a scrubbed *question* for staff to learn from."""
    await connection.execute(
        _unanswered.insert().values(id=str(uuid4()), day=day, question=question)
    )


async def unanswered(connection: AsyncConnection) -> Sequence[tuple[date, str]]:
    """Return the questions that found no answer, the newest day first."""
    rows = select(_unanswered.c.day, _unanswered.c.question).order_by(_unanswered.c.day.desc())
    return [(row.day, row.question) for row in await connection.execute(rows)]


async def count_unanswered(connection: AsyncConnection) -> int:
    """Return how many questions found no answer."""
    return int(await connection.scalar(select(func.count()).select_from(_unanswered)) or 0)


async def count(connection: AsyncConnection, kind: str, subject: str, *, day: date) -> None:
    """Add one to the tally of *kind* and *subject* on *day*."""
    statement = insert(connection, _tallies).values(day=day, kind=kind, subject=subject, count=1)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["day", "kind", "subject"], set_={"count": _tallies.c.count + 1}
        )
    )


async def tally(connection: AsyncConnection, kind: str, *, day: date) -> int:
    """Return the count of *kind* on *day*, whatever it was about."""
    total = select(func.coalesce(func.sum(_tallies.c.count), 0))
    row = total.where(_tallies.c.day == day, _tallies.c.kind == kind)
    return int(await connection.scalar(row) or 0)


async def tallies(connection: AsyncConnection) -> dict[tuple[str, str], int]:
    """Return all counts over all days by kind and subject."""
    c = _tallies.c
    rows = select(c.kind, c.subject, func.sum(c.count)).group_by(c.kind, c.subject)
    return {(kind, subject): int(total) for kind, subject, total in await connection.execute(rows)}


async def counted(connection: AsyncConnection, kind: str) -> Sequence[tuple[str, date, int]]:
    """Return the counts of *kind* by subject and day, the oldest day first."""
    c = _tallies.c
    rows = select(c.subject, c.day, c.count).where(c.kind == kind).order_by(c.day, c.subject)
    return [(subject, day, count) for subject, day, count in await connection.execute(rows)]


async def counted_since(
    connection: AsyncConnection, kinds: Collection[str], *, since: date
) -> Sequence[tuple[str, str, date, int]]:
    """Return kind, subject, day and count of *kinds* from the day *since* on."""
    c = _tallies.c
    wanted = select(c.kind, c.subject, c.day, c.count).where(c.kind.in_(kinds), c.day >= since)
    return [(row.kind, row.subject, row.day, row[3]) for row in await connection.execute(wanted)]


async def dismiss(connection: AsyncConnection, questions: Sequence[str]) -> int:
    """Delete the unanswered *questions*, however often they were asked, and return how many."""
    gone = 0
    for start in range(0, len(questions), _AT_ONCE):
        some = questions[start : start + _AT_ONCE]
        statement = delete(_unanswered).where(_unanswered.c.question.in_(some))
        gone += (await connection.execute(statement)).rowcount
    return gone


async def delete_questions(connection: AsyncConnection, *, before: date) -> int:
    """Delete unanswered questions asked before *before* and return how many."""
    return (
        await connection.execute(delete(_unanswered).where(_unanswered.c.day < before))
    ).rowcount


async def scatter(connection: AsyncConnection, *, since: date) -> None:
    """Write what is of *since* or later again: PostgreSQL keeps which transaction wrote a row.

    That is the one that answered a chat, and whose row of a tally it was would be told by it.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK)
        for statement in _AGAIN:
            await connection.execute(statement, {"since": since})


async def delete_tallies(connection: AsyncConnection, *, before: date) -> int:
    """Delete counts of days before *before* and return how many rows that were."""
    return (await connection.execute(delete(_tallies).where(_tallies.c.day < before))).rowcount
