"""Somebody with a browser at the console of a program, and what they read there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape

import httpx
from colleagues import CHEAP, Desk
from fakes import FakeClock

from bot.staff.account import Account, Role
from bot.staff.gate import Staff
from bot.staff.invitations import Invitations
from bot.staff.session import LASTS, Kind, Session
from bot.staff.store import accounts, sessions
from bot.staff.store.accounts import Credentials
from bot.tips.search import Index
from bot.tips.unlocking import OpenDesks
from bot.wiring import Services
from knowledge.language import tokens
from webhooks.app import create_app

ROOT = "http://127.0.0.1:8000"
_TOKEN = re.compile(r'name="_token" value="(\w+)"')


def cheap(services: Services) -> Services:
    """Return *services* whose passwords and words of tips cost little to try."""
    room, key = services.staffing.room, services.key
    staffed = replace(
        services.staffing,
        gate=Staff(room, key, passwords=CHEAP),
        invitations=Invitations(room, key, passwords=CHEAP),
    )
    desks = OpenDesks(
        services.settings.desk_key,
        clock=services.clock,
        say=services.tipping.desk.say,
        index=lambda: Index(tokens),
    )
    tipping = replace(services.tipping, desks=desks)
    return replace(services, staffing=staffed, tipping=tipping)


@dataclass
class Visitor:
    """A browser; *desk* makes accounts with passwords, `enters` makes one that is logged in."""

    services: Services
    clock: FakeClock
    client: httpx.AsyncClient

    @property
    def desk(self) -> Desk:
        made = self.services.staffing
        return Desk(made.room, made.gate, made.invitations, made.management, self.clock)

    @property
    def token(self) -> str:
        """Return what forms of the session carry."""
        cookie = self.client.cookies.get("meja") or self.client.cookies.get("__Host-meja") or ""
        return self.services.key.digest(cookie, purpose="console-form")

    async def enters(
        self,
        *roles: Role,
        name: str = "siti",
        disabled: bool = False,
        offices: frozenset[str] = frozenset(),
    ) -> Account:
        """Make an account with a session that this browser has."""
        now = self.clock.now()
        account = Account(name, name, name.title(), frozenset(roles), offices, disabled)
        session = Session(name, name, Kind.CONSOLE, now, now + LASTS, confirmed_at=now)
        async with self.services.database.transaction() as connection:
            await accounts.add_account(connection, account, Credentials("", b"", 0))
        await self.has(session)
        return account

    async def has(self, session: Session) -> None:
        """Have this browser hold *session*, under a token of its id."""
        hashed = self.services.key.digest(session.id, purpose="staff-session")
        async with self.services.database.transaction() as connection:
            await sessions.keep_session(connection, hashed, session)
        self.holds(session.id)

    def holds(self, token: str) -> None:
        """Have this browser keep the cookie of a session."""
        self.client.cookies.set("meja", token, domain="127.0.0.1", path="/")

    async def opens(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(f"/meja{path}", headers=headers)

    async def sends(
        self, path: str, headers: Mapping[str, str] | None = None, **fields: str | Sequence[str]
    ) -> httpx.Response:
        """Send a form as a page of this session would."""
        data = {"_token": self.token, **fields}
        own = {"origin": ROOT, "sec-fetch-site": "same-origin", **(headers or {})}
        return await self.client.post(f"/meja{path}", data=data, headers=own)

    async def uploads(
        self, path: str, content: bytes, name: str = "peta.png", **fields: str
    ) -> httpx.Response:
        """Send a form with a file as a page of this session would."""
        data = {"_token": self.token, **fields}
        own = {"origin": ROOT, "sec-fetch-site": "same-origin"}
        files = {"berkas": (name, content, "image/png")}
        return await self.client.post(f"/meja{path}", data=data, files=files, headers=own)


def visitor(services: Services, clock: FakeClock, root: str = ROOT) -> Visitor:
    """Return a browser at *services*, which it reaches by *root*."""
    app = create_app(services)
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 5000))
    client = httpx.AsyncClient(transport=transport, base_url=root)
    return Visitor(services, clock, client)


def hidden(page: httpx.Response, name: str) -> str:
    """Return what a hidden field of *page* carries."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return unescape(found[1])
