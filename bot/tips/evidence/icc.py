"""Colour profiles without the name, serial number and day of the screen or scanner.

Pixels mean other colours without their profile, so it is kept; a profile of one's own screen names
it, and macOS writes that screen's serial number in every screenshot. Layout: ICC.1:2022.
"""

import struct

_HEADER, _ENTRY = 128, 12
_MOST_TAGS = 100
_MOST_BYTES = 4 * 1024 * 1024
_COLOUR = frozenset(
    b"wtpt bkpt rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC chad lumi cicp gamt "
    b"A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 pre0 pre1 pre2".split()
)
# Header fields that say who made the profile, when and for which device.
_TELLING = ((4, 8), (24, 36), (40, 44), (48, 64), (80, 128))


def plain(profile: bytes) -> bytes:
    """Return *profile* with colours only, b"" when it cannot be read: then viewers take sRGB."""
    if len(profile) > _MOST_BYTES or profile[36:40] != b"acsp":
        return b""
    try:
        return _rebuilt(profile)
    except struct.error:
        return b""


def _rebuilt(profile: bytes) -> bytes:
    """Return a profile of the same colours with neutral words."""
    header = bytearray(profile[:_HEADER])
    for start, end in _TELLING:
        header[start:end] = bytes(end - start)
    header[24:36] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    tags = _tags(profile)
    directory, data = [], b""
    places: dict[bytes, int] = {}
    start = _HEADER + 4 + _ENTRY * len(tags)
    for name, value in tags.items():
        if value not in places:  # curves of several colours are often one and the same
            places[value] = start + len(data)
            data += value + bytes(-len(value) % 4)
        directory.append(struct.pack(">4sII", name, places[value], len(value)))
    whole = struct.pack(">I", len(tags)) + b"".join(directory) + data
    header[:4] = struct.pack(">I", _HEADER + len(whole))
    return bytes(header) + whole


def _tags(profile: bytes) -> dict[bytes, bytes]:
    """Return the tags about colour, and the two about words that a profile must have."""
    (count,) = struct.unpack_from(">I", profile, _HEADER)
    modern = profile[8] >= 4  # noqa: PLR2004 - the major version, which decides how words are kept
    found = {b"desc": _words(modern=modern), b"cprt": _words(modern=modern, copyright_=True)}
    for number in range(min(count, _MOST_TAGS)):
        place = _HEADER + 4 + _ENTRY * number
        name, start, size = struct.unpack_from(">4sII", profile, place)
        value = profile[start : start + size]
        if name in _COLOUR and len(value) == size:
            found[name] = value
    return found


def _words(*, modern: bool, copyright_: bool = False) -> bytes:
    """Return the tag that names a profile, or its copyright, as versions 4 and 2 write it."""
    if modern:
        text = "RGB".encode("utf-16-be")
        return b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(text), 28) + text
    if copyright_:
        return b"text" + bytes(4) + b"-\0"
    return b"desc" + struct.pack(">II", 0, 4) + b"RGB\0" + bytes(78)
