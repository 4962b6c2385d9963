"""A console whose desk can be unlocked, and the office that takes tips for it."""

import re
from dataclasses import dataclass
from html import unescape

import httpx
from logged_in import CHEAP, WORDS
from tipping import CONTENT, DAY, Office
from visiting import Visitor

from bot.keypair import KeyPair
from bot.staff.account import Role
from bot.tips.keys import new_desk_key, open_desk_key
from bot.tips.tip import Content, Tip

_SEEN = re.compile(r'name="dilihat" value="([^"]+)"')


@dataclass
class Room:
    """A console with a desk key, and the office that takes tips for it."""

    console: Visitor
    office: Office

    async def unlocks(self, passphrase: str = WORDS, to: str = "/meja/aduan") -> int:
        answer = await self.console.sends("/aduan/buka", desk_password=passphrase, next=to)
        return answer.status_code

    async def enters(
        self, *roles: Role, name: str = "siti", offices: frozenset[str] = frozenset()
    ) -> None:
        """Have a colleague come in and unlock the desk."""
        await self.console.enters(*(roles or (Role.VERIFIER,)), name=name, offices=offices)
        await self.unlocks()

    async def puts(self, content: Content = CONTENT) -> None:
        """Take a tip and leave it where the next hour's move finds it."""
        async with self.office.database.transaction() as connection:
            receipt = KeyPair.new().public
            await self.office.intake.submit(connection, content, receipt=receipt, day=DAY)

    async def reads(self, tip: Tip) -> str:
        """Return the page of a tip as text."""
        return unescape((await self.console.opens(f"/aduan/{tip.id}")).text)

    async def does(self, tip: Tip, act: str, seen: str = "", **fields: str) -> httpx.Response:
        """Send a form of the page of *tip*, as it is now or as it was *seen*."""
        version = seen or await self.version(tip)
        return await self.console.sends(f"/aduan/{tip.id}/{act}", dilihat=version, **fields)

    async def version(self, tip: Tip) -> str:
        """Return what the forms on the page of *tip* saw."""
        found = _SEEN.search((await self.console.opens(f"/aduan/{tip.id}")).text)
        return found[1] if found else ""


async def desk_room(console: Visitor) -> Room:
    """Return a room at *console* with a fresh desk key."""
    services = console.services
    path = services.settings.desk_key
    new_desk_key(path, WORDS, cost=CHEAP)
    pair = open_desk_key(path, WORDS)
    made = Office(services.database, services.key, console.clock, pair=pair)
    await made.opens()
    return Room(console, made)
