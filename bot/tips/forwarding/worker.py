"""What only the process that sends has: the private key, and hands to send with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import msgspec

from bot.keypair import KeyPair
from bot.tips.backends.port import File, ReportingBackend
from bot.tips.backends.report import file_name
from bot.tips.forwarding.forwarding import Claim
from bot.tips.tip import Package

_decoder = msgspec.json.Decoder(Package)


class EvidenceFiles(Protocol):
    """The encrypted files of evidence."""

    def open(self, evidence_id: str, key: bytes) -> Iterator[bytes]:
        """Yield the content; raises FileNotFoundError, UnsealError."""
        ...


@dataclass(frozen=True, slots=True)
class Worker:
    """Open packages with *pair*, read evidence from *files*, submit to *backend*."""

    backend: ReportingBackend
    files: EvidenceFiles
    pair: Callable[[], KeyPair]

    async def submit(self, claim: Claim) -> str:
        """Open the package of *claim*, submit it and return the backend's reference.

        Raises what the backend raises, UnsealError and DecodeError for a package that is not ours
        to open, FileNotFoundError where evidence is gone.
        """
        package = _decoder.decode(self.pair().open(claim.sealed))
        files = tuple(
            File(file_name(each, number), each, partial(self.files.open, each.id, each.key))
            for number, each in enumerate(package.evidence, start=1)
        )
        return await self.backend.submit(package, files, key=claim.id)
