"""JPEG without metadata: only what a decoder needs is copied, segment by segment.

Layout: ISO/IEC 10918-1 annex B. What follows the end of the image goes too: telephones put a second
picture, a film or what was cropped away there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.tips.evidence import exif, icc
from bot.tips.evidence.exif import Exif
from bot.tips.evidence.parts import Copy, Uncleanable, taken

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})  # baseline to progressive, one frame
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD})
_METADATA = frozenset({*range(0xE0, 0xF0), 0xFE})
_AFTER_SCAN = re.compile(rb"\xff(?=[^\x00\xff\xd0-\xd7])")
_JFIF = re.compile(rb"JFIF\0.{7}", re.DOTALL)
_ADOBE = re.compile(rb"Adobe.{7}", re.DOTALL)
_EXIF, _ICC = b"Exif\0\0", b"ICC_PROFILE\0"
_PLACE_IN_XMP = re.compile(rb"exif:GPS|GPSLatitude|photoshop:City|Iptc4xmpCore:Location")
_ICC_PART = 65_000
_MOST_SEGMENTS = 20_000


@dataclass(slots=True)
class _Found:
    """What metadata segments told that the copy or the sender needs."""

    exif: Exif = field(default_factory=Exif)
    profile: dict[int, bytes] = field(default_factory=dict)
    has_location: bool = False


def clean(content: bytes) -> Copy:
    """Return a copy that shows the same pixels the same way up; raises Uncleanable."""
    found = _Found()
    header: list[bytes] = []
    body: list[bytes] = []
    frames = 0
    for marker, segment in _segments(content):
        if marker in _METADATA:
            header += _kept(marker, segment[4:], found=found)
        else:
            frames += marker in _FRAMES
            body.append(segment)
    if frames != 1:
        raise Uncleanable("There is not one picture in this JPEG")
    parts = [b"\xff\xd8", *header, *_written(found), *body, b"\xff\xd9"]
    return Copy(b"".join(parts), found.has_location or found.exif.has_location)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each segment with its marker up to the end of the image; a scan brings its data."""
    if content[:2] != bytes((0xFF, _SOI)):
        raise Uncleanable("This is no JPEG")
    place = 2
    for _ in range(_MOST_SEGMENTS):
        marker, place = _marker(content, place)
        if marker == _EOI:
            return
        if marker not in _METADATA | _FRAMES | _TABLES | {_SOS}:
            raise Uncleanable("A JPEG of a rare kind")
        size = int.from_bytes(taken(content, place, size=2), "big")
        end = place + max(size, 2)
        if marker == _SOS:
            following = _AFTER_SCAN.search(content, end)
            end = following.start() if following else len(content)
        yield marker, bytes((0xFF, marker)) + taken(content, place, size=end - place)
        place = end
    raise Uncleanable("A JPEG of more parts than any camera writes")


def _marker(content: bytes, place: int) -> tuple[int, int]:
    """Return the marker at *place* and where its segment begins; fill bytes may stand before."""
    start = place
    while content[place : place + 1] == b"\xff":
        place += 1
    if place == start or place >= len(content):
        raise Uncleanable("The JPEG ends too early, or has no marker where one must be")
    return content[place], place + 1


def _kept(marker: int, payload: bytes, *, found: _Found) -> list[bytes]:
    """Return what is kept of a metadata segment, and note in *found* what it tells."""
    if marker == _APP0 and _JFIF.match(payload):
        return [_segment(_APP0, payload[:12] + b"\0\0")]  # without its thumbnail
    if marker == _APP14 and _ADOBE.match(payload):
        return [_segment(_APP14, payload[:12])]  # says how colours are coded
    if marker == _APP1 and payload.startswith(_EXIF) and found.exif == Exif():
        found.exif = exif.read(payload[len(_EXIF) :])
    elif marker == _APP1 and _PLACE_IN_XMP.search(payload):
        found.has_location = True
    elif marker == _APP2 and payload.startswith(_ICC):
        found.profile.setdefault(payload[len(_ICC)] if len(payload) > len(_ICC) else 0, payload)
    return []


def _written(found: _Found) -> Iterator[bytes]:
    """Yield segments that hold which way up the picture is, and what its colours mean."""
    if found.exif.orientation != 1:
        yield _segment(_APP1, _EXIF + exif.written(found.exif.orientation))
    parts = [found.profile[number][len(_ICC) + 2 :] for number in sorted(found.profile)]
    profile = icc.plain(b"".join(parts))
    total = -(-len(profile) // _ICC_PART)
    for number in range(total):
        part = profile[number * _ICC_PART : (number + 1) * _ICC_PART]
        yield _segment(_APP2, _ICC + bytes((number + 1, total)) + part)


def _segment(marker: int, payload: bytes) -> bytes:
    """Return a segment with its length."""
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload
