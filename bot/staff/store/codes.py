"""Codes that are used once: invitations, and links to Telegram; kept as hashes."""

from datetime import datetime

from sqlalchemy import Column, RowMapping, String, Table, Text, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import UtcTime, metadata
from bot.staff.account import Invitation, Role
from bot.staff.store.accounts import packed

_invitations = Table(
    "invitations",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name", String(32), nullable=False, index=True),
    Column("display_name", String(100), nullable=False),
    Column("roles", Text, nullable=False),
    Column("offices", Text, nullable=False),
    Column("account", String(36)),
    Column("expires_at", UtcTime, nullable=False),
)
_link_codes = Table(
    "link_codes",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("account", String(36), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)


async def keep_invitation(
    connection: AsyncConnection, code: str, invitation: Invitation, *, expires_at: datetime
) -> None:
    """Keep *invitation* under the hash *code*, instead of an earlier one for the same name."""
    await connection.execute(delete(_invitations).where(_invitations.c.name == invitation.name))
    values = {
        "code": code,
        "name": invitation.name,
        "display_name": invitation.display_name,
        "roles": packed(invitation.roles),
        "offices": packed(invitation.offices),
        "account": invitation.account,
        "expires_at": expires_at,
    }
    await connection.execute(_invitations.insert().values(values))


async def find_invitation(
    connection: AsyncConnection, code: str, *, now: datetime
) -> Invitation | None:
    """Return the open invitation with the hash *code*, or None."""
    open_ = (_invitations.c.code == code) & (_invitations.c.expires_at > now)
    found = await connection.execute(select(_invitations).where(open_))
    return _invitation(found.mappings().first())


async def take_invitation(
    connection: AsyncConnection, code: str, *, now: datetime
) -> Invitation | None:
    """Take away the open invitation with the hash *code* and return it; None the second time."""
    open_ = (_invitations.c.code == code) & (_invitations.c.expires_at > now)
    taken = await connection.execute(delete(_invitations).where(open_).returning(*_invitations.c))
    return _invitation(taken.mappings().first())


async def open_invitations(
    connection: AsyncConnection, *, now: datetime
) -> tuple[tuple[Invitation, datetime], ...]:
    """Return the invitations that can still be accepted, and until when, by name."""
    asked = select(_invitations).where(_invitations.c.expires_at > now)
    rows = (await connection.execute(asked.order_by(_invitations.c.name))).mappings()
    made = ((_invitation(row), row["expires_at"]) for row in rows)
    return tuple((each, until) for each, until in made if each)


async def delete_invitations_of(connection: AsyncConnection, name: str) -> None:
    """Delete the invitation for *name*, if there is one."""
    await connection.execute(delete(_invitations).where(_invitations.c.name == name))


async def delete_invitations(connection: AsyncConnection) -> None:
    """Delete every invitation."""
    await connection.execute(delete(_invitations))


async def keep_link_code(
    connection: AsyncConnection, code: str, account_id: str, *, expires_at: datetime
) -> None:
    """Keep the hash *code* as the only link code of the account."""
    await connection.execute(delete(_link_codes).where(_link_codes.c.account == account_id))
    values = {"code": code, "account": account_id, "expires_at": expires_at}
    await connection.execute(_link_codes.insert().values(values))


async def take_link_code(connection: AsyncConnection, code: str, *, now: datetime) -> str | None:
    """Take away the open link code with the hash *code* and return whose it was, or None."""
    open_ = (_link_codes.c.code == code) & (_link_codes.c.expires_at > now)
    account: str | None = await connection.scalar(
        delete(_link_codes).where(open_).returning(_link_codes.c.account)
    )
    return account


async def delete_expired_codes(connection: AsyncConnection, *, now: datetime) -> int:
    """Delete invitations and link codes that have expired and return how many."""
    gone = 0
    for table in (_invitations, _link_codes):
        gone += (await connection.execute(delete(table).where(table.c.expires_at <= now))).rowcount
    return gone


def _invitation(row: RowMapping | None) -> Invitation | None:
    """Return a row of the table as an invitation."""
    if row is None:
        return None
    return Invitation(
        row["name"],
        row["display_name"],
        frozenset(map(Role, row["roles"].split())),
        frozenset(row["offices"].split()),
        row["account"],
    )
