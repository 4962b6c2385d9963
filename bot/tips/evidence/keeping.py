"""Looking at a file that was fetched, cleaning it, and writing what is kept aside."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.keypair import CHUNK
from bot.tips.evidence import kinds, place
from bot.tips.evidence.cleaning import clean
from bot.tips.evidence.files import Store, original
from bot.tips.evidence.parts import Uncleanable
from bot.tips.evidence.piece import Errand, Outcome
from bot.tips.tip import Evidence


@dataclass(frozen=True, slots=True)
class Brought:
    """What fetching came to, with files that wait for their names."""

    outcome: Outcome
    unfinished: Mapping[str, Path] = field(default_factory=dict)


def keep(errand: Errand, content: bytes, files: Store) -> Brought:
    """Write *content* aside in *files*, clean where that is possible, and describe it.

    Slow: call it in a thread. Raises NotTaken for what is refused.
    """
    kind = kinds.find(content)
    try:
        copy = clean(content, kind)
    except Uncleanable:
        return _uncleaned(errand, content, kind=kind, files=files)
    piece = errand.piece
    evidence = Evidence(
        piece.id,
        kind,
        len(copy.content),
        _digest(copy.content),
        cleaned=True,
        key=piece.key,
        original=errand.original,
        original_sha256=_digest(content),
    )
    unfinished = {
        piece.id: files.write(_chunks(copy.content), piece.key),
        original(piece.id): files.write(_chunks(content), errand.original),
    }
    return Brought(Outcome(evidence, has_location=copy.has_location), unfinished)


def _uncleaned(errand: Errand, content: bytes, *, kind: str, files: Store) -> Brought:
    """Write *content* aside as it came."""
    piece = errand.piece
    size, digest = len(content), _digest(content)
    evidence = Evidence(piece.id, kind, size, digest, cleaned=False, key=piece.key)
    outcome = Outcome(evidence, has_location=place.is_told(content))
    return Brought(outcome, {piece.id: files.write(_chunks(content), piece.key)})


def _digest(content: bytes) -> str:
    """Return the SHA-256 of *content* in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _chunks(content: bytes) -> Iterator[bytes]:
    """Yield *content* in parts, so that it is not copied as a whole."""
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]
