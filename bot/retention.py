"""What is erased and when, all of it on this page."""

import asyncio
import logging
from datetime import timedelta

from bot.channels.whatsapp.store import delete_deliveries
from bot.clock import Clock
from bot.conversation.store import delete_claims, delete_conversations
from bot.database.engine import Database
from bot.delivery.erasure import delete_noted
from bot.delivery.outbox import delete_posted
from bot.jobs.engine import JobEngine
from bot.questions.store import delete_questions
from bot.tips.evidence.store import EvidenceStore
from bot.tips.evidence.uploads import Uploads

CONVERSATIONS = timedelta(days=30)  # since the last message; what was talked about, 30 minutes
OUTBOX = timedelta(hours=48)  # delivered replies are deleted at once, these never arrived
MESSAGE_CLAIMS = timedelta(hours=48)  # longer than any provider repeats a message
DELIVERIES = timedelta(hours=48)  # what became of messages that a provider took
ERASURES = timedelta(days=14)  # what providers were asked to erase
UPLOADS = timedelta(hours=1)  # of browsers, fetched within seconds
EVIDENCE = timedelta(hours=48)  # files of drafts; those of sent tips stay with their tip
QUESTIONS = timedelta(days=90)  # unanswered ones, scrubbed, without a sender
JOBS = timedelta(hours=24)  # records of jobs that ended

log = logging.getLogger(__name__)


class Retention:
    """Erase what has been kept long enough; answers and counts name nobody and stay."""

    def __init__(
        self,
        database: Database,
        evidence: EvidenceStore,
        *,
        uploads: Uploads,
        jobs: JobEngine,
        clock: Clock,
    ) -> None:
        self._database = database
        self._evidence = evidence
        self._uploads = uploads
        self._jobs = jobs
        self._clock = clock

    async def run(self) -> int:
        """Erase, and return how many rows went."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            total = await delete_claims(connection, before=now - MESSAGE_CLAIMS)
            total += await delete_posted(connection, before=now - OUTBOX)
            total += await delete_deliveries(connection, before=now - DELIVERIES)
            total += await delete_noted(connection, before=now - ERASURES)
            total += await delete_conversations(connection, before=now - CONVERSATIONS)
            total += await self._evidence.expire(connection, before=now - EVIDENCE)
            oldest = self._clock.today() - QUESTIONS
            total += await delete_questions(connection, before=oldest)
        total += await asyncio.to_thread(self._uploads.delete_old, before=now - UPLOADS)
        total += await self._jobs.delete_finished(before=now - JOBS)
        log.info("retention erased %d rows", total)
        return total
