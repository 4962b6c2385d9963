"""Finding what could tell who sends a tip, so that its sender can take it out."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from bot.tips.standpoint import find_standpoints
from bot.tips.wordings import CALLINGS, JOBS, ME, MINE, MORE, NAME, NO_NAME, REST, SOME, WORKPLACES

REMOVED = "[dihapus]"


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
    STANDPOINT = "diri"


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


def find_clues(text: str) -> tuple[Finding, ...]:
    """Return the traces in *text*, and clauses in the first person that say more than "I saw".

    >>> [each.passage for each in find_clues("Saya lihat lurah, meja saya di depannya.")]
    ['meja saya di depannya']
    """
    traces = find_traces(text)
    taken = [each.passage for each in traces]
    clauses = [text[start:end].strip() for start, end in find_standpoints(text)]
    own = (
        Finding(Trace.STANDPOINT, clause)
        for clause in clauses
        if not any(clause in passage or passage in clause for passage in taken)
    )
    return (*traces, *dict.fromkeys(own))


def without(text: str, passage: str) -> str:
    """Return *text* with every occurrence of *passage* replaced by a mark that it was taken out."""
    return text.replace(passage, REMOVED)


def _form(pattern: str, *, exact: bool = False) -> re.Pattern[str]:
    """Return *pattern*, with blanks for reading, for whole words; *exact* minds the case."""
    return re.compile(rf"(?<!\w)(?:{pattern})", re.VERBOSE | (0 if exact else re.IGNORECASE))


# The surest first: where two overlap, the first one counts.
_PATTERNS: tuple[tuple[Trace, re.Pattern[str]], ...] = (
    (Trace.EMAIL, _form(r"[\w.+-]{1,64} @ [\w-]{1,63} (?:\.[\w-]{1,63}){1,4}")),
    (Trace.NUMBER, _form(r"(?:(?:NIP|NIK|KTP|NRK)\W{0,3})? \d(?:[\ .-]?\d){15,17} (?!\w)")),
    (
        Trace.NUMBER,
        _form(
            rf"(?:NIP|NIK|NRK|NUPTK|KTP) \s* {MINE}? \s* (?:nya|adalah|itu)? \s* :? \s*"
            r"\d[\d\ .]{3,}\d"
        ),
    ),
    (Trace.PHONE, _form(r"(?:\+?62|0)[\ .-]?8(?:[\ .-]?\d){7,11} (?!\w)")),
    (Trace.PHONE, _form(r"\(?0(?:21|251)\)?[\ -]?\d(?:[\ -]?\d){5,7} (?!\w)")),
    (
        Trace.HANDLE,
        _form(
            rf"(?:ig|instagram|akun|twitter|x|fb|facebook|tiktok|tele|telegram|username|medsos)"
            rf"\s* {MINE}\b \s* (?:(?:di|adalah|itu|namanya|:|=)\s*)* @?[\w.]{{3,}}"
            rf"| (?:dm|hubungi|kontak|follow|add|japri|chat) \s+ (?:{MINE}\s+)?"
            rf"(?:(?:di|ke|ig|akun|tele|telegram|tiktok|instagram|fb|lewat|via)\s+)* @[\w.]{{3,}}"
            rf"| (?:dm|hubungi|kontak|chat|japri) \b [^.,;!?\n]{{0,25}} @[\w.]{{3,}}"
            rf"| {ME} \b [^.,;!?\n]{{0,25}} @[\w.]{{3,}}"
            r"| (?:ig|tele|telegram|akun|wa)? \s* @[\w.]{3,} \s+ (?:bisa|boleh)\s+(?:di)?hubung\w*"
        ),
    ),
    (
        Trace.NAME,
        _form(
            rf"(?i: nama \s+ (?:lengkap\s+)? {MINE} | namaku | nm \s+ saya"
            rf"| perkenalkan,? (?:\s+ (?:nama\s+)? {ME})? | kenalkan,? \s+ {ME}"
            rf"| (?:panggil|sebut) (?:\s+saja)? \s+ {ME} | {ME} \s+ (?:bernama|atas\s+nama)"
            rf"| {ME} \s+ yang \s+ bernama | pelapor | ttd | tertanda"
            rf"| identitas \s+ {MINE} | yang \s+ melapor | pengirim | an\.? | a\.n\.? "
            rf"| wassalam\w* | nama (?=\s*:) | hormat \s+ (?:saya|kami) | salam (?:\s+hormat)?)"
            rf"(?i: \s* (?:adalah|ialah|itu|sebagai)? \s*) [:,]? \s*"
            rf"(?i: (?:pak|bu|ibu|bapak)\s+)? {NAME}"
            rf"(?i: ,? \s* (?:{JOBS}) \s+ (?:{WORKPLACES})\b {REST})?",
            exact=True,
        ),
    ),
    (
        Trace.NAME,
        _form(
            rf"(?: nama \s+ (?:lengkap\s+)? {MINE}\b | namaku) \s* (?:adalah|ialah|itu|:)? \s+"
            r"(?!tidak|jangan|tolong|di|dirahasiakan|disembunyikan|nggak|gak|ga\b) [a-z]{3,}"
            r"(?:\s+[a-z]{3,})?"
        ),
    ),
    (
        Trace.NAME,
        _form(
            rf"(?:[Ss]aya|[Aa]ku|[Gg]ue|[Gg]w|[Ss]y),? \s+ (?:(?:pak|bu|ibu|bapak)\s+)?"
            rf"(?!{NO_NAME}) {NAME}",
            exact=True,
        ),
    ),
    (Trace.NAME, re.compile(rf"(?:^|\n)\s*[Dd]ari:?\s+{NAME}")),
    (Trace.NAME, re.compile(rf"\n\s*(?:[-\u2013\u2014~]\s*)?{NAME}\s*$")),
    (
        Trace.ONLY,
        _form(
            rf"{ME} \s+ (?:(?:adalah|itu|ini|memang)\s+)?"
            rf"(?:satu[-\ ]?satunya|satu2nya|sendirian\s+di) {REST}"
            rf"| (?:cuma|cuman|hanya) \s+ {ME} \s+ \w+ \s+ di \s+ {REST}"
            rf"| {ME} \s+ yang \s+"
            rf"(?:menyimpan|memotret|merekam|mencatat|mengetik|pegang|memegang|disuruh"
            rf"|ditugasi|diminta|bertugas|jaga|jadi|menjadi) {REST}"
            rf"| kami \s+ (?:berdua|bertiga|berempat) {REST}"
            rf"| satu[-\ ]?satunya \s+ {SOME}? (?:(?:adalah|ya|itu|cuma|hanya)\s*)? {ME}\b"
            rf"| (?:cuma|cuman|hanya) \s+ {ME} \s+ (?:yang|yg|doang|sendiri|seorang) {REST}"
            rf"| {ME} \s+ (?:doang|sendirian|seorang) \s+ {REST}"
            rf"| (?:cuma|cuman|hanya) \s+ (?:ada\s+)? (?:dua|tiga|berdua|bertiga|2|3) \s+ orang"
            rf"[^.;!?\n]{{0,40}} \b{ME}\b"
        ),
    ),
    (
        Trace.SUPERIOR,
        _form(
            rf"(?:atasan(?:\s+langsung)?|bos|boss|bawahan|pimpinan|kepala|kabid|kasi|kadis"
            rf"|kasubag|supervisor|rekan|teman) \s+"
            rf"(?:(?:langsung|kerja|kantor|seruangan|satu\s+ruangan)\s+)*"
            rf"{MINE}\b (?:\s+langsung)?"
            rf"| (?:atasan|bos)ku\b"
            rf"| {ME} \s+ (?:(?:adalah|ini)\s+)?"
            rf"(?:(?:mantan|bekas)\s+)? (?:bawahan|anak\s+buah|ajudan|sopir|supir|sekretaris"
            rf"|asisten)"
            rf"(?:nya|\s+(?:langsung|beliau|dia|pak|bu|wali)\b)?"
            rf"| {ME} \s+ (?:(?:adalah|ini|kebetulan)\s+)?"
            rf"(?:istri|suami|anak|keponakan|sepupu|ipar|menantu|tetangga|teman|adik|kakak)"
            rf"(?:nya\b|\s+(?!saya) {REST})"
            rf"| (?:istri|suami|anak|adik|kakak|ipar) \s+ {MINE}\b {REST}"
        ),
    ),
    (
        Trace.PLACE,
        _form(
            rf"{ME} \s+ (?:(?:adalah|ini|juga|cuma|hanya|seorang|sebagai)\s+)* (?:{JOBS}) \s+"
            rf"(?:[\w/]+\s+){{0,2}}?"
            rf"(?:{WORKPLACES})\b {REST}"
            rf"| {ME} \s+ (?:(?:adalah|ini|juga|cuma|hanya|seorang|sebagai|mantan)\s+)*"
            rf"(?:{CALLINGS})(?:nya)?\b {REST}"
            rf"| {ME} \s+ (?:(?:yang|sehari-hari)\s+)* (?:kerja|bekerja|dinas|bertugas|tugas"
            rf"|ngantor|ngajar|mengajar|ditempatkan|magang) \s+ (?:\w+\s+){{0,2}}?"
            rf"(?:di|pada|sebagai) \s+ {REST}"
            rf"| (?:tempat\s+kerja|kantor|ruangan|ruang(?:\s+kerja)?|meja(?:\s+kerja)?|bidang"
            rf"|seksi|unit|bagian"
            rf"|subbag|dinas|sekolah|loket|tim|kelas|rumah) \s+ (?:tempat\s+)? {MINE}\b"
            rf"(?:\s+(?:bekerja|kerja|mengajar))? {REST}"
            rf"| (?:meja|kantor|ruangan|rumah)ku\b"
            rf"| {ME} \s+ (?:tinggal|ngontrak|ngekos) \s+ di \s+ {REST}"
        ),
    ),
    *((Trace(kind), _form(pattern, exact=exact)) for kind, pattern, exact in MORE),
)
