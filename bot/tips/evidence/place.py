"""Whether a file of any kind says where it was made, as far as the usual marks tell."""

import re

from bot.tips.evidence import exif

# Films: Apple's and Android's way, and that of 3GPP. Pictures: XMP, and Exif in HEIC.
_MARKS = re.compile(
    rb"\xa9xyz|com\.apple\.quicktime\.location|loci\0\0\0\0|exif:GPS|GPSLatitude|GPSCoordinates"
)
_EXIF = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")
_MOST = 16
_LENGTH = 65_536


def is_told(content: bytes) -> bool:
    """Tell whether *content* carries a mark of a place."""
    if _MARKS.search(content):
        return True
    for number, found in enumerate(_EXIF.finditer(content)):
        if number >= _MOST:
            break
        if exif.read(content[found.end() : found.end() + _LENGTH]).has_location:
            return True
    return False
