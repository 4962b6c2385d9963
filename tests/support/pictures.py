"""Small real files with metadata that must not survive: each carries every word of CANARIES."""

import struct
import zlib

AUTHOR, DEVICE, NAME = "Sri Kanari Rahasia", "Kamera Kanari 9000", "IMG_kanari_rahasia.jpg"
LATITUDE = "6.3924711"
CANARIES = (AUTHOR, DEVICE, NAME, LATITUDE)
WORDS = " ".join(CANARIES).encode()
XMP = b'<x:xmpmeta exif:GPSLatitude="' + LATITUDE.encode() + b'">' + WORDS + b"</x:xmpmeta>"
TRAILER = b"trailing " + WORDS


def tiff(orientation: int = 6, *, gps: bool = True) -> bytes:
    """Return Exif with an orientation, the words, and the directory of a place."""
    entries = [
        struct.pack(">HHII", 0x010F, 2, len(WORDS) + 1, 200),
        struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0),
    ]
    if gps:
        entries.append(struct.pack(">HHII", 0x8825, 4, 1, 100))
    body = struct.pack(">H", len(entries)) + b"".join(entries) + bytes(4)
    place = struct.pack(">HHHI4s", 1, 1, 2, 2, b"S\0\0\0") + bytes(4)
    whole = b"MM\0*" + struct.pack(">I", 8) + body
    return whole.ljust(100, b"\0")[:100] + place.ljust(100, b"\0") + WORDS + b"\0"


def segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png() -> bytes:
    """Return a PNG of 2 by 2 pixels with all that a phone or an editor writes beside them."""
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)),
            chunk(b"tEXt", b"Author\0" + WORDS),
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
            chunk(b"eXIf", tiff()),
            chunk(b"tIME", struct.pack(">HBBBBB", 2026, 11, 25, 3, 0, 0)),
            chunk(b"prVt", WORDS),
            chunk(b"IDAT", zlib.compress(b"\0abcdef\0ghijkl")),
            chunk(b"IEND", b""),
            TRAILER,
        )
    )
