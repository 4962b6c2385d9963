"""What a question to a sender must not do: ask who they are, or repeat what tells it."""

import re

from bot.tips.scrubbing import find_traces

_THEIRS = r"(?:anda|kamu|saudara|sdr|pelapor|mu)"
_TELLING = (
    r"nama(?:\s+lengkap)?|no(?:mor|mer)?\.?\s*(?:hp|wa|telepon|telp|induk|whatsapp)|nip|nik|ktp|"
    r"alamat(?:\s+rumah)?|e-?mail|surel|akun|jabatan|pekerjaan|tempat\s+(?:kerja|tinggal)|"
    r"unit\s+kerja|kantor|rumah|hubungan"
)
_ASKS = re.compile(
    rf"\bsiapa(?:kah)?\s+{_THEIRS}\b|\b(?:{_TELLING})\s*{_THEIRS}\b|\bidentitas\b"
    rf"|\b{_THEIRS}\s+(?:ini\s+)?(?:siapa|kerja\s+di\s*mana|bekerja\s+di\s*mana|tinggal\s+di\s*mana)\b",
    re.IGNORECASE,
)


def asks_identity(text: str) -> tuple[str, ...]:
    """Return the passages of *text* that ask its reader who they are, each once.

    >>> asks_identity("Ada foto kausnya? Siapa Anda dan apa jabatan Anda?")
    ('Siapa Anda', 'jabatan Anda')
    """
    return tuple(dict.fromkeys(match[0] for match in _ASKS.finditer(text)))


def tells_identity(text: str) -> tuple[str, ...]:
    """Return the passages of *text* that may tell who somebody is, each once."""
    return tuple(each.passage for each in find_traces(text))
