"""What staff read about broadcasts: refusals, warnings, and the lines that we add to texts."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from bot.errors import Refused
from knowledge.phrasebook import Phrase

Say = Callable[..., str]


class Rule(StrEnum):
    """What a broadcast must keep to, as the audit trail names it."""

    UNKNOWN = "tidak-ada"
    STATE = "keadaan"
    SAME_PERSON = "orang-sama"
    CHANGED = "berubah"
    OVERTAKEN = "tersusul"
    LATE = "lewat-waktu"
    ORDER = "urutan-waktu"
    QUIET = "jam-tenang"
    DOUBLE = "ganda"
    EMPTY = "kosong"
    LONG = "panjang"
    STRONG = "tebal"
    PLACEHOLDER = "isian"
    TITLE = "judul"
    CHOICE = "pilihan"
    VARIABLE = "variabel"
    VARIABLES_LONG = "variabel-panjang"
    NO_WHATSAPP = "tanpa-whatsapp"
    BODY_LONG = "templat-panjang"
    CAPTION = "keterangan-panjang"
    PICTURE_KIND = "jenis-gambar"
    PICTURE_LARGE = "gambar-besar"
    PICTURE_LOST = "gambar-hilang"


_WORDS: dict[Rule, tuple[str, ...]] = {
    Rule.UNKNOWN: ("nomor",),
    Rule.STATE: ("keadaan", "boleh"),
    Rule.QUIET: ("jam",),
    Rule.DOUBLE: ("nomor",),
    Rule.LONG: ("panjang", "batas"),
    Rule.PLACEHOLDER: ("isian",),
    Rule.TITLE: ("batas",),
    Rule.CHOICE: ("pilihan",),
    Rule.VARIABLE: ("nomor",),
    Rule.VARIABLES_LONG: ("panjang", "batas"),
    Rule.BODY_LONG: ("panjang", "batas"),
    Rule.CAPTION: ("panjang", "batas"),
    Rule.PICTURE_LARGE: ("batas",),
}
SENTENCES = {rule: Phrase(f"broadcasts.ditolak.{rule}", _WORDS.get(rule, ())) for rule in Rule}
OVERLAP = Phrase("broadcasts.peringatan.bersamaan", ("nomor", "judul", "jam"))
SURPLUS = Phrase("broadcasts.peringatan.sisa", ("jumlah", "batas"))
INTO_NIGHT = Phrase("broadcasts.peringatan.malam", ("jam",))
NO_PICTURE = Phrase("broadcasts.peringatan.gambar-telegram-saja", ("jumlah",))
NOBODY = Phrase("broadcasts.peringatan.tanpa-penerima", ("nomor",))
NO_TEMPLATE = Phrase("broadcasts.peringatan.tanpa-templat", ("jumlah",))
NOT_SUBMITTED = Phrase("broadcasts.peringatan.templat-belum-diajukan", ("jumlah", "nomor"))
NOT_APPROVED = Phrase("broadcasts.peringatan.templat-belum-disetujui", ("jumlah", "keadaan"))
MARKETING = Phrase("broadcasts.peringatan.templat-pemasaran", ("golongan",))
STOP_LINE = Phrase("broadcasts.baris-berhenti")
TO_STOP = Phrase("broadcasts.pilihan.berhenti")
TO_MORE = Phrase("broadcasts.pilihan.selengkapnya")
MONTHS = Phrase("words.bulan")
DAY = Phrase("words.hari", ("tanggal", "bulan", "tahun"))


def refused(say: Say, rule: Rule, **words: Any) -> Refused:  # noqa: ANN401 - placeholders
    """Return the error that tells which *rule* stands against it."""
    return Refused(say(SENTENCES[rule], **words), reason=rule)


def day_name(say: Say, day: date) -> str:
    """Return *day* as it is written in Indonesian."""
    month = say(MONTHS).split()[day.month - 1]
    return say(DAY, tanggal=day.day, bulan=month, tahun=day.year)
