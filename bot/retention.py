"""What is erased and when, all of it on this page."""

import logging
from datetime import date, timedelta
from typing import NoReturn

from bot.channels.whatsapp.store import delete_deliveries
from bot.clock import Clock
from bot.conversation.store import delete_claims, delete_conversations
from bot.database.engine import Database, Transaction
from bot.delivery.erasure import delete_noted
from bot.delivery.outbox import delete_posted
from bot.jobs.engine import JobEngine
from bot.questions.store import delete_questions
from bot.tips.backends.store import delete_entries
from bot.tips.evidence.store import EvidenceStore
from bot.tips.expiry import Expiry

CONVERSATIONS = timedelta(days=30)  # since the last message; what was talked about, 30 minutes
OUTBOX = timedelta(hours=48)  # delivered replies are deleted at once, these never arrived
MESSAGE_CLAIMS = timedelta(hours=48)  # longer than any provider repeats a message
DELIVERIES = timedelta(hours=48)  # what became of messages that a provider took
ERASURES = timedelta(days=14)  # what providers were asked to erase
EVIDENCE = timedelta(hours=48)  # files of drafts; those of sent tips stay with their tip
QUESTIONS = timedelta(days=90)  # unanswered ones, scrubbed, without a sender
TIPS = timedelta(days=90)  # since they were closed, with files and papers; held ones stay
REGISTER = timedelta(days=5 * 365)  # since an entry was made; a city's own rules may ask for other
JOBS = timedelta(hours=24)  # records of jobs that ended

# Elsewhere: a parcel goes when the hourly job moves it, a tip that is withdrawn before it was
# forwarded goes with the next parcels, a forwarded package when its receiver acknowledges it.

log = logging.getLogger(__name__)


class _Planned(Exception):
    """Undo a transaction that was only to be counted."""


def _undo() -> NoReturn:
    """Leave a transaction so that nothing of it stays."""
    raise _Planned


class Retention:
    """Erase what has been kept long enough; answers and counts name nobody and stay."""

    def __init__(
        self,
        database: Database,
        evidence: EvidenceStore,
        *,
        expiry: Expiry,
        jobs: JobEngine,
        clock: Clock,
    ) -> None:
        self._database = database
        self._evidence = evidence
        self._jobs = jobs
        self._clock = clock
        self._expiry = expiry

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

    async def run(self) -> int:
        """Erase, records of jobs too, and return how many rows went."""
        total = await self._jobs.delete_finished(before=self._clock.now() - JOBS)
        total += await self.erase()
        log.info("retention erased %d rows", total)
        return total

    async def erase(self) -> int:
        """Erase, also from the database's own files, and return how many rows went."""
        async with self._database.transaction() as connection:
            total = sum((await self._erase_rows(connection)).values())
            total += await self._expiry.erase(connection, before=self._oldest_tip)
        await self._database.clear_away()
        return total

    @property
    def _oldest_tip(self) -> date:
        """Return the first day whose closed tips stay."""
        return self._clock.today() - TIPS

    async def _erase_rows(self, connection: Transaction) -> dict[str, int]:
        """Erase all that needs no key, and return how many rows of each kind went."""
        now = self._clock.now()
        oldest = self._clock.today() - QUESTIONS
        return {
            "message claims": await delete_claims(connection, before=now - MESSAGE_CLAIMS),
            "undelivered replies": await delete_posted(connection, before=now - OUTBOX),
            "deliveries": await delete_deliveries(connection, before=now - DELIVERIES),
            "erasure requests": await delete_noted(connection, before=now - ERASURES),
            "files of drafts": await self._evidence.expire(connection, before=now - EVIDENCE),
            "conversations": await delete_conversations(connection, before=now - CONVERSATIONS),
            "unanswered questions": await delete_questions(connection, before=oldest),
            "register entries": await delete_entries(
                connection, before=self._clock.today() - REGISTER
            ),
        }
