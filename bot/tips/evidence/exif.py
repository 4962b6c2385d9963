"""Exif, as far as it matters: which way up a picture is, and whether it says where it was taken.

Exif is a TIFF file in itself: https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

_ORIENTATION, _GPS = 0x0112, 0x8825
_SHORT = 3
_MOST_ENTRIES = 512
_TURNED = range(2, 9)


@dataclass(frozen=True, slots=True)
class Exif:
    """What is read of a picture's Exif; *orientation* 1 is upright."""

    orientation: int = 1
    has_location: bool = False


def read(tiff: bytes) -> Exif:
    """Return what *tiff* tells; broken Exif, which a viewer cannot use either, tells nothing."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return Exif()
    try:
        entries = _entries(tiff, struct.unpack_from(f"{order}I", tiff, 4)[0], order=order)
    except struct.error:
        return Exif()
    kind, value = entries.get(_ORIENTATION, (0, b"\0\0\0\0"))
    orientation = struct.unpack(f"{order}H", value[:2])[0] if kind == _SHORT else 1
    return Exif(orientation if orientation in _TURNED else 1, _GPS in entries)


def written(orientation: int) -> bytes:
    """Return Exif that holds *orientation* and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def _entries(tiff: bytes, start: int, *, order: str) -> Mapping[int, tuple[int, bytes]]:
    """Return type and value field of each tag in the directory at *start*."""
    count = min(struct.unpack_from(f"{order}H", tiff, start)[0], _MOST_ENTRIES)
    found = {}
    for number in range(count):
        tag, kind, _, value = struct.unpack_from(f"{order}HHI4s", tiff, start + 2 + 12 * number)
        found[tag] = (kind, value)
    return found
