"""Lists of people who agreed elsewhere, such as on a form at a counter: read line by line."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.contacts import words
from bot.contacts.contact import Category, Consent, Source, Subscription
from bot.errors import ListRefused
from bot.messages import Address
from knowledge.places import City, Office
from knowledge.rule import Role

COLUMNS = ("nomor", "kategori", "sumber", "tanggal", "peran", "kecamatan", "kantor")

_NEEDED = COLUMNS[:4]
_LONGEST_SOURCE = 200
_WORDING = "daftar"


@dataclass(frozen=True, slots=True)
class OptIn:
    """Somebody who agreed, with what to and where that is written down."""

    address: Address
    wanted: Subscription = field(repr=False)
    consent: Consent = field(repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: an opt-in, or the *problem* that keeps it from being one."""

    number: int
    opt_in: OptIn | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a line may name: the city's parts, its offices, and how a number is reached.

    *reach* returns None for what is no number.
    """

    city: City
    offices: Sequence[Office]
    reach: Callable[[str], Address | None]
    today: date
    zone: ZoneInfo
    say: Callable[..., str]


def read_list(file: TextIO, known: Known) -> Iterator[Line]:
    """Yield every line of *file*, CSV with COLUMNS; the first four have to be filled.

    Raises ListRefused when the columns are not there.
    """
    reader = csv.DictReader(file)
    present = reader.fieldnames or ()
    if missing := [each for each in _NEEDED if each not in present]:
        lacking, columns = ", ".join(missing), ",".join(COLUMNS)
        raise ListRefused(known.say(words.NO_COLUMN, kurang=lacking, kolom=columns))
    for row in reader:
        filled = {each: (row.get(each) or "").strip() for each in COLUMNS}
        try:
            yield Line(reader.line_num, _opt_in(filled, known))
        except ValueError as error:
            yield Line(reader.line_num, problem=str(error))


def _opt_in(row: Mapping[str, str], known: Known) -> OptIn:
    """Return the opt-in in *row*; raises ValueError saying what to write instead."""
    address = known.reach(row["nomor"])
    if address is None:
        raise ValueError(known.say(words.NUMBER))
    if not row["sumber"] or len(row["sumber"]) > _LONGEST_SOURCE:
        raise ValueError(known.say(words.SOURCE, batas=_LONGEST_SOURCE))
    consent = Consent(_moment(row["tanggal"], known), _WORDING, Source.IMPORT, row["sumber"])
    wanted = Subscription(
        _categories(row["kategori"], known),
        _role(row["peran"], known),
        _district(row["kecamatan"], known),
        _office(row["kantor"], known),
    )
    return OptIn(address, wanted, consent)


def _moment(written: str, known: Known) -> datetime:
    """Return noon of the day that was *written*."""
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise ValueError(known.say(words.DAY)) from error
    if day > known.today:
        raise ValueError(known.say(words.FUTURE))
    return datetime.combine(day, time(12), known.zone)


def _categories(written: str, known: Known) -> frozenset[Category]:
    """Return the categories that were *written*, separated by semicolons."""
    names = [each.strip() for each in written.split(";") if each.strip()]
    if not names or set(names) - set(Category):
        raise ValueError(known.say(words.CATEGORY, dikenal="; ".join(Category)))
    return frozenset(Category(each) for each in names)


def _role(written: str, known: Known) -> Role | None:
    """Return the role that was *written*, None where none was."""
    if not written:
        return None
    if written not in set(Role):
        raise ValueError(known.say(words.ROLE, dikenal=", ".join(Role)))
    return Role(written)


def _district(written: str, known: Known) -> str:
    """Return the kecamatan that was *written*, "" where none was."""
    names = {each.name.casefold(): each.name for each in known.city.districts}
    if written and written.casefold() not in names:
        told = ", ".join(names.values())
        raise ValueError(known.say(words.DISTRICT, kota=known.city.name, dikenal=told))
    return names.get(written.casefold(), "")


def _office(written: str, known: Known) -> str:
    """Return the code that was *written*, "" where none was."""
    if written and written not in {each.code for each in known.offices}:
        raise ValueError(known.say(words.OFFICE))
    return written
