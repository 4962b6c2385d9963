"""A tip as the page of redaction shows it: each passage, what is struck, what can be struck."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.staff import leaving_words as words
from bot.staff.refusal import Say
from bot.tips.case import Case, Mark
from bot.tips.previewing import pieces, written
from bot.tips.printout import safe
from bot.tips.redaction import EVIDENCE, FIELDS, WHOLE, sentences
from bot.tips.words import ELEMENTS
from webhooks.console.forms import Form

TICKS, LETTERS = "samarkan", "huruf_"
_LINKS = "links"
_TEXTS = {name: field for name, field in FIELDS.items() if field not in {*WHOLE, _LINKS}}
_SPAN = re.compile(r"([1-9]\d{0,5})(?:\s*[-\u2013]\s*([1-9]\d{0,5}))?")


@dataclass(frozen=True, slots=True)
class Choice:
    """What one tick strikes: as it is *written* in a form, and its letters in the passage."""

    written: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A field that the sender filled in: *pieces* say what is struck of it.

    *letters* is the name of the form's field for stretches of letters, "" where there is none.
    """

    name: str
    title: str
    pieces: tuple[tuple[str, bool], ...]
    choices: tuple[Choice, ...] = ()
    letters: str = ""


def kept_fields(case: Case) -> Mapping[str, tuple[str, ...]]:
    """Return the marks of *case* as the form would bring them."""
    ticks, letters = [], dict[str, list[str]]()
    for each in written(case):
        name, _, part = each.partition(":")
        if "-" in part:
            letters.setdefault(f"{LETTERS}{name}", []).append(part)
        else:
            ticks.append(each)
    return {TICKS: tuple(ticks), **{name: (", ".join(each),) for name, each in letters.items()}}


def passages_in(form: Form, case: Case, say: Say) -> tuple[list[str], Mapping[str, str]]:
    """Return the passages that *form* marks, and by its field what of it cannot be read."""
    found, wrong = list(form.values(TICKS)), dict[str, str]()
    for name, field in _TEXTS.items():
        size = len(getattr(case.account, field))
        try:
            found += [f"{name}:{each}" for each in _spans(form.value(f"{LETTERS}{name}"), size)]
        except ValueError:
            wrong[f"{LETTERS}{name}"] = say(words.LETTERS, jumlah=size)
    return found, wrong


def passages(case: Case, say: Say, *, told: Mapping[str, str]) -> Iterator[Passage]:
    """Yield what the sender told; *told* has what reads better in other words."""
    for name, field in FIELDS.items():
        value, title = getattr(case.account, field), say(ELEMENTS[name])
        marks = [each for each in case.casework.marks if each.field == field]
        if not value:
            continue
        if field == _LINKS:
            yield _linked(name, title, value, marks=marks)
        elif name in _TEXTS:
            yield _text(name, title, value, marks=marks)
        else:
            text = safe(told.get(field) or str(value))
            yield Passage(name, title, ((text, bool(marks)),))


def kept_back(case: Case, say: Say) -> Iterator[str]:
    """Yield in words what *case* has and does not leave."""
    for each in passages(case, say, told={}):
        struck = sum(one for _, one in each.pieces)
        if struck:
            whole = struck == len(each.pieces)
            if whole:
                yield say(words.WHOLLY_BACK, unsur=each.title)
            else:
                yield say(words.PARTLY_BACK, unsur=each.title, jumlah=struck)
    for number, file in enumerate(case.evidence, 1):
        if file.id in case.casework.withheld:
            yield say(words.FILE_BACK, nomor=number, jenis=file.kind)


def _text(name: str, title: str, value: str, *, marks: Iterable[Mark]) -> Passage:
    """Return a passage of letters; one sentence alone is its whole."""
    shown = safe(value)
    spans = sentences(value)
    choices = [
        Choice(f"{name}:{number}", shown[start:end], start, end)
        for number, (start, end) in enumerate(spans, 1)
    ]
    parts = tuple(pieces(shown, list(marks)))
    several = tuple(choices) if len(choices) > 1 else ()
    return Passage(name, title, parts, several, f"{LETTERS}{name}")


def _linked(name: str, title: str, value: tuple[str, ...], *, marks: Iterable[Mark]) -> Passage:
    """Return a list of links, of which each is struck or not."""
    struck = {
        number
        for mark in marks
        for number in range(mark.start, len(value) if mark.end is None else mark.end)
    }
    shown = [safe(each) for each in value]
    choices = tuple(Choice(f"{name}:{number}", each) for number, each in enumerate(shown, 1))
    parts = tuple((each, number in struck) for number, each in enumerate(shown))
    return Passage(name, title, parts, choices)


def _spans(text: str, size: int) -> Iterator[str]:
    """Yield stretches of letters such as 10-25; raises ValueError for what is none."""
    for each in filter(None, (part.strip() for part in re.split(r"[,;]", text))):
        found = _SPAN.fullmatch(each)
        first = int(found[1]) if found else 0
        last = int(found[2] or found[1]) if found else 0
        if not 1 <= first <= last <= size:
            raise ValueError(each)
        yield f"{first}-{last}"


def file_tick(number: int) -> str:
    """Return how a file is written in the form."""
    return f"{EVIDENCE}:{number}"
