"""Finding what could tell who sends a tip, so that its sender can take it out."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

REMOVED = "[dihapus]"

_ME = r"(?:saya|sy|aku|ane|gue|gua|gw|kami)"
_MINE = r"(?:saya|sy|aku|ane|gue|gua|gw|kami|ku)"
_NAME = r"[A-Z][\w'.]+(?:\s+[A-Z][\w'.]*){0,3}"


class Trace(StrEnum):
    """What kind of thing a passage tells of its sender."""

    NAME = "nama"
    NUMBER = "nomor-induk"
    PHONE = "telepon"
    HANDLE = "akun"
    EMAIL = "surel"
    ONLY = "satu-satunya"
    PLACE = "tempat-kerja"
    SUPERIOR = "atasan"


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage that may tell who writes."""

    trace: Trace
    passage: str = field(repr=False)


def find_traces(text: str) -> tuple[Finding, ...]:
    """Return the passages of *text* that may tell who wrote it, in their order, each once.

    >>> [each.passage for each in find_traces("Nama saya Budi Santoso. Lurah bagi kaus.")]
    ['Nama saya Budi Santoso']
    """
    found: list[tuple[int, int, Trace]] = []
    for trace, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < other and end > first for first, other, _ in found):
                found.append((start, end, trace))
    passages = [Finding(trace, text[start:end].strip()) for start, end, trace in sorted(found)]
    return tuple(dict.fromkeys(passages))


def without(text: str, passage: str) -> str:
    """Return *text* with every occurrence of *passage* replaced by a mark that it was taken out."""
    return text.replace(passage, REMOVED)


def _any_case(pattern: str) -> re.Pattern[str]:
    """Return *pattern* for whole words in any case."""
    return re.compile(rf"(?<!\w){pattern}", re.IGNORECASE)


# The surest first: where two overlap, the first one counts.
_PATTERNS: tuple[tuple[Trace, re.Pattern[str]], ...] = (
    (Trace.EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    (Trace.NUMBER, re.compile(r"(?<![\w/])(?:(?:NIP|NIK|KTP|NRK)\W{0,3})?\d(?:[ .-]?\d){15,17}(?!\w)", re.IGNORECASE)),
    (Trace.NUMBER, _any_case(r"(?:NIP|NIK|NRK|NUPTK|KTP)\s*(?:saya|sy|gue|gw|aku)?\s*:?\s*\d[\d .]{3,}\d")),
    (Trace.PHONE, re.compile(r"(?<![\w/])(?:\+?62|0)[ -]?8(?:[ -]?\d){7,11}(?!\w)")),
    (Trace.PHONE, re.compile(r"(?<![\w/])\(?0(?:21|251)\)?[ -]?\d(?:[ -]?\d){5,7}(?!\w)")),
    (
        Trace.HANDLE,
        _any_case(
            rf"(?:(?:ig|instagram|akun|twitter|x|fb|facebook|tiktok|tele|telegram|username|dm|medsos)\s*"
            rf"(?:{_MINE}\b)\s*(?:di|adalah|:|=)*\s*@?[\w.]{{3,}}|"
            rf"(?:dm|hubungi|kontak|follow|add|japri|chat)\s+(?:{_MINE}\s+)?(?:di\s+|ke\s+|ig\s+|akun\s+|tele(?:gram)?\s+)*@[\w.]{{3,}}|"
            rf"{_ME}\s*\(?@[\w.]{{3,}}\)?)"
        ),
    ),
    (
        Trace.NAME,
        re.compile(
            rf"(?i:(?<!\w)(?:nama\s+(?:lengkap\s+)?{_MINE}|namaku|nm\s+saya|perkenalkan,?\s+(?:nama\s+)?{_ME}|"
            rf"kenalkan,?\s+{_ME}|(?:panggil|sebut)(?:\s+saja)?\s+{_ME}|{_ME}\s+(?:bernama|atas\s+nama)|"
            rf"{_ME}\s+yang\s+bernama|pelapor|ttd|tertanda|hormat\s+(?:saya|kami)|salam))"
            rf"(?i:\s*(?:adalah|ialah|itu|sebagai)?\s*)[:,]?\s*(?i:pak\s+|bu\s+|ibu\s+|bapak\s+)?{_NAME}"
        ),
    ),
    (Trace.NAME, _any_case(rf"(?:nama\s+(?:lengkap\s+)?{_MINE}|namaku)\s*(?:adalah|ialah|itu|:)?\s+[a-z]{{3,}}(?:\s+[a-z]{{3,}})?")),
    (Trace.NAME, re.compile(rf"(?<!\w)(?:[Ss]aya|[Aa]ku|[Gg]ue|[Gg]w|[Ss]y),?\s+(?:(?:pak|bu|ibu|bapak)\s+)?(?!Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|ASN|PNS|PPPK|WA|RT|RW|Kel|Kec|Lurah|Camat|Kota|Depok){_NAME}")),
    (Trace.NAME, re.compile(rf"\n\s*(?:[-–—~]\s*)?{_NAME}\s*$")),
    (
        Trace.ONLY,
        _any_case(
            rf"(?:(?:karena\s+|cuma\s+|hanya\s+)?{_ME}\s+(?:adalah\s+|itu\s+|ini\s+)?(?:satu[- ]?satunya|satu2nya|sendirian\s+di)"
            rf"[^.,;!?\n]{{0,50}}|satu[- ]?satunya\s+[^.,;!?\n]{{0,40}}?(?:adalah|ya|itu|cuma|hanya)?\s*{_ME}\b|"
            rf"(?:cuma|cuman|hanya)\s+{_ME}\s+(?:yang|yg|doang|sendiri|seorang)[^.,;!?\n]{{0,40}}|"
            rf"(?:cuma|cuman|hanya)\s+(?:ada\s+)?(?:dua|tiga|berdua|bertiga|2|3)\s+orang[^.,;!?\n]{{0,40}}\b{_ME}\b)"
        ),
    ),
    (
        Trace.SUPERIOR,
        _any_case(
            rf"(?:atasan(?:\s+langsung)?|bos|boss|bawahan|pimpinan|kepala|kabid|kasi|kadis|kasubag|supervisor|rekan|teman)\s+"
            rf"(?:langsung\s+|kerja\s+|kantor\s+|seruangan\s+|satu\s+ruangan\s+)*{_MINE}\b(?:\s+langsung)?|"
            rf"(?:atasan|bos)ku\b|{_ME}\s+(?:adalah\s+|ini\s+)?(?:bawahan|anak\s+buah|ajudan|sopir|supir|sekretaris|asisten)(?:nya|\s+(?:langsung|beliau|dia|pak|bu)\b)?"
        ),
    ),
    (
        Trace.PLACE,
        _any_case(
            rf"(?:{_ME}\s+(?:adalah\s+|ini\s+|juga\s+|cuma\s+|hanya\s+|seorang\s+|sebagai\s+)*"
            rf"(?:staf|staff|pegawai|honorer|guru|operator|bendahara|petugas|karyawan|tu|pns|asn|pppk|p3k|kasi|kasubag|admin|satpam|kader|bidan|perawat|pelaksana|ketua|sekretaris)"
            rf"\s+(?:(?:asn|pns|honorer|kontrak|harian|tu|tata\s+usaha)\s+)?(?:di|pada|bagian|bidang|seksi|kelurahan|kecamatan|dinas|sd|sdn|smp|smpn|sma|puskesmas|rt|rw|subbag|kelas)\b[^.,;!?\n]{{0,50}}|"
            rf"{_ME}\s+(?:yang\s+)?(?:kerja|bekerja|dinas|bertugas|tugas|ngantor|ngajar|mengajar|ditempatkan|magang)\s+(?:di|pada|sebagai)\s+[^.,;!?\n]{{2,50}}|"
            rf"(?:kantor|ruangan|ruang(?:\s+kerja)?|meja(?:\s+kerja)?|bidang|seksi|unit|bagian|subbag|dinas|sekolah|loket|tim|kelas)\s+(?:tempat\s+)?{_MINE}\b(?:\s+(?:bekerja|kerja|mengajar))?[^.,;!?\n]{{0,30}}|"
            rf"(?:meja|kantor|ruangan)ku\b|rumah\s+{_MINE}\b[^.,;!?\n]{{0,40}}|{_ME}\s+(?:tinggal|ngontrak|ngekos)\s+di\s+[^.,;!?\n]{{3,40}})"
        ),
    ),
)
