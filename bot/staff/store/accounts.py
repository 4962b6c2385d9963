"""The accounts, and what opens them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    LargeBinary,
    RowMapping,
    String,
    Table,
    Text,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import metadata
from bot.database.engine import insert
from bot.staff.account import Account, Role

rows = Table(
    "accounts",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(32), nullable=False, unique=True),
    Column("display_name", String(100), nullable=False),
    Column("roles", Text, nullable=False),
    Column("offices", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("password", String(200), nullable=False),
    Column("totp", LargeBinary, nullable=False),
    Column("totp_step", BigInteger, nullable=False),
    Column("telegram", LargeBinary),
    Column("sender", String(32), unique=True),
)
_is = rows.c


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens an account: a hash, a sealed secret, and the last step it was used for."""

    password: str
    totp: bytes
    totp_step: int


async def add_account(
    connection: AsyncConnection, account: Account, credentials: Credentials
) -> bool:
    """Keep a new *account*; return whether its name was free."""
    values = {
        "id": account.id,
        "name": account.name,
        **_changeable(account),
        **_columns(credentials),
    }
    statement = insert(connection, rows).values(values).on_conflict_do_nothing()
    return await connection.scalar(statement.returning(_is.id)) is not None


async def change_account(connection: AsyncConnection, account: Account) -> None:
    """Keep what *account* is called and what it may do now."""
    change = update(rows).where(_is.id == account.id).values(_changeable(account))
    await connection.execute(change)


async def change_credentials(
    connection: AsyncConnection, account_id: str, credentials: Credentials
) -> None:
    """Let *credentials* open the account from now on, instead of those before."""
    change = update(rows).where(_is.id == account_id).values(_columns(credentials))
    await connection.execute(change)


async def change_password(connection: AsyncConnection, account_id: str, password: str) -> None:
    """Let the hash *password* open the account from now on."""
    await connection.execute(update(rows).where(_is.id == account_id).values(password=password))


async def account_named(connection: AsyncConnection, name: str) -> Account | None:
    """Return the account that logs in as *name*, or None."""
    found = await connection.execute(select(rows).where(_is.name == name))
    return account_in(found.mappings().first())


async def account_of(connection: AsyncConnection, account_id: str) -> Account | None:
    """Return the account with *account_id*, or None."""
    found = await connection.execute(select(rows).where(_is.id == account_id))
    return account_in(found.mappings().first())


async def accounts(connection: AsyncConnection, *, locked: bool = False) -> tuple[Account, ...]:
    """Return every account by name; *locked*, nobody else changes one until the transaction ends.

    SQLite has one writer at a time anyway.
    """
    asked = select(rows).order_by(_is.name)
    found = await connection.execute(asked.with_for_update() if locked else asked)
    return tuple(filter(None, map(account_in, found.mappings())))


async def count_accounts(connection: AsyncConnection) -> int:
    """Return how many accounts there are, disabled ones too."""
    return int(await connection.scalar(select(func.count()).select_from(rows)) or 0)


async def credentials_of(
    connection: AsyncConnection, account_id: str, *, locked: bool = False
) -> Credentials | None:
    """Return what opens the account, or None; *locked*, they stay until the transaction ends."""
    asked = select(_is.password, _is.totp, _is.totp_step).where(_is.id == account_id)
    found = await connection.execute(asked.with_for_update() if locked else asked)
    row = found.mappings().first()
    return Credentials(**row) if row else None


async def use_step(connection: AsyncConnection, account_id: str, step: int) -> bool:
    """Note that the code of *step* was used; return whether it was for the first time."""
    unused = (_is.id == account_id) & (_is.totp_step < step)
    noted = await connection.execute(update(rows).where(unused).values(totp_step=step))
    return noted.rowcount == 1


def packed(words: Iterable[str]) -> str:
    """Return *words* as one column keeps them."""
    return " ".join(sorted(words))


def _changeable(account: Account) -> dict[str, object]:
    """Return the columns of *account* that administrators change."""
    return {
        "display_name": account.display_name,
        "roles": packed(account.roles),
        "offices": packed(account.offices),
        "disabled": account.disabled,
    }


def _columns(credentials: Credentials) -> dict[str, object]:
    """Return *credentials* as columns."""
    return {each: getattr(credentials, each) for each in Credentials.__slots__}


def account_in(row: RowMapping | None) -> Account | None:
    """Return a row of the table as an account."""
    if row is None:
        return None
    return Account(
        row["id"],
        row["name"],
        row["display_name"],
        frozenset(map(Role, row["roles"].split())),
        frozenset(row["offices"].split()),
        row["disabled"],
    )
