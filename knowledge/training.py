"""Everything that is learned from a library, once, when it is loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.calibration import NO_CONFIDENCE, Confidence, Trial, calibrated
from knowledge.course import Course, Plan
from knowledge.features import Reader, Reading
from knowledge.intents import IntentModel
from knowledge.language import Language
from knowledge.lessons import Lesson, exam, lessons
from knowledge.library import Library
from knowledge.manner import signs
from knowledge.ranking import Ranker, bend, bent
from knowledge.similarity import Likeness, Matrix

WEIGHTS = {"stem": 0.35, "concept": 0.3, "piece": 0.35}
_PLENTY = 500  # more of them would only take longer
_ENOUGH = 60  # held-out messages from which calibration is surer than from folds


@dataclass(frozen=True, slots=True)
class Trained:
    """How to read, what to compare with, and the weights of every step."""

    reader: Reader
    likeness: Likeness
    plan: Plan
    texts: tuple[str, ...]
    spoken: Mapping[str, frozenset[str]]
    entries: Ranker
    intents: Ranker
    wants: IntentModel
    confidence: Confidence

    def trial(self, readings: Sequence[Reading], likeness: Matrix) -> Trial:
        """Return what comes out for messages with *likeness* (messages, examples)."""
        near = bent(likeness)
        manner = np.stack([signs(each) for each in readings])
        wants = self.wants.shares(np.hstack([self.intents.scores(near), manner]))
        nobody = np.full(len(readings), -1)
        return Trial(self.entries.scores(near), likeness.max(axis=1), wants, nobody)


def trained(library: Library) -> Trained:
    """Return what is to be learned from *library*; the same library gives the same."""
    given = lessons(library)
    reader = reader_for(library, given)
    course, likeness = _prepared(library, given, reader)
    intents, wants = course.intents()
    learned = Trained(
        reader=reader,
        likeness=likeness,
        plan=course.plan,
        texts=tuple(each.text for each in given),
        spoken=course.spoken(),
        entries=course.entries(),
        intents=intents,
        wants=wants,
        confidence=NO_CONFIDENCE,
    )
    trial = _held_out(learned, exam(library)) or course.trial(wants)
    return replace(learned, confidence=calibrated(trial))


def course_of(library: Library) -> Course:
    """Return the lessons of *library*, read and compared."""
    given = lessons(library)
    return _prepared(library, given, reader_for(library, given))[0]


def reader_for(library: Library, given: Sequence[Lesson]) -> Reader:
    """Return a reader that knows the words of *library* and of *given*."""
    language = Language(library.vocabulary, (each.text for each in given))
    return Reader(library.vocabulary, language)


def _prepared(library: Library, given: Sequence[Lesson], reader: Reader) -> tuple[Course, Likeness]:
    """Return the lessons of *library*, and what new messages are compared by."""
    readings = [reader.read(each.text) for each in given]
    likeness = Likeness(readings, WEIGHTS)
    plan = Plan((*library.rules, *library.infos))
    return Course(given, readings, bend(likeness.among()), plan), likeness


def _held_out(learned: Trained, unseen: Sequence[Lesson]) -> Trial | None:
    """Return what comes out for the held-out messages; None when they are too few to tell."""
    if sum(each.entry in learned.plan.entries for each in unseen) < _ENOUGH:
        return None
    unseen = unseen[:: 1 + len(unseen) // _PLENTY]
    readings = [learned.reader.read(each.text) for each in unseen]
    near = np.stack([learned.likeness.to(each) for each in readings])
    return replace(learned.trial(readings, near), right=learned.plan.columns(unseen))
