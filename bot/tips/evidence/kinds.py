"""What a file is, told by its content: its name and the sender's word for it count for nothing.

What is taken is what a reader opens without danger. Office documents are not: they name their
author, keep earlier wordings and may hold programs, and nothing here can take that out; the same
page as PDF or screenshot is taken.
"""

import re
from enum import StrEnum

from bot.errors import JagaNetralError

LARGEST = 16 * 1024 * 1024

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
GIF, HEIC, TEXT = "image/gif", "image/heic", "text/plain"
OGG, MP3, M4A, WAV = "audio/ogg", "audio/mpeg", "audio/mp4", "audio/wav"
AAC, AMR = "audio/aac", "audio/amr"
MP4, QUICKTIME, GPP, WEBM = "video/mp4", "video/quicktime", "video/3gpp", "video/webm"

_HEAD = 4096
_TAR_MARK = 257


class Refusal(StrEnum):
    """Why a file is not taken; senders are told, so the words are Indonesian."""

    PROGRAM = "program"
    ARCHIVE = "arsip"
    OFFICE = "dokumen-kantor"
    PAGE = "halaman-web"
    EMPTY = "kosong"
    TOO_LARGE = "terlalu-besar"
    UNKNOWN = "tidak-dikenal"
    UNREACHED = "tidak-terambil"


class NotTaken(JagaNetralError):
    """Report a file that is refused for a *reason*; never says what is in it."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(f"The file is refused: {reason}")
        self.reason = reason


# Patterns at the start of a file, the first that fits counts.
_TAKEN: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"\xff\xd8\xff", JPEG),
        (rb"\x89PNG\r\n\x1a\n", PNG),
        (rb"RIFF.{4}WEBP", WEBP),
        (rb"RIFF.{4}WAVE", WAV),
        (rb"GIF8[79]a", GIF),
        (rb"%PDF-\d", PDF),
        (rb"OggS", OGG),
        (rb"ID3", MP3),
        (rb"\xff[\xf1\xf9]", AAC),
        (rb"\xff[\xfa\xfb\xf2\xf3\xe2\xe3]", MP3),
        (rb"#!AMR", AMR),
        (rb".{4}ftyp(?:heic|heix|hevc|heim|heis|mif1|msf1|avif|avis)", HEIC),
        (rb".{4}ftypM4[AB]", M4A),
        (rb".{4}ftyp3g", GPP),
        (rb".{4}ftypqt", QUICKTIME),
        (rb".{4}ftyp", MP4),
        (rb".{4}(?:moov|mdat|wide)", QUICKTIME),
        (rb"\x1aE\xdf\xa3", WEBM),
    )
)
_REFUSED: tuple[tuple[re.Pattern[bytes], Refusal], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), reason)
    for pattern, reason in (
        (rb"\x7fELF|MZ|dex\n|\0asm|#!(?!AMR)|!<arch>|L\0\0\0\x01\x14\x02", Refusal.PROGRAM),
        (rb"\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe", Refusal.PROGRAM),
        (rb"Rar!|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd", Refusal.ARCHIVE),
        (rb"MSCF|LZIP|\x04\x22\x4d\x18|\x1f\x9d", Refusal.ARCHIVE),
        (rb"\xd0\xcf\x11\xe0|\{\\rtf", Refusal.OFFICE),
    )
)
_ZIP = re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)")
_OFFICE_PARTS = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")
_APK_PARTS = (b"AndroidManifest.xml", b"classes.dex", b"META-INF/MANIFEST.MF")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|html|svg|head|body|script|!--)", re.IGNORECASE
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def find(content: bytes | bytearray) -> str:
    """Return the media type of *content*; raises NotTaken with the reason for what is refused."""
    if not content:
        raise NotTaken(Refusal.EMPTY)
    if len(content) > LARGEST:
        raise NotTaken(Refusal.TOO_LARGE)
    head = bytes(content[:_HEAD])
    _refuse(head, content)
    for pattern, kind in _TAKEN:
        if pattern.match(head):
            return kind
    if _is_text(content):
        return TEXT
    raise NotTaken(Refusal.UNKNOWN)


def _refuse(head: bytes, content: bytes | bytearray) -> None:
    """Raise NotTaken for what is known to be no evidence."""
    for pattern, reason in _REFUSED:
        if pattern.match(head):
            raise NotTaken(reason)
    if _ZIP.match(head):
        raise NotTaken(_inside_zip(content))
    if head[_TAR_MARK : _TAR_MARK + 5] == b"ustar":
        raise NotTaken(Refusal.ARCHIVE)
    if _MARKUP.match(head):
        raise NotTaken(Refusal.PAGE)


def _inside_zip(content: bytes | bytearray) -> Refusal:
    """Return what a zip file is; the names of its parts stand in clear in it."""
    if any(part in content for part in _APK_PARTS):
        return Refusal.PROGRAM
    return Refusal.OFFICE if any(part in content for part in _OFFICE_PARTS) else Refusal.ARCHIVE


def _is_text(content: bytes | bytearray) -> bool:
    """Tell whether *content* is UTF-8 without control characters."""
    if _CONTROLS.search(content):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
