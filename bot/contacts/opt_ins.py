"""Lists of people who agreed elsewhere, such as on a form at a counter: read line by line."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TextIO
from zoneinfo import ZoneInfo

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


def read_list(file: TextIO, known: Known) -> Iterator[Line]:
    """Yield every line of *file*, CSV with COLUMNS; the first four have to be filled.

    Raises ListRefused when the columns are not there.
    """
    reader = csv.DictReader(file)
    present = reader.fieldnames or ()
    if missing := [each for each in _NEEDED if each not in present]:
        raise ListRefused(
            f"The list has no column {', '.join(missing)}: begin it with {','.join(COLUMNS)}"
        )
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
        raise ValueError("nomor: write it with its country, e.g. +6281234567890")
    if not row["sumber"] or len(row["sumber"]) > _LONGEST_SOURCE:
        raise ValueError(
            f"sumber: say in at most {_LONGEST_SOURCE} characters where consent is written down"
        )
    consent = Consent(_moment(row["tanggal"], known), _WORDING, Source.IMPORT, row["sumber"])
    wanted = Subscription(
        _categories(row["kategori"]),
        _role(row["peran"]),
        _district(row["kecamatan"], known.city),
        _office(row["kantor"], known.offices),
    )
    return OptIn(address, wanted, consent)


def _moment(written: str, known: Known) -> datetime:
    """Return noon of the day that was *written*."""
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise ValueError("tanggal: write the day of consent as 2026-11-25") from error
    if day > known.today:
        raise ValueError("tanggal: nobody has agreed in the future")
    return datetime.combine(day, time(12), known.zone)


def _categories(written: str) -> frozenset[Category]:
    """Return the categories that were *written*, separated by semicolons."""
    names = [each.strip() for each in written.split(";") if each.strip()]
    if not names or set(names) - set(Category):
        raise ValueError(f"kategori: write one or more of {'; '.join(Category)}")
    return frozenset(Category(each) for each in names)


def _role(written: str) -> Role | None:
    """Return the role that was *written*, None where none was."""
    if not written:
        return None
    if written not in set(Role):
        raise ValueError(f"peran: write one of {', '.join(Role)}, or nothing")
    return Role(written)


def _district(written: str, city: City) -> str:
    """Return the kecamatan that was *written*, "" where none was."""
    names = {each.name.casefold(): each.name for each in city.districts}
    if written and written.casefold() not in names:
        raise ValueError(f"kecamatan: {city.name} has {', '.join(names.values())}")
    return names.get(written.casefold(), "")


def _office(written: str, offices: Sequence[Office]) -> str:
    """Return the code that was *written*, "" where none was."""
    if written and written not in {each.code for each in offices}:
        raise ValueError("kantor: write a code of knowledge/offices.yaml, or nothing")
    return written
