"""What staff do with a broadcast: test, submit, approve, steer, and settle what is in doubt."""

from collections.abc import Awaitable
from typing import Literal

from pydantic import BaseModel
from starlette.responses import Response

from bot.broadcasts.broadcast import Outcome
from bot.broadcasts.words import Rule
from bot.errors import JagaNetralError, Refused, TryLater
from bot.staff import console_words as words
from bot.wiring import Services
from webhooks.console.broadcasts import BroadcastPages, name_in
from webhooks.console.visit import Visit

_RULES = frozenset(Rule)
_SETTLED = {"terkirim": Outcome.SENT, "tidak": Outcome.NOT_SENT}


class Read(BaseModel):
    """What was read before approving."""

    sidik: str


class Doubt(BaseModel):
    """What is done about recipients in doubt, on one *saluran* or on all."""

    ragu: Literal["cari", "terkirim", "tidak"]
    saluran: Literal["telegram", "whatsapp", ""] = ""


class BroadcastActs:
    """Do what was asked, and show the broadcast again where a rule stands against it."""

    def __init__(self, services: Services, pages: BroadcastPages) -> None:
        self._services = services
        self._verbs = services.broadcasting.verbs
        self._pages = pages

    async def submit(self, visit: Visit) -> Response:
        """Ask for approval."""
        act = self._verbs.planning.submit(visit.actor, name_in(visit), seen=visit.field("dilihat"))
        return await self._done(visit, act, notice="siaran-diajukan")

    async def approve(self, visit: Visit) -> Response:
        """Approve what was read: its fingerprint came with the form."""
        read = visit.read(Read).sidik
        act = self._verbs.planning.approve(visit.actor, name_in(visit), fingerprint=read)
        return await self._done(visit, act, notice="siaran-disetujui")

    async def pause(self, visit: Visit) -> Response:
        """Hold it back."""
        act = self._verbs.planning.pause(visit.actor, name_in(visit))
        return await self._done(visit, act, notice="siaran-dijeda")

    async def resume(self, visit: Visit) -> Response:
        """Let it go on."""
        act = self._verbs.planning.resume(visit.actor, name_in(visit))
        return await self._done(visit, act, notice="siaran-dilanjutkan")

    async def cancel(self, visit: Visit) -> Response:
        """End it for good."""
        act = self._verbs.planning.cancel(visit.actor, name_in(visit))
        return await self._done(visit, act, notice="siaran-dibatalkan")

    async def submit_template(self, visit: Visit) -> Response:
        """Ask WhatsApp to approve its text."""
        act = self._verbs.submit_template(visit.actor, name_in(visit))
        return await self._done(visit, act, notice="templat-diajukan")

    async def test(self, visit: Visit) -> Response:
        """Send it to the visitor's own chat."""
        to = await self._services.staffing.management.chat_of(visit.actor)
        if to is None or to.channel not in self._services.providers.announcers:
            return await self._pages.shown(visit, refusal=visit.say(words.NO_CHAT))
        act = self._verbs.test(visit.actor, name_in(visit), to=to)
        try:
            return await self._done(visit, act, notice="siaran-diuji")
        except Refused:
            raise
        except JagaNetralError:
            return await self._pages.shown(visit, refusal=visit.say(words.NOT_TESTED))

    async def settle(self, visit: Visit) -> Response:
        """Look those in doubt up, or write down what somebody found out."""
        wanted = visit.read(Doubt)
        if wanted.ragu == "cari":
            return await self._look_up(visit)
        outcome, name = _SETTLED[wanted.ragu], name_in(visit)
        act = self._verbs.reporting.settle(
            visit.actor, name, outcome=outcome, channel=wanted.saluran
        )
        return await self._done(visit, act, notice="ragu-ditutup")

    async def _look_up(self, visit: Visit) -> Response:
        """Ask the providers, and tell what they said."""
        tracers = self._services.providers.tracers
        if not tracers:
            return await self._pages.shown(visit, refusal=visit.say(words.NOBODY_TO_ASK))
        await self._pages.found(visit)
        try:
            doubts = await self._services.broadcasting.settling.look_up(
                visit.actor, name_in(visit), tracers=tracers, say=visit.say
            )
        except TryLater:
            return await self._pages.shown(visit, refusal=visit.say(words.PROVIDER_AWAY))
        finally:
            self._verbs.reporting.tally.forget(name_in(visit))
        told = visit.say(
            words.LOOKED_UP, ketemu=doubts.found, tidak=doubts.absent, pergi=doubts.unheld
        )
        return await self._pages.shown(visit, told=told)

    async def _done(self, visit: Visit, act: Awaitable[object], *, notice: str) -> Response:
        """Return the way on after *act*, or the broadcast with the rule that stands against it."""
        try:
            await act
        except Refused as error:
            if error.reason not in _RULES:
                raise
            return await self._pages.shown(visit, refusal=str(error))
        return visit.go(f"/siaran/{name_in(visit)}", notice=notice)
