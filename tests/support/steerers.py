"""Staff who steer broadcasts from a linked chat: an author, an approver, and what waits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import colleagues
from colleagues import Desk
from fakes import FakeChannel, FakeClock, Person

from bot.broadcasts.broadcast import Broadcast, Content, State
from bot.contacts.contact import Audience, Category
from bot.messages import Address, IncomingMessage
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.staff.account import Role
from bot.staff.actor import Actor
from bot.wiring import Services, build

CHAT = Address("telegram", "4815162342")
TEXT = "Besok masa tenang. *Jangan* kampanye."


@dataclass
class Office:
    """An author, an approver with a linked chat, and a broadcast that waits for approval."""

    services: Services
    desk: Desk
    author: Actor
    approver: Person
    name: str = ""

    async def drafts(self) -> Broadcast:
        verbs, now = self.services.broadcasting.verbs, self.desk.clock.now()
        audience = Audience(Category.REMINDERS, districts=frozenset({"Beji"}))
        draft = Broadcast("", "Masa tenang", Content(TEXT), audience, now, now + timedelta(hours=4))
        whole = await verbs.planning.draft(self.author, draft)
        self.name = whole.id
        return await verbs.planning.submit(self.author, whole.id)

    async def state(self) -> State:
        return (await self.services.broadcasting.verbs.planning.find(self.name)).state

    async def refusals(self) -> list[tuple[str, str]]:
        noted = await self.desk.noted()
        return [(each.act, each.reason) for each in noted if each.outcome == "refused"]

    async def links(self, name: str, chat: Address = CHAT) -> None:
        code = await self.desk.management.link_code(await self.desk.actor(name))
        message = IncomingMessage(f"link-{code}", chat, f"/petugas {code}")
        await self.services.inbox.accept(message)
        self.approver.reads()

    async def asks(self) -> str:
        """See the broadcast and ask to approve it; return what is told about it."""
        await self.approver.says("/siaran")
        await self.approver.taps("Masa tenang")
        told = await self.approver.taps("Periksa dan setujui")
        return told[-1].reply.text


@asynccontextmanager
async def office_of(
    settings: Settings, clock: FakeClock, guide: LiveGuide, *, channel: FakeChannel
) -> AsyncIterator[Office]:
    """Yield an office where tono may approve what rina submitted."""
    channels = {"telegram": channel, "terminal": channel}
    services = build(settings, clock=clock, guide=guide, channels=channels)
    desk = colleagues.desk(services.database, clock, services.key)
    admin = await desk.admin()
    author = await desk.colleague(admin, "rina", Role.BROADCASTER)
    await desk.colleague(admin, "tono", Role.APPROVER)
    made = Office(services, desk, author, Person(services, channel, CHAT))
    await made.drafts()
    await made.links("tono")
    yield made
    await services.close()
