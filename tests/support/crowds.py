"""Subscribers by the thousand, and a broadcast that is approved for them."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.broadcasts import ledger, store
from bot.broadcasts.broadcast import Broadcast, Content, State
from bot.contacts import store as contacts_store
from bot.contacts.contact import Audience, Category, Group
from bot.contacts.store import ContactStore
from bot.database.engine import Database
from bot.messages import Address

BATCH = 5_000


async def subscribe(
    database: Database, contacts: ContactStore, numbers: range, *, now: datetime
) -> None:
    """Subscribe a chat for each of *numbers*, in bulk."""
    for first in range(numbers.start, numbers.stop, BATCH):
        some = range(first, min(first + BATCH, numbers.stop))
        rows = [_row(contacts, Address("telegram", str(number)), now) for number in some]
        async with database.transaction() as connection:
            await connection.execute(contacts_store._contacts.insert(), rows)


def _row(contacts: ContactStore, address: Address, now: datetime) -> dict[str, object]:
    person = contacts.person(address)
    empty = ("role", "district", "office", "wording", "source", "source_detail", "ended_because")
    return {
        "person": person,
        "channel": address.channel,
        "address": contacts._sealed(person, address),
        "reminders": True,
        "education": False,
        "outreach": False,
        "audience": Group.STAFF,
        "consented_at": now,
        **dict.fromkeys(empty, ""),
    }


async def approved(database: Database, *, now: datetime, urgent: str = "") -> Broadcast:
    """Keep a broadcast to everybody, approved and due."""
    draft = Broadcast(
        "one",
        "Masa tenang",
        Content("Besok masa tenang.", urgent=urgent),
        Audience(Category.REMINDERS),
        now,
        now + timedelta(hours=9),
        State.APPROVED,
        "rina",
        "tono",
    )
    whole = replace(draft, approved=draft.fingerprint)
    async with database.transaction() as connection:
        await store.keep(connection, whole, now=now)
    return whole


async def unsend(database: Database) -> None:
    """Forget the broadcast and what became of it; its subscribers stay."""
    async with database.transaction() as connection:
        for table in (ledger.rows, ledger.chunks, store._broadcasts):
            await connection.execute(table.delete())
