"""People who work at the desk, for tests: accounts made as real ones are, at little cost."""

from dataclasses import dataclass, field

import pyotp
from fakes import FakeClock
from nacl.pwhash import argon2id

from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.staff import totp
from bot.staff.account import Invitation, Role
from bot.staff.actor import Actor
from bot.staff.audit import Trail, Wanted, listed
from bot.staff.chain import Entry
from bot.staff.gate import Attempt, Opened, Staff
from bot.staff.invitations import Entering, Invitations
from bot.staff.managing import Management
from bot.staff.passwords import Cost, Passwords
from bot.staff.room import Room
from knowledge.phrasebook import Phrase

PASSWORD = "kopi tubruk di teras belakang"
CHEAP = Passwords(Cost(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN))


@dataclass
class Desk:
    """The verbs of staff, and the phones of those who came in."""

    room: Room
    staff: Staff
    invitations: Invitations
    management: Management
    clock: FakeClock
    secrets: dict[str, str] = field(default_factory=dict)
    recovery: dict[str, tuple[str, ...]] = field(default_factory=dict)

    async def enter(self, code: str, *, password: str = PASSWORD) -> str:
        """Accept an invitation and return the name of the account."""
        secret = totp.new_secret()
        entering = Entering(code, password, secret, self._shown(secret))
        account, recovery = await self.invitations.accept(entering)
        self.secrets[account.name], self.recovery[account.name] = secret, recovery
        self.clock.forward(seconds=30)
        return account.name

    async def admin(self) -> Actor:
        """Return the first administrator, logged in."""
        await self.enter(await self.invitations.first("admin"))
        return await self.actor("admin")

    async def colleague(
        self, admin: Actor, name: str, *roles: Role, offices: frozenset[str] = frozenset()
    ) -> Actor:
        """Return a new colleague with *roles*, logged in."""
        invited = Invitation(name, name.title(), frozenset(roles), offices)
        await self.enter(await self.invitations.invite(admin, invited))
        return await self.actor(name)

    async def login(self, name: str, *, password: str = PASSWORD, code: str = "") -> Opened:
        """Log in with the phone's next code."""
        code = code or self.code(name)
        opened = await self.staff.login(Attempt(name, password, code))
        self.clock.forward(seconds=30)
        return opened

    async def actor(self, name: str) -> Actor:
        """Log in and return who acts."""
        return await self.staff.acting((await self.login(name)).token)

    def code(self, name: str) -> str:
        """Return what the phone of *name* shows now."""
        return self._shown(self.secrets[name])

    async def noted(self) -> list[Entry]:
        """Return the trail's entries."""
        async with self.room.database.reading() as connection:
            return [row.entry async for row in listed(connection, Wanted())]

    def _shown(self, secret: str) -> str:
        return pyotp.TOTP(secret).at(self.clock.now())


def desk(database: Database, clock: FakeClock, key: ServerKey) -> Desk:
    """Return a desk whose sentences are the names of their phrases."""

    def say(phrase: Phrase, **words: object) -> str:
        return " ".join([phrase.key, *map(str, words.values())])

    room = Room(database, Trail(lambda text: key.mac(text, purpose="audit")), clock, say)
    return Desk(
        room,
        Staff(room, key, passwords=CHEAP),
        Invitations(room, key, passwords=CHEAP),
        Management(room, key),
        clock,
    )
