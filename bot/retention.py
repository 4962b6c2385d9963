"""What is erased and when, all of it on this page."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NoReturn

from bot.broadcasts.results import delete_closed
from bot.channels.whatsapp.store import delete_deliveries
from bot.clock import Clock
from bot.contacts.store import delete_ended, forget_old_windows
from bot.conversation.limiting import delete_limits
from bot.conversation.store import (
    ConversationStore,
    delete_claims,
    delete_conversations,
    mix,
)
from bot.database.engine import Database, Transaction
from bot.delivery.erasure import delete_noted, scatter
from bot.delivery.outbox import delete_posted
from bot.jobs.engine import JobEngine
from bot.questions import store as questions
from bot.questions.inquiries import store as inquiries
from bot.questions.inquiries.notifying import Inquiries
from bot.questions.inquiries.waiting import KEPT_FOR
from bot.staff.account import Act
from bot.staff.actor import Actor
from bot.staff.audit import Trail
from bot.staff.store.codes import delete_expired_codes
from bot.staff.store.notices import delete_notices
from bot.staff.store.sessions import delete_guesses, delete_sessions
from bot.tips.backends.store import delete_entries
from bot.tips.drafts.store import delete_drafts
from bot.tips.evidence.store import EvidenceStore
from bot.tips.evidence.uploads import Uploads
from bot.tips.expiry import Expiry

CONVERSATIONS = timedelta(days=30)  # since the week of the last message began; the talk, 30 minutes
DRAFTS = timedelta(hours=24)  # of tips that were not sent
# These tell times: an hour less than is promised, for the job that erases runs hourly.
OUTBOX = timedelta(hours=47)  # delivered replies are deleted at once, these never arrived
MESSAGE_CLAIMS = timedelta(hours=47)  # longer than any provider repeats a message
LIMITS = timedelta(days=1)  # wrong receipts and tips of a day: gone when the next one is over
DELIVERIES = timedelta(hours=47)  # what became of messages that a provider took
ERASURES = timedelta(
    days=14
)  # what providers were asked to erase, where they did not; else at once
TOO_LATE = timedelta(days=2)  # that a copy could not be erased, since that day began
UPLOADS = timedelta(hours=1)  # of browsers, fetched within seconds
EVIDENCE = timedelta(hours=47)  # files of drafts; those of sent tips stay with their tip
QUESTIONS = timedelta(days=90)  # unanswered ones, scrubbed, without a sender
INQUIRIES = KEPT_FOR  # whoever wants to be told what staff say to one, sealed
TALLIES = timedelta(days=400)  # counts by day: a year beside the one before it
WINDOWS = timedelta(hours=24)  # when a subscriber last wrote, as long as WhatsApp counts it
ENDED = timedelta(days=365)  # that somebody left, so that no list brings them back
LEDGERS = timedelta(days=30)  # who got a reminder, since it was of use; its totals stay
STAFF = timedelta(days=7)  # sessions that are over, and guesses
NOTICES = timedelta(days=365)  # what staff were told of, so that nobody is told twice
AUDIT = timedelta(days=5 * 365)  # what staff did; a checkpoint stands for what went
TIPS = timedelta(days=90)  # since they were closed, with files and papers; held ones stay
REGISTER = timedelta(days=5 * 365)  # since an entry was made; a city's own rules may ask for other
JOBS = timedelta(hours=24)  # records of jobs that ended

# Elsewhere: a parcel goes when the hourly job moves it, a tip that is withdrawn before it was
# forwarded goes with the next parcels, a forwarded package when its receiver acknowledges it.

_SCATTERED = timedelta(days=2)  # what is older was written in random order before
# Where something stands for hours only beside who it is of, or when. Small, so that nobody waits.
_FLEETING = frozenset(
    {"conversations", "deliveries", "erasures", "evidence", "inquiries", "limit_keys", "limits"}
    | {"message_claims", "outbox", "parcels", "tip_drafts", "tip_papers", "tips"}
)

log = logging.getLogger(__name__)


def erased_on(closed: date) -> date:
    """Return the day on which a tip goes that was *closed* on another, unless it is held."""
    return closed + TIPS + timedelta(days=1)


class _Planned(Exception):
    """Undo a transaction that was only to be counted."""


def _undo() -> NoReturn:
    """Leave a transaction so that nothing of it stays."""
    raise _Planned


@dataclass(frozen=True, slots=True)
class DraftFiles:
    """Where files of drafts are: those that are fetched, and those that browsers brought."""

    evidence: EvidenceStore
    uploads: Uploads


@dataclass(frozen=True, slots=True)
class Keepers:
    """Those who erase what only they can read."""

    trail: Trail
    files: DraftFiles
    expiry: Expiry
    conversations: ConversationStore
    inquiries: Inquiries


class Retention:
    """Erase what has been kept long enough; cards that were given name nobody and stay."""

    def __init__(
        self, database: Database, keepers: Keepers, *, jobs: JobEngine, clock: Clock
    ) -> None:
        self._database = database
        self._trail = keepers.trail
        self._evidence = keepers.files.evidence
        self._uploads = keepers.files.uploads
        self._expiry = keepers.expiry
        self._conversations = keepers.conversations
        self._inquiries = keepers.inquiries
        self._laid_anew: date | None = None
        self._jobs = jobs
        self._clock = clock

    async def plan(self) -> dict[str, int]:
        """Return how many rows of each kind would go now; nothing goes."""
        counted: dict[str, int] = {}
        try:
            async with self._database.transaction() as connection:
                counted = await self._erase_rows(connection)
                counted["tips"] = await self._expiry.due(connection, before=self._oldest_tip)
                _undo()
        except _Planned:
            return counted

    async def planned(self, actor: Actor) -> dict[str, int]:
        """Return the plan to whoever may carry it out; raises Refused."""
        await actor.require(Act.RUN_RETENTION)
        return await self.plan()

    async def ordered(self, actor: Actor) -> int:
        """Erase because *actor* asks for it, and return how many rows went.

        Noted before, so that nothing goes without its line.
        """
        async with actor.doing(Act.RUN_RETENTION):
            pass
        return await self.erase()

    async def run(self) -> int:
        """Erase, records of jobs too, and return how many rows went."""
        total = await self._jobs.delete_finished(before=self._clock.now() - JOBS)
        total += await self.erase()
        log.info("retention erased %d rows", total)
        return total

    async def erase(self) -> int:
        """Erase, also from the database's own files, and return how many rows went."""
        async with self._database.transaction() as connection:
            await self._conversations.quiet(
                connection, now=self._clock.now(), everything=self._laid_anew is None
            )
            await self._inquiries.quiet(connection, now=self._clock.now())
            total = await self._expiry.erase(connection, before=self._oldest_tip)
            total += sum((await self._erase_rows(connection)).values())
        async with self._database.transaction() as connection:
            await scatter(connection, since=self._clock.now() - _SCATTERED)
        oldest_upload = self._clock.now() - UPLOADS
        total += await asyncio.to_thread(self._uploads.delete_old, before=oldest_upload)
        await self._lay_anew_daily()
        await self._database.clear_away()
        return total

    async def _lay_anew_daily(self) -> None:
        """Once a day, take from files the order and the remains that rows leave in them."""
        now = self._clock.now()
        if self._laid_anew == now.date():
            return
        async with self._database.transaction() as connection:
            await mix(connection, since=now - _SCATTERED)
        async with self._database.transaction() as connection:
            await questions.scatter(connection, since=(now - _SCATTERED).date())
        async with self._database.transaction() as connection:
            await inquiries.scatter(connection, since=(now - _SCATTERED).date())
        await self._database.lay_anew(_FLEETING)
        self._laid_anew = now.date()

    @property
    def _oldest_tip(self) -> date:
        """Return the first day whose closed tips stay."""
        return self._clock.today() - TIPS

    async def _erase_rows(self, connection: Transaction) -> dict[str, int]:
        """Erase all that needs no key, the trail last, and return how many rows of each kind went.

        Staff lock the trail after all else: the other way round two could wait for each other.
        """
        now = self._clock.now()
        oldest = self._clock.today() - QUESTIONS
        return {
            "message claims": await delete_claims(connection, before=now - MESSAGE_CLAIMS),
            "undelivered replies": await delete_posted(connection, before=now - OUTBOX),
            "counts against floods": await delete_limits(connection, before=now - LIMITS),
            "deliveries": await delete_deliveries(connection, before=now - DELIVERIES),
            "erasure requests": await delete_noted(
                connection, before=now - ERASURES, settled_before=now - TOO_LATE
            ),
            "files of drafts": await self._evidence.expire(connection, before=now - EVIDENCE),
            "drafts of tips": await delete_drafts(connection, before=now - DRAFTS),
            "conversations": await delete_conversations(connection, before=now - CONVERSATIONS),
            "windows of subscribers": await forget_old_windows(connection, before=now - WINDOWS),
            "subscribers who left": await delete_ended(connection, before=now - ENDED),
            "ledgers of reminders": await delete_closed(connection, before=now - LEDGERS),
            "sessions of staff": await delete_sessions(connection, before=now - STAFF),
            "guesses": await delete_guesses(connection, before=now - STAFF),
            "notices to staff": await delete_notices(connection, before=now - NOTICES),
            "codes of staff": await delete_expired_codes(connection, now=now),
            "unanswered questions": await questions.delete_questions(connection, before=oldest),
            "askers to be told": await inquiries.delete_old(
                connection, until=self._clock.today() - INQUIRIES
            ),
            "counts of days": await questions.delete_tallies(
                connection, before=self._clock.today() - TALLIES
            ),
            "register entries": await delete_entries(
                connection, before=self._clock.today() - REGISTER
            ),
            "audit rows": await self._trail.forget(connection, before=now - AUDIT),
        }
