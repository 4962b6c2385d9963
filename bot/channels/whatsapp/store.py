"""The tables of the WhatsApp channel: menus and texts at Twilio, and what became of messages."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.port import Standing
from bot.channels.whatsapp.deliveries import Report
from bot.crypto import ServerKey
from bot.database.columns import UtcTime, metadata
from bot.database.engine import Database, insert

_templates = Table(
    "templates",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("sid", String(34), nullable=False),
)
_approvals = Table(
    "approvals",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("sid", String(34), nullable=False),
    Column("state", String(20), nullable=False),
    Column("category", String(20), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)
_deliveries = Table(
    "deliveries",
    metadata,
    Column("message", String(32), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("code", Integer, nullable=False),
    Column("noted_at", UtcTime, nullable=False, index=True),
)


class TemplateStore:
    """Remember under which SID Twilio keeps each menu."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, sids: Mapping[str, str]) -> None:
        """Keep *sids*, by the names of the menus, instead of what was known."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(_templates))
            rows = [{"name": name, "sid": sid} for name, sid in sids.items()]
            await connection.execute(_templates.insert(), rows)

    async def known(self) -> dict[str, str]:
        """Return the SIDs by the names of the menus."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(_templates))
            return {row.name: row.sid for row in rows}


class ApprovalStore:
    """Remember how each text stands that Meta is to approve; menus are none of these."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, standings: Sequence[Standing], *, now: datetime) -> None:
        """Write *standings*, new or changed."""
        async with self._database.transaction() as connection:
            for each in standings:
                kept = {
                    "sid": each.sid,
                    "state": each.state,
                    "category": each.category,
                    "reason": each.reason,
                    "changed_at": now,
                }
                await connection.execute(
                    insert(connection, _approvals)
                    .values(name=each.name, **kept)
                    .on_conflict_do_update(index_elements=["name"], set_=kept)
                )

    async def known(self) -> dict[str, Standing]:
        """Return how each text stands, by its name."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(_approvals).order_by(_approvals.c.name))
            return {
                row.name: Standing(row.name, row.sid, row.state, row.category, row.reason)
                for row in rows
            }


class DeliveryStore:
    """Keep how far each message has come, under a keyed hash of its SID and without its address."""

    def __init__(self, database: Database, key: ServerKey) -> None:
        self._database = database
        self._key = key

    async def note(self, report: Report, *, now: datetime) -> tuple[bool, bool]:
        """Keep *report*; return whether the state moved forward and whether its error is new."""
        name = self._key.digest(report.sid, purpose="delivery")
        row = _deliveries.c.message == name
        first = {"message": name, "state": "", "rank": -1, "code": 0, "noted_at": now}
        ahead = {"state": report.state, "rank": report.state.rank}
        async with self._database.transaction() as connection:
            await connection.execute(
                insert(connection, _deliveries).values(**first).on_conflict_do_nothing()
            )
            behind = _deliveries.c.rank < report.state.rank
            moved = await connection.execute(update(_deliveries).where(row, behind).values(**ahead))
            if not report.code:
                return bool(moved.rowcount), False
            unknown = _deliveries.c.code == 0
            failed = update(_deliveries).where(row, unknown).values(code=report.code)
            return bool(moved.rowcount), bool((await connection.execute(failed)).rowcount)

    async def errors(self) -> dict[int, int]:
        """Return how many messages failed with each code, of those that are still noted."""
        counted = (
            select(_deliveries.c.code, func.count())
            .where(_deliveries.c.code != 0)
            .group_by(_deliveries.c.code)
        )
        async with self._database.reading() as connection:
            return {row.code: row[1] for row in await connection.execute(counted)}


async def delete_deliveries(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete what was first noted before *before* and return how many."""
    old = delete(_deliveries).where(_deliveries.c.noted_at < before)
    return (await connection.execute(old)).rowcount
