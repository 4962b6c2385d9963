"""WebP without metadata: only the chunks that make its pixels are copied (RFC 9649)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.tips.evidence import exif, icc
from bot.tips.evidence.exif import Exif
from bot.tips.evidence.parts import Copy, Uncleanable, taken

_PICTURE = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_PIXELS = _PICTURE | {b"ANIM"}
_HAS_PROFILE, _HAS_EXIF, _HAS_XMP = 0x20, 0x08, 0x04
_FRAME_HEAD = 16
_MOST_CHUNKS = 100_000
_PLACE = re.compile(rb"exif:GPS|GPSLatitude")
_EXIF = b"Exif\0\0"  # some programs put it before, as in JPEG


@dataclass(slots=True)
class _Read:
    """What the chunks of a file hold that the copy or the sender needs."""

    head: bytes = b""
    profile: bytes = b""
    exif: Exif = field(default_factory=Exif)
    has_location: bool = False
    body: list[bytes] = field(default_factory=list)


def clean(content: bytes) -> Copy:
    """Return a copy that shows the same pixels; raises Uncleanable."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise Uncleanable("This is no WebP")
    end = 8 + int.from_bytes(content[4:8], "little")
    read = _Read()
    for name, data in _chunks(content, 12, end=end):
        _note(name, data, read=read)
    if not read.body:
        raise Uncleanable("There is no picture in this WebP")
    parts = b"".join(_arranged(read))
    whole = b"RIFF" + (4 + len(parts)).to_bytes(4, "little") + b"WEBP" + parts
    return Copy(whole, read.has_location or read.exif.has_location)


def _note(name: bytes, data: bytes, *, read: _Read) -> None:
    """Add to *read* what one chunk holds."""
    match name:
        case b"VP8X":
            read.head = read.head or taken(data, 0, size=10)
        case b"ICCP":
            read.profile = read.profile or icc.plain(data)
        case b"EXIF":
            read.exif = exif.read(data.removeprefix(_EXIF))
        case b"XMP ":
            read.has_location = bool(_PLACE.search(data))
        case _:
            read.body += _shown(name, data)


def _chunks(content: bytes, start: int, *, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and data of each chunk from *start* to *end*."""
    for _ in range(_MOST_CHUNKS):
        if start >= end:
            return
        name = taken(content, start, size=4)
        size = int.from_bytes(taken(content, start + 4, size=4), "little")
        if start + 8 + size > end:
            raise Uncleanable("A part of this WebP is damaged")
        yield name, taken(content, start + 8, size=size)
        start += 8 + size + size % 2
    raise Uncleanable("A WebP of more parts than any program writes")


def _shown(name: bytes, data: bytes) -> list[bytes]:
    """Return a chunk that makes pixels, of a frame only what makes its pixels."""
    if name in _PIXELS:
        return [_chunk(name, data)]
    if name != b"ANMF":
        return []
    frame = taken(data, 0, size=_FRAME_HEAD)
    inside = _chunks(data, _FRAME_HEAD, end=len(data))
    return [_chunk(name, frame + b"".join(_chunk(*each) for each in inside if each[0] in _PICTURE))]


def _arranged(read: _Read) -> Iterator[bytes]:
    """Yield the chunks in their order, with flags that say what is there now."""
    turned = read.exif.orientation != 1
    if read.head:
        flags = read.head[0] & ~(_HAS_PROFILE | _HAS_EXIF | _HAS_XMP)
        flags |= (_HAS_PROFILE if read.profile else 0) | (_HAS_EXIF if turned else 0)
        yield _chunk(b"VP8X", bytes((flags,)) + read.head[1:])
        if read.profile:
            yield _chunk(b"ICCP", read.profile)
    yield from read.body
    if read.head and turned:
        yield _chunk(b"EXIF", exif.written(read.exif.orientation))


def _chunk(name: bytes, data: bytes) -> bytes:
    """Return a chunk with its length, padded to an even one."""
    return name + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2)
