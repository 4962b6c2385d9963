"""What is not wrong in the knowledge but makes it answer worse, the worst first."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from knowledge import shadows
from knowledge.course import Course, Plan
from knowledge.features import Reader, Reading
from knowledge.lessons import Lesson, exam, lessons
from knowledge.library import Library
from knowledge.ranking import bent
from knowledge.reading import Problem
from knowledge.shadows import Told
from knowledge.shelf import Shelf
from knowledge.similarity import Likeness, Matrix
from knowledge.training import WEIGHTS, reader_for
from knowledge.twins import gist
from knowledge.written import Written, examples_of_entries, examples_of_intents

_ALIKE = 0.6  # from which two examples of different owners are worth a look
_FOLDS = 5
_HARDLY = 1 / 3


class Kind(StrEnum):
    """What a finding is about, as it is headed."""

    ALIKE = "examples that stand near those of another entry"
    LEAKING = "held-out examples that are learned from elsewhere too"
    LOST = "examples that their own entry does not win when they are held out"
    UNREACHED = "entries that their own examples hardly reach when these are held out"
    WORDLESS = "concepts without words"
    SHADOWED = "words that shadow each other"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at; the greater the *weight*, the sooner.

    *parts* are what the problem's sentence is made of, for who tells it in other words.
    """

    kind: Kind
    problem: Problem
    weight: float
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Room:
    """The examples of a library as lessons, where each is written, and what was read in it."""

    library: Library
    spots: dict[tuple[str, str, str], Written]
    given: tuple[Lesson, ...]
    held: tuple[Lesson, ...]
    readings: list[Reading]
    reader: Reader

    def here(self, lesson: Lesson) -> Written | None:
        """Return where *lesson* is written; None for titles and answers."""
        return self.spots.get((lesson.writer, lesson.entry or lesson.intent, lesson.text))

    def name(self, lesson: Lesson) -> str:
        """Return the owner of *lesson* with its verdict."""
        return self.verdict(lesson.entry) if lesson.entry else f"{lesson.intent}"

    def verdict(self, entry: str) -> str:
        """Return an entry with its verdict; information has none."""
        rule = self.library.rules.get(entry)
        return f"{entry} ({rule.verdict if rule else 'info'})"

    def opposed(self, one: str | None, two: str | None) -> bool:
        """Tell whether two entries are rules of different verdicts."""
        rules = self.library.rules
        first, second = rules.get(one or ""), rules.get(two or "")
        return bool(first and second and first.verdict != second.verdict)


def lint(shelf: Shelf, library: Library) -> tuple[Finding, ...]:
    """Return what to look at in *library*, which was built from *shelf*, worst first by kind."""
    room = _room(shelf, library)
    near = Likeness(room.readings, WEIGHTS).among()
    size = len(room.given)
    named = Counter(concept for each in room.readings for concept in each.named)
    found = [
        *_findings(Kind.ALIKE, _alike(room, near)),
        *_findings(Kind.LEAKING, _leaking(room)),
        *_findings(Kind.WORDLESS, shadows.wordless(shelf, named)),
        *_findings(Kind.SHADOWED, shadows.claimed_twice(shelf, room.reader)),
        *_findings(Kind.SHADOWED, shadows.swallowed(shelf, room.reader)),
    ]
    plan = Plan((*library.rules, *library.infos))
    course = Course(room.given, room.readings[:size], bent(near[:size, :size]), plan)
    del near
    scores = course.unseen(_FOLDS)
    found += _findings(Kind.LOST, _lost(room, scores, plan))
    found += _findings(Kind.UNREACHED, _unreached(shelf, scores, course))
    order = list(Kind)
    return tuple(sorted(found, key=lambda each: (order.index(each.kind), -each.weight)))


def _findings(kind: Kind, told: Iterable[Told]) -> Iterator[Finding]:
    """Yield what was *told* as findings."""
    return (Finding(kind, *each) for each in told)


def _room(shelf: Shelf, library: Library) -> _Room:
    """Return everything that is looked at."""
    given, held = lessons(library), exam(library)
    reader = reader_for(library, given)
    spots = {
        (each.writer, each.owner, each.text): each
        for each in (*examples_of_intents(shelf), *examples_of_entries(shelf))
    }
    readings = [reader.read(each.text) for each in (*given, *held)]
    return _Room(library, spots, given, held, readings, reader)


def _alike(room: _Room, near: Matrix) -> Iterator[Told]:
    """Yield pairs of examples that are alike though they belong to different owners."""
    both = (*room.given, *room.held)
    for one, two in np.argwhere(near > _ALIKE).tolist():
        first, second = both[one], both[two]
        here, there = room.here(first), room.here(second)
        if one >= two or not (here and there) or here.owner == there.owner:
            continue
        opposed = room.opposed(first.entry, second.entry)
        likeness = f"{near[one, two]:.0%} like '{second.text}' of {room.name(second)}, {there}"
        advice = "move one, or add the word that parts them"
        text = f"'{first.text}' of {room.name(first)} is {likeness}: {advice}"
        share = f"{near[one, two]:.0%}".replace("%", " %")
        owners = (room.name(first), room.name(second))
        parts = (first.text, owners[0], share, second.text, owners[1], f"{there}")
        yield here.problem(text), float(near[one, two]) + opposed, parts


def _leaking(room: _Room) -> Iterator[Told]:
    """Yield held-out examples that say the same as one that teaches."""
    size = len(room.given)
    taught = {gist(room.reader, each): at for at, each in enumerate(room.readings[:size])}
    taught.pop(None, None)
    for lesson, reading in zip(room.held, room.readings[size:], strict=True):
        at = taught.get(gist(room.reader, reading))
        here = room.here(lesson)
        if at is not None and here:
            there = room.here(room.given[at]) or room.name(room.given[at])
            text = f"'{lesson.text}' is held out, but '{room.given[at].text}', {there}, teaches it"
            parts = (lesson.text, room.given[at].text, f"{there}")
            yield here.problem(f"{text}: reword it, or the figures flatter"), 1, parts


def _lost(room: _Room, scores: Matrix, plan: Plan) -> Iterator[Told]:
    """Yield the examples that another entry wins, by how far; other verdicts come first."""
    columns, best = plan.columns(room.given), scores.argmax(axis=1)
    for at, (lesson, own, taken) in enumerate(zip(room.given, columns, best, strict=True)):
        here = room.here(lesson) if lesson.trust == 1 else None
        if own < 0 or own == taken or here is None or lesson.entry is None:
            continue
        winner = plan.entries[taken]
        ahead = float(scores[at, taken] - scores[at, own])
        place = int((scores[at] > scores[at, own]).sum()) + 1
        text = (
            f"'{lesson.text}' is taken for {room.verdict(winner)}; {room.verdict(lesson.entry)}, "
            f"its own, comes in place {place}: move it there, or add examples like it here"
        )
        parts = (lesson.text, room.verdict(winner), room.verdict(lesson.entry), f"{place}")
        yield here.problem(text), ahead + room.opposed(winner, lesson.entry), parts


def _unreached(shelf: Shelf, scores: Matrix, course: Course) -> Iterator[Told]:
    """Yield the entries that win few of their own examples, none first."""
    columns = course.plan.columns(course.given)
    own = np.array([each.trust == 1 for each in course.given]) & (columns >= 0)
    hit = scores.argmax(axis=1) == columns
    places = {each.value.id: each.part for each in shelf.entries()}
    for at, entry in enumerate(course.plan.entries):
        mine = own & (columns == at)
        total, won = int(mine.sum()), int(hit[mine].sum())
        if won <= total * _HARDLY:
            text = f"{entry} is found for {won} of its {total} examples when they are held out"
            advice = "write more of them, or merge it with the entry they are taken for"
            problem = places[entry].problem(f"{text}: {advice}", "contoh")
            yield problem, 1 - won / max(total, 1), (entry, f"{won}", f"{total}")
