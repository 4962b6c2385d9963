"""Build what takes files for tips: who fetches them, and where they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels import web
from bot.providers import Ground
from bot.retention import DraftFiles
from bot.tips.evidence.fetching import Fetch, Fetcher
from bot.tips.evidence.files import Store
from bot.tips.evidence.orphans import Known, Orphans
from bot.tips.evidence.store import EvidenceStore
from bot.tips.evidence.uploads import Uploads


@dataclass(frozen=True, slots=True)
class EvidenceRoom:
    """What a program needs to take files."""

    ground: Ground
    store: EvidenceStore
    files: Store
    uploads: Uploads
    fetcher: Fetcher

    def orphans(self, sent: Known) -> Orphans:
        """Return what deletes the files that neither a draft nor a tip of those *sent* has."""
        clock, database = self.ground.clock, self.ground.database
        return Orphans(database, self.store, files=self.files, sent=sent, clock=clock)

    @property
    def of_drafts(self) -> DraftFiles:
        """Return what may hold files that are never sent."""
        return DraftFiles(self.store, self.uploads)


def gathering(ground: Ground, sources: Mapping[str, Fetch]) -> EvidenceRoom:
    """Return what takes files from *sources* and from browsers."""
    store, files = EvidenceStore(ground.key), Store(ground.settings.evidence_folder)
    uploads = Uploads(ground.settings.data_dir / "uploads")
    ways = {**sources, web.NAME: uploads.fetch}
    fetcher = Fetcher(ground.database, store, files=files, sources=ways, clock=ground.clock)
    return EvidenceRoom(ground, store, files, uploads, fetcher)
