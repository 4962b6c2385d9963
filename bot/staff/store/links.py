"""The chats on Telegram that are linked with accounts."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff.account import Account
from bot.staff.store.accounts import account_in, rows

_is = rows.c


async def account_of_sender(
    connection: AsyncConnection, sender: str, *, locked: bool = False
) -> Account | None:
    """Return the account whose person writes under the pseudonym *sender*, or None.

    *locked*, it stays as it is until the transaction ends.
    """
    asked = select(rows).where(_is.sender == sender)
    found = await connection.execute(asked.with_for_update() if locked else asked)
    return account_in(found.mappings().first())


async def change_telegram(
    connection: AsyncConnection, account_id: str, *, sender: str, address: bytes
) -> None:
    """Keep under which pseudonym and sealed *address* the account's person writes.

    One person on Telegram speaks for one account: the newest link counts.
    """
    nobodys = update(rows).where(_is.sender == sender).values(sender=None, telegram=None)
    await connection.execute(nobodys)
    linked = update(rows).where(_is.id == account_id)
    await connection.execute(linked.values(sender=sender, telegram=address))


async def unlink_telegram(connection: AsyncConnection, sender: str) -> str | None:
    """Forget where the person *sender* writes; return the id of their account, None without one."""
    unlinked = update(rows).where(_is.sender == sender).values(sender=None, telegram=None)
    name: str | None = await connection.scalar(unlinked.returning(_is.id))
    return name


async def linked_accounts(connection: AsyncConnection) -> tuple[tuple[Account, bytes], ...]:
    """Return the accounts that may act and are linked with a chat, with its sealed address."""
    asked = select(rows).where(_is.telegram.is_not(None), ~_is.disabled).order_by(_is.name)
    found = (await connection.execute(asked)).mappings()
    return tuple((account, row["telegram"]) for row in found if (account := account_in(row)))


async def telegram_of(connection: AsyncConnection, account_id: str) -> bytes | None:
    """Return the sealed address of the account's person on Telegram, None when not linked."""
    address: bytes | None = await connection.scalar(
        select(_is.telegram).where(_is.id == account_id)
    )
    return address
