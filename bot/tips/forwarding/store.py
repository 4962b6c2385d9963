"""The table of forwardings. A backend's reference is sealed and found by its keyed hash."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import (
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    select,
    update,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.database.columns import UtcTime, metadata
from bot.tips.backends.port import Reason
from bot.tips.forwarding.forwarding import Claim, Forwarding, Lease, State

_PURPOSE = "reference"

_forwardings = Table(
    "forwardings",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("tip", String(64), nullable=False, index=True),
    Column("target", String(50), nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("backend", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcTime, index=True),
    Column("reason", String(30), nullable=False),
    Column("package", LargeBinary, nullable=False),
    Column("reference", LargeBinary, nullable=False),
    Column("mark", String(32), nullable=False, index=True),
)
_SHOWN = [each for each in _forwardings.c if each.name not in {"package", "reference", "mark"}]


class ForwardingStore:
    """Keep forwardings; only the holder of the server key can read references."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key

    async def add(
        self, connection: AsyncConnection, forwarding: Forwarding, *, sealed: bytes
    ) -> None:
        """Write a new forwarding with its sealed package."""
        row = {each.name: getattr(forwarding, each.name) for each in _SHOWN}
        await connection.execute(
            _forwardings.insert().values(**row, package=sealed, reference=b"", mark="")
        )

    async def claim_due(
        self, connection: AsyncConnection, backend: str, *, now: datetime, lease: Lease
    ) -> list[tuple[Forwarding, Claim]]:
        """Return what is due for *backend* to send, each with how it stood before, and lease it.

        A row that stood at SENDING was left behind by a worker that died with it.
        """
        due = (
            select(_forwardings)
            .where(_forwardings.c.due_at <= now)
            .order_by(_forwardings.c.due_at)
            .limit(lease.limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await connection.execute(due)).mappings().all()
        await connection.execute(
            update(_forwardings)
            .where(_forwardings.c.id.in_([row["id"] for row in rows]))
            .values(
                state=State.SENDING.value,
                backend=backend,
                attempts=_forwardings.c.attempts + 1,
                due_at=now + lease.span,
            )
        )
        return [
            (_shown(row), Claim(row["id"], row["tip"], row["attempts"] + 1, row["package"]))
            for row in rows
        ]

    async def acknowledge(self, connection: AsyncConnection, name: str, *, reference: str) -> bool:
        """Keep the *reference* and delete the package; return False when that was done before."""
        context = self._key.seal(reference.encode(), purpose=_PURPOSE, context=name)
        changed = await connection.execute(
            update(_forwardings)
            .where(_forwardings.c.id == name, _forwardings.c.state != State.SENT.value)
            .values(
                state=State.SENT.value,
                due_at=None,
                reason="",
                package=b"",
                reference=context,
                mark=self._key.digest(reference, purpose=_PURPOSE),
            )
        )
        return bool(changed.rowcount)

    async def release(
        self,
        connection: AsyncConnection,
        claim: Claim,
        *,
        state: State,
        reason: Reason,
        due_at: datetime | None = None,
    ) -> None:
        """Write down why *claim* could not send and what is next, unless another has it by now."""
        await connection.execute(
            update(_forwardings)
            .where(
                _forwardings.c.id == claim.id,
                _forwardings.c.state == State.SENDING.value,
                _forwardings.c.attempts == claim.attempt,
            )
            .values(state=state.value, due_at=due_at, reason=reason.value)
        )

    async def restart(self, connection: AsyncConnection, name: str, *, now: datetime) -> None:
        """Have a stopped forwarding sent anew, by whichever backend is set."""
        await connection.execute(
            update(_forwardings)
            .where(_forwardings.c.id == name)
            .values(state=State.WAITING.value, due_at=now, reason="", attempts=0, backend="")
        )

    async def give_up(self, connection: AsyncConnection, name: str) -> None:
        """Delete the package and leave the row as a record."""
        await connection.execute(
            update(_forwardings)
            .where(_forwardings.c.id == name)
            .values(state=State.GIVEN_UP.value, due_at=None, package=b"")
        )

    async def beginning(self, connection: AsyncConnection, start: str) -> list[Forwarding]:
        """Return the forwardings whose ids begin with *start*, held until the transaction ends."""
        chosen = (
            select(*_SHOWN)
            .where(_forwardings.c.id.startswith(start, autoescape=True))
            .limit(2)
            .with_for_update()
        )
        return [_shown(row) for row in (await connection.execute(chosen)).mappings()]

    async def find_sent(self, connection: AsyncConnection, reference: str) -> Forwarding | None:
        """Return the forwarding that a backend calls *reference*."""
        mark = self._key.digest(reference, purpose=_PURPOSE)
        chosen = select(*_SHOWN).where(
            _forwardings.c.mark == mark, _forwardings.c.state == State.SENT.value
        )
        row = (await connection.execute(chosen)).mappings().first()
        return _shown(row) if row else None

    async def all(self, connection: AsyncConnection, states: Collection[State]) -> list[Forwarding]:
        """Return the forwardings in *states*, by day."""
        chosen = (
            select(*_SHOWN)
            .where(_forwardings.c.state.in_([each.value for each in states]))
            .order_by(_forwardings.c.day, _forwardings.c.id)
        )
        return [_shown(row) for row in (await connection.execute(chosen)).mappings()]

    async def references(
        self, connection: AsyncConnection, backend: str, *, since: date
    ) -> dict[str, str]:
        """Return the references of what *backend* took since a day, by the ids of their tips."""
        chosen = select(_forwardings).where(
            _forwardings.c.state == State.SENT.value,
            _forwardings.c.backend == backend,
            _forwardings.c.day >= since,
        )
        rows = (await connection.execute(chosen)).mappings()
        return {row["tip"]: self._reference(row) for row in rows}

    def _reference(self, row: RowMapping) -> str:
        """Return the reference that *row* keeps."""
        return self._key.open(row["reference"], purpose=_PURPOSE, context=row["id"]).decode()


async def delete_forwardings(connection: AsyncConnection, tips: Collection[str]) -> int:
    """Delete every forwarding of *tips*, with what waits in them; return how many."""
    gone = delete(_forwardings).where(_forwardings.c.tip.in_(tips))
    return (await connection.execute(gone)).rowcount


def _shown(row: RowMapping) -> Forwarding:
    """Return *row* as staff see it."""
    values = {each.name: row[each.name] for each in _SHOWN}
    return Forwarding(**{**values, "state": State(row["state"])})
