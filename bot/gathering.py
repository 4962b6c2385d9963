"""Build what takes files for tips: who fetches them, and where they are kept."""

from dataclasses import dataclass
from functools import partial

from bot.channels import web
from bot.channels.telegram import place as telegram
from bot.channels.telegram.account import Account
from bot.channels.telegram.files import LIMIT, TelegramFiles
from bot.channels.whatsapp import inbound
from bot.channels.whatsapp.files import TwilioFiles
from bot.channels.whatsapp.provider import Twilio
from bot.jobs.pacing import Pacer
from bot.reporting import Tools
from bot.retention import DraftFiles
from bot.tips.evidence.fetching import Fetch, Fetcher
from bot.tips.evidence.files import Store
from bot.tips.evidence.orphans import Known, Orphans
from bot.tips.evidence.store import EvidenceStore
from bot.tips.evidence.uploads import Uploads


@dataclass(frozen=True, slots=True)
class EvidenceRoom:
    """What a program needs to take files."""

    tools: Tools
    store: EvidenceStore
    files: Store
    uploads: Uploads
    fetcher: Fetcher

    def orphans(self, sent: Known) -> Orphans:
        """Return what deletes the files that neither a draft nor a tip of those *sent* has."""
        clock, database = self.tools.clock, self.tools.database
        return Orphans(database, self.store, files=self.files, sent=sent, clock=clock)

    @property
    def of_drafts(self) -> DraftFiles:
        """Return what may hold files that are never sent."""
        return DraftFiles(self.store, self.uploads)


def gathering(tools: Tools, account: Account | None, twilio: Twilio | None) -> EvidenceRoom:
    """Return what takes files from browsers and from the providers that there are."""
    store, files = EvidenceStore(tools.key), Store(tools.settings.evidence_folder)
    uploads = Uploads(tools.settings.data_dir / "uploads")
    sources: dict[str, Fetch] = {web.NAME: uploads.fetch}
    if account:
        pace = partial(Pacer(tools.database).wait, LIMIT)
        sources[telegram.NAME] = TelegramFiles(account, pace=pace).fetch
    if twilio:
        sources[inbound.NAME] = TwilioFiles(twilio).fetch
    fetcher = Fetcher(tools.database, store, files=files, sources=sources, clock=tools.clock)
    return EvidenceRoom(tools, store, files, uploads, fetcher)
