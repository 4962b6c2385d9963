"""Reading the day of an event from how people write days, seen from today."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKDAYS = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "sabtu": 5,
    "minggu": 6, "ahad": 6,
}  # fmt: skip
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mei": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8,
    "agt": 8, "sep": 9, "okt": 10, "nov": 11, "des": 12,
}  # fmt: skip
_NUMBERS = {
    "se": 1, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7,
    "delapan": 8, "sembilan": 9, "sepuluh": 10,
}  # fmt: skip
_MONTH = r"(jan|feb|mar|apr|mei|jun|jul|agu|ags|agt|sep|okt|nov|des)[a-z]*\.?"
_PART = r"(?:\s+(?:pagi|siang|sore|petang|malam))?"
_AGO = r"(?:lalu|yang\s+lalu|yg\s+lalu|kemarin|kemaren|kmrn)"
_CLOCK = re.compile(r"\b(?:pukul|pkl|jam)\.?\s*\d{1,2}(?:[.:]\d{2})?", re.IGNORECASE)
# A day without a year that lies further back is rather one that is still to come.
_NOT_COMING = timedelta(days=300)
_CENTURY = 2000
_TWO_DIGITS = 100


@dataclass(frozen=True, slots=True)
class Told:
    """A day and the *words* that told it."""

    day: date
    words: str


def read_day(text: str, today: date, *, alone: bool = True) -> Told | None:
    """Return the day that *text* tells; None when it tells none, or one that is still to come.

    Where a text stands not *alone* as the answer to "when", bare numbers such as 12/11 or a
    weekday without more are no day.

    >>> read_day("Senin lalu di balai", date(2026, 11, 25))
    Told(day=datetime.date(2026, 11, 23), words='Senin lalu')
    """
    readable = _CLOCK.sub(lambda found: " " * len(found[0]), text)
    for pattern, read, is_bare in _FORMS:
        if is_bare and not alone:
            continue
        for found in pattern.finditer(readable):
            day = read(found, today)
            if day and day <= today:
                return Told(day, " ".join(found[0].split()))
    return None


def _iso(found: re.Match[str], today: date) -> date | None:
    """Return the day of 2026-11-12."""
    del today
    return _date(int(found[1]), int(found[2]), int(found[3]))


def _numeric(found: re.Match[str], today: date) -> date | None:
    """Return the day of 12/11/2026 or 12/11."""
    return _dated(int(found[1]), int(found[2]), found[3] or "", today=today)


def _named(found: re.Match[str], today: date) -> date | None:
    """Return the day of 12 November 2026 or 12 Nov."""
    return _dated(int(found[1]), _MONTHS[found[2].lower()], found[3] or "", today=today)


def _ago(found: re.Match[str], today: date) -> date | None:
    """Return the day of "3 hari lalu" or "seminggu lalu"."""
    word = found[1].lower()
    number = int(word) if word.isdecimal() else _NUMBERS[word]
    return today - timedelta(days=number * (7 if found[2].lower() == "minggu" else 1))


def _weekday(found: re.Match[str], today: date) -> date | None:
    """Return the day of "Senin" or "Senin lalu"; "minggu lalu" is a week, no day."""
    weekday = _WEEKDAYS[found[1].lower()]
    back = (today.weekday() - weekday) % 7
    return today - timedelta(days=back or (7 if found[2] else 0))


def _of_month(found: re.Match[str], today: date) -> date | None:
    """Return the day of "tanggal 12": the last twelfth there was."""
    for month in (today, today.replace(day=1) - timedelta(days=1)):
        day = _date(month.year, month.month, int(found[1]))
        if day and day <= today:
            return day
    return None


def _back(days: int) -> Callable[[re.Match[str], date], date]:
    """Return what reads a word that stands for *days* before today."""
    return lambda _, today: today - timedelta(days=days)


def _dated(day: int, month: int, year: str, *, today: date) -> date | None:
    """Return a date; without a year the last one there was."""
    if year:
        number = int(year)
        return _date(number + _CENTURY if number < _TWO_DIGITS else number, month, day)
    this_year = _date(today.year, month, day)
    if this_year and this_year <= today:
        return this_year
    last = _date(today.year - 1, month, day)
    return last if last and today - last < _NOT_COMING else None


def _date(year: int, month: int, day: int) -> date | None:
    """Return a date, None when there is no such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _form(pattern: str) -> re.Pattern[str]:
    """Return *pattern* for whole words in any case."""
    return re.compile(rf"(?<![\w/])(?<!\d[-.]){pattern}(?![\w/])(?![-.]\d)", re.IGNORECASE)


_WEEKDAY = rf"(?:hari\s+)?({'|'.join(_WEEKDAYS)}){_PART}"
_BUT_WEEK = rf"(?:hari\s+)?({'|'.join(each for each in _WEEKDAYS if each != 'minggu')}){_PART}"
# What reads a form, the surest first; True where the form is a day only as an answer of its own.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None], bool], ...] = (
    (_form(r"(\d{4})-(\d{1,2})-(\d{1,2})"), _iso, False),
    (_form(rf"(\d{{1,2}})\s+{_MONTH}(?:\s+(\d{{4}}))?"), _named, False),
    (_form(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})"), _numeric, False),
    (_form(r"(?:tanggal|tgl)\.?\s+(\d{1,2})[/.-](\d{1,2})()"), _numeric, False),
    (_form(r"(?:kemarin|kemaren|kmrn)\s+(?:lusa|dulu)|lusa\s+kemarin"), _back(2), False),
    (_form(rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})\s*(hari|hr|minggu)\s+{_AGO}"), _ago, False),
    (_form(rf"{_BUT_WEEK}\s+({_AGO}){_PART}"), _weekday, False),
    (_form(rf"hari\s+(minggu|ahad){_PART}(?:\s+({_AGO}))?"), _weekday, False),
    (_form(r"(?:tadi|td)\s+mal[ae]m|semalam|semalem"), _back(1), False),
    (_form(rf"(?:kemarin|kemaren|kmrn){_PART}"), _back(1), False),
    (
        _form(
            r"hari\s+ini|(?:tadi|td)(?:\s+(?:pagi|siang|sore))?|barusan|(?:pagi|siang|sore)\s+ini"
        ),
        _back(0),
        False,
    ),
    (_form(rf"{_WEEKDAY}(?!\s+{_AGO})()"), _weekday, True),
    (_form(r"(\d{1,2})[/.-](\d{1,2})()"), _numeric, True),
    (_form(r"(?:tanggal|tgl)\.?\s+(\d{1,2})"), _of_month, False),
)
