"""The table of subscribers, under their pseudonyms, with sealed addresses."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Index,
    LargeBinary,
    Select,
    String,
    Table,
    delete,
    func,
    select,
    true,
    update,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contacts.contact import (
    Audience,
    Category,
    Consent,
    Ended,
    Recipient,
    Subscription,
)
from bot.crypto import ServerKey
from bot.database.columns import UtcTime, metadata
from bot.database.engine import insert
from bot.messages import Address
from knowledge.rule import Role

_contacts = Table(
    "contacts",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("reminders", Boolean, nullable=False),
    Column("education", Boolean, nullable=False),
    Column("outreach", Boolean, nullable=False),
    Column("audience", String(8), nullable=False),
    Column("role", String(20), nullable=False),
    Column("district", String(80), nullable=False),
    Column("office", String(80), nullable=False),
    Column("consented_at", UtcTime, nullable=False),
    Column("wording", String(16), nullable=False),
    Column("source", String(16), nullable=False),
    Column("source_detail", String(200), nullable=False),
    Column("heard_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("ended_because", String(24), nullable=False),
)
# Only who left: the index of everybody tempted SQLite to read all subscribers for each batch.
_left = _contacts.c.ended_at.is_not(None)
Index("ix_contacts_ended_at", _contacts.c.ended_at, sqlite_where=_left, postgresql_where=_left)
_COLUMNS = {
    Category.REMINDERS: _contacts.c.reminders,
    Category.EDUCATION: _contacts.c.education,
    Category.OUTREACH: _contacts.c.outreach,
}
_PURPOSE = "contact"
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Address)


class ContactStore:
    """Keep subscriptions; an ended one keeps no address and nothing that was told."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key

    def person(self, address: Address) -> str:
        """Return what stands for *address* in every table."""
        return self._key.pseudonym(address)

    async def find(self, connection: AsyncConnection, address: Address) -> Subscription | None:
        """Return what *address* wants to hear, None when nothing is sent there."""
        row = select(_contacts).where(self._is(address), _contacts.c.ended_at.is_(None))
        found = (await connection.execute(row)).mappings().one_or_none()
        return _subscription(found) if found else None

    async def ended(self, connection: AsyncConnection, address: Address) -> bool:
        """Tell whether *address* had subscribed once and left."""
        row = select(_contacts.c.person).where(self._is(address), _contacts.c.ended_at.is_not(None))
        return await connection.scalar(row) is not None

    async def keep(
        self,
        connection: AsyncConnection,
        address: Address,
        *,
        wanted: Subscription,
        consent: Consent,
    ) -> None:
        """Keep what *address* wants from now on, with the consent to it."""
        person = self.person(address)
        kept = {
            "channel": address.channel,
            "address": self._sealed(person, address),
            **{column.name: each in wanted.categories for each, column in _COLUMNS.items()},
            "audience": wanted.group,
            "role": wanted.role or "",
            "district": wanted.district,
            "office": wanted.office,
            "consented_at": consent.at,
            "wording": consent.wording,
            "source": consent.source,
            "source_detail": consent.detail,
            "ended_at": None,
            "ended_because": "",
        }
        await connection.execute(
            insert(connection, _contacts)
            .values(person=person, **kept)
            .on_conflict_do_update(index_elements=["person"], set_=kept)
        )

    async def end(
        self, connection: AsyncConnection, person: str, *, because: Ended, now: datetime
    ) -> bool:
        """Stop sending to *person* and empty what is known; return whether anything was sent."""
        emptied = {
            "address": b"",
            "role": "",
            "district": "",
            "office": "",
            "heard_at": None,
            "ended_at": now,
            "ended_because": because,
        }
        open_one = (_contacts.c.person == person) & _contacts.c.ended_at.is_(None)
        done = await connection.execute(update(_contacts).where(open_one).values(**emptied))
        return bool(done.rowcount)

    async def heard(self, connection: AsyncConnection, address: Address, *, now: datetime) -> None:
        """Note that a subscriber wrote: a provider's window is open again."""
        mine = (self._is(address)) & _contacts.c.ended_at.is_(None)
        await connection.execute(update(_contacts).where(mine).values(heard_at=now))

    async def forget(self, connection: AsyncConnection, address: Address) -> None:
        """Delete everything about *address*."""
        await connection.execute(delete(_contacts).where(self._is(address)))

    async def still_in(
        self, connection: AsyncConnection, audience: Audience, names: Collection[str]
    ) -> dict[str, Recipient]:
        """Return those of *names* who still belong to *audience*: who left meanwhile does not."""
        rows = await connection.execute(
            select(_contacts.c.person, _contacts.c.address, _contacts.c.heard_at).where(
                _in(audience), _contacts.c.person.in_(names)
            )
        )
        return {
            row.person: Recipient(row.person, self._opened(row.person, row.address), row.heard_at)
            for row in rows
        }

    async def count(
        self, connection: AsyncConnection, audience: Audience, *, heard_since: datetime
    ) -> dict[str, tuple[int, int]]:
        """Return by channel how many there are, and how many of them wrote since *heard_since*."""
        recent = func.count(_contacts.c.heard_at).filter(_contacts.c.heard_at >= heard_since)
        rows = await connection.execute(
            select(_contacts.c.channel, func.count(), recent)
            .where(_in(audience))
            .group_by(_contacts.c.channel)
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    async def overview(self, connection: AsyncConnection) -> list[tuple[str, str, str, int]]:
        """Return how many subscribers there are by channel, audience and kecamatan."""
        by = (_contacts.c.channel, _contacts.c.audience, _contacts.c.district)
        rows = await connection.execute(
            select(*by, func.count())
            .where(_contacts.c.ended_at.is_(None))
            .group_by(*by)
            .order_by(*by)
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def _is(self, address: Address) -> ColumnElement[bool]:
        """Return the condition that a row is that of *address*."""
        return _contacts.c.person == self.person(address)

    def _sealed(self, person: str, address: Address) -> bytes:
        """Return *address* sealed to its row."""
        return self._key.seal(_encoder.encode(address), purpose=_PURPOSE, context=person)

    def _opened(self, person: str, sealed: bytes) -> Address:
        """Return the address of a row; raises UnsealError when another key sealed it."""
        return _decoder.decode(self._key.open(sealed, purpose=_PURPOSE, context=person))


def people(audience: Audience) -> Select[tuple[str, str]]:
    """Return the query for the pseudonym and channel of everybody in *audience*."""
    return select(_contacts.c.person, _contacts.c.channel).where(_in(audience))


async def forget_old_windows(connection: AsyncConnection, *, before: datetime) -> int:
    """Forget when people wrote, where that was before *before*: no window is open any more."""
    old = update(_contacts).where(_contacts.c.heard_at < before).values(heard_at=None)
    return (await connection.execute(old)).rowcount


async def delete_ended(connection: AsyncConnection, *, before: datetime) -> int:
    """Delete those who left before *before* and return how many."""
    gone = delete(_contacts).where(_contacts.c.ended_at < before)
    return (await connection.execute(gone)).rowcount


def _subscription(row: RowMapping) -> Subscription:
    """Return what a row says its person wants."""
    return Subscription(
        frozenset(each for each, column in _COLUMNS.items() if row[column.name]),
        Role(row["role"]) if row["role"] else None,
        row["district"],
        row["office"],
    )


def _in(audience: Audience) -> ColumnElement[bool]:
    """Return the condition that a row belongs to *audience*."""
    condition = _contacts.c.ended_at.is_(None) & (_COLUMNS[audience.category] == true())
    narrowed: Sequence[tuple[Column[str], frozenset[str]]] = (
        (_contacts.c.audience, frozenset(audience.groups)),
        (_contacts.c.district, audience.districts),
        (_contacts.c.office, audience.offices),
        (_contacts.c.channel, audience.channels),
    )
    for column, wanted in narrowed:
        if wanted:
            condition &= column.in_(sorted(wanted))
    return condition
