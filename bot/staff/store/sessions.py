"""Sessions under the hash of their token, and how often was guessed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Double,
    RowMapping,
    Select,
    String,
    Table,
    and_,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import UtcTime, metadata
from bot.database.engine import insert
from bot.staff.session import Session

_sessions = Table(
    "sessions",
    metadata,
    Column("token", String(32), primary_key=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("account", String(36), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("confirmed_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
)
_guesses = Table(
    "guesses",
    metadata,
    Column("subject", String(32), primary_key=True),
    Column("level", Double, nullable=False),
    Column("counted_at", UtcTime, nullable=False),
    Column("free_at", UtcTime, nullable=False),
)
_is = _sessions.c


@dataclass(frozen=True, slots=True)
class Guesses:
    """How full the bucket of guesses was when last counted, and when the next guess is free."""

    level: float
    counted_at: datetime
    free_at: datetime


async def keep_session(connection: AsyncConnection, token: str, session: Session) -> None:
    """Keep *session* under the hash of its *token*."""
    values = {each: getattr(session, each) for each in Session.__slots__}
    await connection.execute(_sessions.insert().values(token=token, **values))


async def find_session(connection: AsyncConnection, token: str) -> Session | None:
    """Return the session with the hash *token*, over or not, or None."""
    return await _found(connection, select(_sessions).where(_is.token == token))


async def session_of(connection: AsyncConnection, session_id: str) -> Session | None:
    """Return the session with *session_id*, over or not, or None."""
    return await _found(connection, select(_sessions).where(_is.id == session_id))


async def open_sessions(connection: AsyncConnection, *, now: datetime) -> tuple[Session, ...]:
    """Return the sessions that stand for somebody now, the oldest first."""
    asked = select(_sessions).where(_is.ended_at.is_(None), _is.expires_at > now)
    rows = (await connection.execute(asked.order_by(_is.opened_at, _is.id))).mappings()
    return tuple(_session(row) for row in rows)


async def confirm_session(connection: AsyncConnection, session_id: str, *, now: datetime) -> None:
    """Note that the authenticator vouched for the session's owner."""
    await connection.execute(update(_sessions).where(_is.id == session_id).values(confirmed_at=now))


async def prolong_session(connection: AsyncConnection, session_id: str, *, until: datetime) -> None:
    """Let an open session last until *until*."""
    open_ = update(_sessions).where(_is.id == session_id, _is.ended_at.is_(None))
    await connection.execute(open_.values(expires_at=until))


async def end_session(connection: AsyncConnection, session_id: str, *, now: datetime) -> None:
    """End one session."""
    ending = update(_sessions).where(_is.id == session_id, _is.ended_at.is_(None))
    await connection.execute(ending.values(ended_at=now))


async def end_sessions(connection: AsyncConnection, account_id: str, *, now: datetime) -> None:
    """End every session of an account."""
    ending = update(_sessions).where(_is.account == account_id, _is.ended_at.is_(None))
    await connection.execute(ending.values(ended_at=now))


async def delete_sessions(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete sessions that were over before *before* and return how many."""
    over = or_(_is.expires_at < before, and_(_is.ended_at.is_not(None), _is.ended_at < before))
    return (await connection.execute(delete(_sessions).where(over))).rowcount


async def guesses_at(connection: AsyncConnection, subject: str, *, now: datetime) -> Guesses:
    """Return how often *subject* was guessed, locked until the transaction ends."""
    first = {"subject": subject, "level": 0.0, "counted_at": now, "free_at": now}
    taken = insert(connection, _guesses).values(first)
    taken = taken.on_conflict_do_update(index_elements=["subject"], set_={"subject": subject})
    row = (await connection.execute(taken.returning(*_guesses.c))).mappings().one()
    return Guesses(row["level"], row["counted_at"], row["free_at"])


async def keep_guesses(connection: AsyncConnection, subject: str, guesses: Guesses) -> None:
    """Keep how often *subject* was guessed."""
    values = {each: getattr(guesses, each) for each in Guesses.__slots__}
    await connection.execute(update(_guesses).where(_guesses.c.subject == subject).values(values))


async def delete_guesses(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete what was last guessed before *before* and return how many."""
    old = delete(_guesses).where(_guesses.c.counted_at < before)
    return (await connection.execute(old)).rowcount


async def _found(connection: AsyncConnection, asked: Select[Any]) -> Session | None:
    """Return the session that is *asked* for, or None."""
    row = (await connection.execute(asked)).mappings().first()
    return _session(row) if row else None


def _session(row: RowMapping) -> Session:
    """Return a row of the table as a session."""
    return Session(**{each: row[each] for each in Session.__slots__})
