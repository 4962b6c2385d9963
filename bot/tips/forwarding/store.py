"""What is written of forwardings. A backend's reference is sealed and found by its keyed hash."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import case, delete, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.crypto import ServerKey
from bot.tips.backends.port import Reason
from bot.tips.forwarding.forwarding import Claim, Delivery, Forwarding, Lease, State, at_once
from bot.tips.forwarding.table import forwardings

_PURPOSE = "reference"

_HIDDEN = {"package", "reference", "mark", "lost"}
_SHOWN = [each for each in forwardings.c if each.name not in _HIDDEN]
_WAS_LOST = case((forwardings.c.state == State.SENDING.value, 1), else_=0)


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
            forwardings.insert().values(**row, package=sealed, reference=b"", mark="", lost=0)
        )

    async def claim_due(
        self, connection: AsyncConnection, backend: str, *, now: datetime, lease: Lease
    ) -> list[tuple[Forwarding, Claim]]:
        """Return what is due for *backend* to send, each with how it stood before, and lease it.

        A row that stood at SENDING was left behind by a worker that died with it. That counts
        before it is tried again, alone: whatever killed the worker then takes no other with it.
        """
        due = (
            select(forwardings)
            .where(forwardings.c.due_at <= now)
            .order_by(forwardings.c.due_at)
            .limit(lease.limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await connection.execute(due)).mappings().all()
        found = at_once([(_shown(row), _claim(row)) for row in rows])
        await connection.execute(
            update(forwardings)
            .where(forwardings.c.id.in_([claim.id for _, claim in found]))
            .values(
                state=State.SENDING.value,
                backend=backend,
                attempts=forwardings.c.attempts + 1,
                lost=forwardings.c.lost + _WAS_LOST,
                due_at=now + lease.span,
            )
        )
        return found

    async def acknowledge(self, connection: AsyncConnection, name: str, *, reference: str) -> bool:
        """Keep the *reference* and delete the package; return False when that was done before."""
        context = self._key.seal(reference.encode(), purpose=_PURPOSE, context=name)
        changed = await connection.execute(
            update(forwardings)
            .where(forwardings.c.id == name, forwardings.c.state != State.SENT.value)
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
            update(forwardings)
            .where(
                forwardings.c.id == claim.id,
                forwardings.c.state == State.SENDING.value,
                forwardings.c.attempts == claim.attempt,
            )
            .values(state=state.value, due_at=due_at, reason=reason.value, lost=0)
        )

    async def restart(self, connection: AsyncConnection, name: str, *, now: datetime) -> None:
        """Have a stopped forwarding sent anew, by whichever backend is set."""
        await connection.execute(
            update(forwardings)
            .where(forwardings.c.id == name)
            .values(
                state=State.WAITING.value, due_at=now, reason="", attempts=0, backend="", lost=0
            )
        )

    async def give_up(self, connection: AsyncConnection, name: str) -> None:
        """Delete the package and leave the row as a record."""
        await connection.execute(
            update(forwardings)
            .where(forwardings.c.id == name)
            .values(state=State.GIVEN_UP.value, due_at=None, package=b"")
        )

    async def beginning(self, connection: AsyncConnection, start: str) -> list[Forwarding]:
        """Return the forwardings whose ids begin with *start*, held until the transaction ends."""
        chosen = (
            select(*_SHOWN)
            .where(forwardings.c.id.startswith(start, autoescape=True))
            .limit(2)
            .with_for_update()
        )
        return [_shown(row) for row in (await connection.execute(chosen)).mappings()]

    async def find_sent(self, connection: AsyncConnection, reference: str) -> Forwarding | None:
        """Return the forwarding that a backend calls *reference*."""
        mark = self._key.digest(reference, purpose=_PURPOSE)
        chosen = select(*_SHOWN).where(
            forwardings.c.mark == mark, forwardings.c.state == State.SENT.value
        )
        row = (await connection.execute(chosen)).mappings().first()
        return _shown(row) if row else None

    async def all(self, connection: AsyncConnection, states: Collection[State]) -> list[Forwarding]:
        """Return the forwardings in *states*, by day."""
        chosen = (
            select(*_SHOWN)
            .where(forwardings.c.state.in_([each.value for each in states]))
            .order_by(forwardings.c.day, forwardings.c.id)
        )
        return [_shown(row) for row in (await connection.execute(chosen)).mappings()]

    async def of_tip(self, connection: AsyncConnection, tip: str) -> list[Delivery]:
        """Return every forwarding of a tip, the first one first."""
        chosen = select(forwardings).where(forwardings.c.tip == tip)
        order = (forwardings.c.day, forwardings.c.state != State.GIVEN_UP.value, forwardings.c.id)
        rows = (await connection.execute(chosen.order_by(*order))).mappings()
        return [
            Delivery(_shown(row), self._reference(row) if row["reference"] else "") for row in rows
        ]

    async def references(
        self, connection: AsyncConnection, backend: str, *, since: date
    ) -> dict[str, str]:
        """Return the references of what *backend* took since a day, by the ids of their tips."""
        chosen = select(forwardings).where(
            forwardings.c.state == State.SENT.value,
            forwardings.c.backend == backend,
            forwardings.c.day >= since,
        )
        rows = (await connection.execute(chosen)).mappings()
        return {row["tip"]: self._reference(row) for row in rows}

    def _reference(self, row: RowMapping) -> str:
        """Return the reference that *row* keeps."""
        return self._key.open(row["reference"], purpose=_PURPOSE, context=row["id"]).decode()


async def delete_forwardings(connection: AsyncConnection, tips: Collection[str]) -> int:
    """Delete every forwarding of *tips*, with what waits in them; return how many."""
    gone = delete(forwardings).where(forwardings.c.tip.in_(tips))
    return (await connection.execute(gone)).rowcount


def _shown(row: RowMapping) -> Forwarding:
    """Return *row* as staff see it."""
    values = {each.name: row[each.name] for each in _SHOWN}
    return Forwarding(**{**values, "state": State(row["state"])})


def _claim(row: RowMapping) -> Claim:
    """Return the claim of *row*, which shows how it stood before."""
    lost = row["lost"] + (row["state"] == State.SENDING.value)
    return Claim(row["id"], row["tip"], row["attempts"] + 1, row["package"], lost)
