"""Doing what staff want done about broadcasts from their chat, by the verbs of the terminal."""

from collections.abc import Awaitable, Callable, Mapping

from bot.broadcasts.verbs import Broadcasts
from bot.broadcasts.words import Say
from bot.conversation import showing
from bot.conversation.state import Steer, Steered, SteeringWanted
from bot.errors import Refused
from bot.messages import Address, Choice, Reply
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.staff.chats import Chats
from bot.staff.gate import Staff
from bot.staff.refusal import Reason
from knowledge.phrasebook import Phrase

APPROVED = Phrase("steering.disetujui", ("judul", "jam"))
PAUSED = Phrase("steering.dijeda", ("judul",))
RESUMED = Phrase("steering.dilanjutkan", ("judul",))
ASK_HALT = Phrase("steering.tanya-hentikan", ("judul",))
CANCELLED = Phrase("steering.dihentikan", ("judul", "jumlah"))
AGAIN = Phrase("steering.kode-lagi", ("alasan",))
TO_CANCEL = Phrase("steering.pilihan.ya-hentikan")
TO_DETAIL = Phrase("steering.pilihan.keadaan")

Told = tuple[tuple[Reply, ...], str]
Doing = Callable[[Actor, SteeringWanted], Awaitable[Told]]

_ACTS = {
    Steer.ASK: Act.APPROVE_BROADCASTS,
    Steer.APPROVE: Act.APPROVE_BROADCASTS,
    Steer.PAUSE: Act.PAUSE_BROADCASTS,
    Steer.RESUME: Act.PAUSE_BROADCASTS,
    Steer.HALT: Act.PAUSE_BROADCASTS,
    Steer.CANCEL: Act.PAUSE_BROADCASTS,
}
_ASKED_AGAIN = frozenset({Reason.TOTP, Reason.SLOW})


class Steering:
    """Act for whoever writes from a linked chat; each act goes through their account's gate."""

    def __init__(self, chats: Chats, gate: Staff, *, verbs: Broadcasts, say: Say) -> None:
        self._chats = chats
        self._gate = gate
        self._verbs = verbs
        self._say = say
        self._doing: Mapping[Steer, Doing] = {
            Steer.LIST: self._list,
            Steer.SHOW: self._show,
            Steer.ASK: self._ask,
            Steer.APPROVE: self._approve,
            Steer.PAUSE: self._pause,
            Steer.RESUME: self._resume,
            Steer.HALT: self._halt,
            Steer.CANCEL: self._cancel,
        }

    async def bring_about(self, wanted: SteeringWanted, chat: Address) -> Steered:
        """Do what is *wanted* from *chat* and return what to say; never inside a transaction.

        What is refused is noted in the trail, and told.
        """
        act = _ACTS.get(wanted.steer, Act.USE_SESSION)
        try:
            async with self._chats.acting(chat, act, subject=wanted.name) as actor:
                replies, awaiting = await self._doing[wanted.steer](actor, wanted)
        except Refused as error:
            return Steered(wanted, (Reply(str(error)),))
        return Steered(wanted, replies, awaiting)

    async def _list(self, _: Actor, __: SteeringWanted) -> Told:
        """Show what runs or waits."""
        found = await self._verbs.planning.all(*showing.SHOWN)
        return (showing.overview(found, self._verbs, say=self._say),), ""

    async def _show(self, actor: Actor, wanted: SteeringWanted) -> Told:
        """Show how far one broadcast has come."""
        whole = await self._verbs.planning.find(wanted.name)
        progress = await self._verbs.reporting.progress(wanted.name)
        shown = showing.detail(whole, progress, verbs=self._verbs, actor=actor, say=self._say)
        return (shown,), ""

    async def _ask(self, actor: Actor, wanted: SteeringWanted) -> Told:
        """Show exactly what would be approved, and ask for the code."""
        if not actor.may(Act.APPROVE_BROADCASTS):
            await actor.require(Act.APPROVE_BROADCASTS, subject=wanted.name)
        whole = await self._verbs.planning.approvable(actor, wanted.name)
        if whole.content.illustration:
            return (Reply(self._say(showing.PICTURED, judul=whole.title)),), ""
        seen = await self._verbs.forecast(whole)
        shown = await showing.to_approve(whole, seen, verbs=self._verbs, say=self._say)
        return shown, _awaiting(wanted.name, whole.fingerprint)

    async def _approve(self, actor: Actor, wanted: SteeringWanted) -> Told:
        """Approve what was shown, if the code is right; a wrong one is asked again."""
        try:
            confirmed = await self._gate.confirm(actor, wanted.code)
        except Refused as error:
            if error.reason not in _ASKED_AGAIN:
                raise
            keep = Choice("steer:keep", self._say(showing.TO_KEEP))
            told = Reply(self._say(AGAIN, alasan=str(error)), (keep,))
            return (told,), _awaiting(wanted.name, wanted.fingerprint)
        planning, fingerprint = self._verbs.planning, wanted.fingerprint
        done = await planning.approve(confirmed, wanted.name, fingerprint=fingerprint)
        when = self._verbs.shown(done.starts_at)
        return self._told(wanted, APPROVED, judul=done.title, jam=when)

    async def _pause(self, actor: Actor, wanted: SteeringWanted) -> Told:
        """Hold a running broadcast back."""
        await self._verbs.planning.pause(actor, wanted.name)
        return self._told(wanted, PAUSED, judul=await self._title(wanted))

    async def _resume(self, actor: Actor, wanted: SteeringWanted) -> Told:
        """Let a paused broadcast go on."""
        await self._verbs.planning.resume(actor, wanted.name)
        return self._told(wanted, RESUMED, judul=await self._title(wanted))

    async def _halt(self, _: Actor, wanted: SteeringWanted) -> Told:
        """Ask once more before a broadcast ends for good."""
        choices = (
            Choice(f"steer:cancel:{wanted.name}", self._say(TO_CANCEL)),
            Choice("steer:keep", self._say(showing.TO_KEEP)),
        )
        return (Reply(self._say(ASK_HALT, judul=await self._title(wanted)), choices),), ""

    async def _cancel(self, actor: Actor, wanted: SteeringWanted) -> Told:
        """End a broadcast for good."""
        left = await self._verbs.planning.cancel(actor, wanted.name)
        return self._told(wanted, CANCELLED, judul=await self._title(wanted), jumlah=left)

    async def _title(self, wanted: SteeringWanted) -> str:
        """Return what the broadcast is called."""
        return (await self._verbs.planning.find(wanted.name)).title

    def _told(self, wanted: SteeringWanted, phrase: Phrase, **words: object) -> Told:
        """Return what was done, and the way to see what it led to."""
        choice = Choice(f"steer:show:{wanted.name}", self._say(TO_DETAIL))
        return (Reply(self._say(phrase, **words), (choice,)),), ""


def _awaiting(name: str, fingerprint: str) -> str:
    """Return what the conversation remembers while a code is awaited."""
    return f"steer:{name}:{fingerprint}"
