"""Small real files with metadata that must not survive: each carries every word of CANARIES."""

import io
import struct
import zlib

from PIL import Image, ImageCms

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


def screen_profile() -> bytes:
    """Return a profile whose description, copyright and private tag name a screen."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (count,) = struct.unpack_from(">I", plain, 128)
    shift = 12
    tags = [struct.unpack_from(">4sII", plain, 132 + 12 * number) for number in range(count)]
    tags = [(name, start + shift, size) for name, start, size in tags]
    data = plain[132 + 12 * count :]
    tags.append((b"mmod", 132 + 12 * count + shift + len(data), len(WORDS)))
    whole = struct.pack(">I", count + 1) + b"".join(struct.pack(">4sII", *each) for each in tags)
    head = struct.pack(">I", 128 + len(whole) + len(data) + len(WORDS)) + plain[4:128]
    return head + whole + data + WORDS


def tell_everything(kind: str) -> bytes:
    """Return a file of a *kind* with the words of CANARIES beside what it shows."""
    if kind == "image/png":
        return png()
    file = io.BytesIO()
    picture = Image.effect_noise((64, 48), 60).convert("RGB")
    exif = b"Exif\0\0" + tiff()
    if kind == "image/webp":
        picture.save(file, "WEBP", exif=exif, xmp=XMP)
    elif kind == "application/pdf":
        picture.save(file, "PDF", author=AUTHOR, title=NAME, producer=DEVICE, keywords=LATITUDE)
    else:
        picture.save(file, "JPEG", exif=exif, comment=WORDS)
    return file.getvalue() + TRAILER
