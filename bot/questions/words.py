"""Roles, phases and days as people read them."""

from collections.abc import Iterable
from datetime import date

from knowledge.phrasebook import Phrase, Phrasebook
from knowledge.rule import Certainty, Phase, Role, SanctionPhase

ROLE_NAMES = {role: Phrase(f"words.peran.{role}") for role in Role}
PHASE_NAMES = {phase: Phrase(f"words.tahap.{phase}") for phase in Phase}
CERTAINTY_NAMES = {certainty: Phrase(f"words.kepastian.{certainty}") for certainty in Certainty}
SANCTION_PHASE_NAMES = {phase: Phrase(f"words.masa-sanksi.{phase}") for phase in SanctionPhase}
MONTHS = Phrase("words.bulan")
PAIR = Phrase("words.pasangan", ("awal", "akhir"))
LIST = Phrase("words.daftar", ("awal", "akhir"))
DAY = Phrase("words.hari", ("tanggal", "bulan", "tahun"))


def day_name(book: Phrasebook, day: date) -> str:
    """Return *day* as it is written in Indonesian, e.g. "27 November 2024"."""
    month = book.say(MONTHS).split()[day.month - 1]
    return book.say(DAY, tanggal=day.day, bulan=month, tahun=day.year)


def role_names(book: Phrasebook, roles: Iterable[Role]) -> str:
    """Return *roles* as one list, e.g. "PNS, PPPK, dan warga"."""
    return listed(book, [book.say(ROLE_NAMES[role]) for role in roles])


def phase_names(book: Phrasebook, phases: Iterable[Phase]) -> str:
    """Return *phases* as one list."""
    return listed(book, [book.say(PHASE_NAMES[phase]) for phase in phases])


def listed(book: Phrasebook, names: list[str]) -> str:
    """Return *names* joined as a sentence joins them."""
    *first, last = names or [""]
    if not first:
        return last
    return book.say(LIST if first[1:] else PAIR, awal=", ".join(first), akhir=last)
