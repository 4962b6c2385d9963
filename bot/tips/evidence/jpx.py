"""JPEG 2000 without metadata, as pictures in PDFs are: ISO/IEC 15444-1 annex I."""

from bot.tips.evidence import place
from bot.tips.evidence.parts import Copy, Uncleanable, taken

_PICTURE = frozenset((b"jP  ", b"ftyp", b"jp2h", b"jp2c"))
_CODESTREAM = b"\xff\x4f\xff\x51"
_MOST_BOXES = 1000


def clean(content: bytes) -> Copy:
    """Return a copy of the boxes that make the picture; raises Uncleanable."""
    if content.startswith(_CODESTREAM):
        return Copy(content)
    kept: list[bytes] = []
    start = 0
    for _ in range(_MOST_BOXES):
        if start >= len(content):
            return Copy(b"".join(kept), place.is_told(content))
        size = int.from_bytes(taken(content, start, size=4), "big") or len(content) - start
        name = taken(content, start + 4, size=4)
        if size < 8:  # noqa: PLR2004 - 1 stands for sizes above 4 GB
            break
        if name in _PICTURE:
            kept.append(taken(content, start, size=size))
        start += size
    raise Uncleanable("A JPEG 2000 of a rare kind")
