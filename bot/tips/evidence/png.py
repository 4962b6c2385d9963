"""PNG without metadata: only the chunks that make its pixels are copied (www.w3.org/TR/png-3).

What follows IEND goes too: cropping tools have left what was cropped away there.
"""

import re
import zlib
from collections.abc import Iterator

from bot.tips.evidence import exif, icc
from bot.tips.evidence.exif import Exif
from bot.tips.evidence.parts import Copy, Uncleanable, taken

_START = b"\x89PNG\r\n\x1a\n"
_PIXELS = frozenset(
    b"IHDR PLTE IDAT tRNS cHRM gAMA sRGB sBIT bKGD pHYs cICP mDCV cLLI acTL fcTL fdAT".split()
)
_WORDS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_MOST_CHUNKS = 100_000
_LARGEST_PROFILE = 4 * 1024 * 1024
_PLACE = re.compile(rb"exif:GPS|GPSLatitude|GPS ")


def clean(content: bytes) -> Copy:
    """Return a copy that shows the same pixels; raises Uncleanable."""
    parts = [_START]
    told = Exif()
    place = False
    names = set()
    for name, data in _chunks(content):
        names.add(name)
        if name in _PIXELS:
            parts.append(_chunk(name, data))
        elif name == b"iCCP":
            parts += _profile(data)
        elif name == b"eXIf":
            told = exif.read(data)
            parts += _upright(told)
        elif name in _WORDS:
            place = place or bool(_PLACE.search(data))
    if not {b"IHDR", b"IDAT"} <= names:
        raise Uncleanable("There is no picture in this PNG")
    return Copy(b"".join([*parts, _chunk(b"IEND", b"")]), place or told.has_location)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and data of each chunk before the end."""
    if not content.startswith(_START):
        raise Uncleanable("This is no PNG")
    place = len(_START)
    for _ in range(_MOST_CHUNKS):
        head = taken(content, place, size=8)
        size, name = int.from_bytes(head[:4], "big"), head[4:]
        data = taken(content, place + 8, size=size)
        sum_ = taken(content, place + 8 + size, size=4)
        if int.from_bytes(sum_, "big") != zlib.crc32(data, zlib.crc32(name)):
            raise Uncleanable("A part of this PNG is damaged")
        if name == b"IEND":
            return
        yield name, data
        place += 12 + size
    raise Uncleanable("A PNG of more parts than any program writes")


def _profile(data: bytes) -> list[bytes]:
    """Return the chunk of a colour profile that names no screen."""
    packed = data.partition(b"\0")[2][1:]
    try:
        profile = zlib.decompressobj().decompress(packed, _LARGEST_PROFILE)
    except zlib.error:
        return []
    plain = icc.plain(profile)
    return [_chunk(b"iCCP", b"icc\0\0" + zlib.compress(plain))] if plain else []


def _upright(told: Exif) -> list[bytes]:
    """Return the chunk that says which way up the picture is, where that is not as it lies."""
    if told.orientation == 1:
        return []
    return [_chunk(b"eXIf", exif.written(told.orientation))]


def _chunk(name: bytes, data: bytes) -> bytes:
    """Return a chunk with its length and sum."""
    sum_ = zlib.crc32(data, zlib.crc32(name))
    return b"".join((len(data).to_bytes(4, "big"), name, data, sum_.to_bytes(4, "big")))
