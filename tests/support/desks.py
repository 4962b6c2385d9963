"""Accounts at a desk, with real sessions and a real audit trail."""

import hmac
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from tipping import Office

from bot.keypair import KeyPair
from bot.staff.account import Account, Role
from bot.staff.actor import Actor
from bot.staff.audit import Trail
from bot.staff.room import Room as StaffRoom
from bot.staff.session import Session
from bot.staff.store import accounts, sessions
from bot.staff.store.accounts import Credentials
from bot.tips.acting import Acting, Room
from bot.tips.desk import Desk
from bot.tips.dispatch import Dispatch
from bot.tips.keys import KeyRing, Lock
from bot.tips.search import Index
from bot.tips.store import keys
from bot.tips.tip import Package
from knowledge.language import tokens
from knowledge.phrasebook import Phrase

TARGETS = {"bkn": "BKN", "bawaslu-depok": "Bawaslu Kota Depok"}
HANDLERS = frozenset({Role.VERIFIER, Role.FORWARDER})


def say(phrase: Phrase, **words: object) -> str:
    return f"{phrase.key} {words or ''}".strip()


@dataclass
class Staffed:
    """A desk where accounts sit down; packages that leave are kept."""

    office: Office
    worker: KeyPair = field(default_factory=KeyPair.new)
    packages: list[tuple[Package, bytes]] = field(default_factory=list)
    kicks: list[int] = field(default_factory=list)
    seats: int = 0

    def __post_init__(self) -> None:
        office = self.office
        self.staff = StaffRoom(
            office.database,
            Trail(lambda text: hmac.digest(b"audit", text, "sha256")),
            office.clock,
            say,
        )
        self.room = Room(
            office.database,
            office.key,
            office.clock,
            say,
            self._enqueue,
            kick=lambda: self.kicks.append(len(self.packages)),
            targets=lambda day, event: TARGETS,
        )

    async def _enqueue(self, connection: AsyncConnection, package: Package, public: bytes) -> None:
        self.packages.append((package, public))

    async def has_a_worker(self) -> None:
        async with self.office.database.transaction() as connection:
            lock, day = Lock(self.worker.public), self.office.clock.today()
            await keys.publish(connection, keys.Owner.WORKER, lock, day=day)

    async def actor(
        self, *roles: Role, name: str = "siti", offices: frozenset[str] = frozenset()
    ) -> Actor:
        self.seats += 1
        number, now = f"account-{self.seats}", self.office.clock.now()
        account = Account(number, name, name.title(), frozenset(roles) or HANDLERS, offices)
        session = Session(
            f"s{self.seats}", number, "terminal", now, now + timedelta(hours=1), confirmed_at=now
        )
        async with self.office.database.transaction() as connection:
            await accounts.add_account(connection, account, Credentials("", b"", 0))
            await sessions.keep_session(connection, f"hash-{self.seats}", session)
        return Actor(account, session, room=self.staff)

    async def acting(self, actor: Actor | None = None, *, ring: KeyRing | None = None) -> Acting:
        actor = actor or await self.actor()
        return Acting(self.room, ring or self.office.ring, actor=actor)

    async def desk(self, actor: Actor | None = None, *, ring: KeyRing | None = None) -> Desk:
        return Desk(await self.acting(actor, ring=ring), Index(tokens))

    async def dispatch(self, actor: Actor | None = None) -> Dispatch:
        return Dispatch(await self.acting(actor))

    async def trail(self) -> list[tuple[str, str, str, str]]:
        async with self.office.database.reading() as connection:
            rows = await connection.execute(
                text("SELECT act, subject, outcome, reason FROM audit_rows ORDER BY number")
            )
            return [(act, subject, outcome, reason) for act, subject, outcome, reason in rows]
