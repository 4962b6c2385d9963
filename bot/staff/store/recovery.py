"""The recovery codes that stand in for a lost phone, as hashes."""

from collections.abc import Iterable

from sqlalchemy import Column, String, Table, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import metadata

_recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("account", String(36), primary_key=True),
    Column("code", String(32), primary_key=True),
)


async def change_recovery_codes(
    connection: AsyncConnection, account_id: str, codes: Iterable[str]
) -> None:
    """Keep the hashes *codes* as the only recovery codes of the account."""
    await connection.execute(delete(_recovery_codes).where(_recovery_codes.c.account == account_id))
    rows = [{"account": account_id, "code": code} for code in codes]
    await connection.execute(_recovery_codes.insert(), rows)


async def use_recovery_code(connection: AsyncConnection, account_id: str, code: str) -> bool:
    """Take away the recovery code with the hash *code*; return whether there was one."""
    this = (_recovery_codes.c.account == account_id) & (_recovery_codes.c.code == code)
    return (await connection.execute(delete(_recovery_codes).where(this))).rowcount == 1
