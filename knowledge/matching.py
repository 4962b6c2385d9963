"""From a message to ranked candidates with probabilities, learned from the library itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.calibration import sharpness, softmax, unseen_scores
from knowledge.features import Reader, Reading
from knowledge.language import Language
from knowledge.lessons import Lesson, lessons
from knowledge.library import Library
from knowledge.ranking import Ranker, balanced, bent, fit
from knowledge.rule import Intent
from knowledge.similarity import Likeness, Matrix, Vector

WEIGHTS = {"stem": 0.35, "concept": 0.3, "piece": 0.35}
RIDGE = 0.5
_FOLDS = 2
_CANDIDATES = 8
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry and the probability that it is what the message asks."""

    entry: str
    probability: float


@dataclass(frozen=True, slots=True)
class Match:
    """What a message most likely asks, what it wants, and how that was found."""

    candidates: tuple[Candidate, ...]
    intents: dict[Intent, float]
    reading: Reading
    nearest: tuple[tuple[str, float], ...] = ()

    def explanation(self) -> tuple[str, ...]:
        """Return the steps from words to candidates, a line each."""
        words = " ".join(each.plain for each in self.reading.words)
        lines = [f"words: {words}"]
        lines += [f"concept: {each}" for each in self.reading.concepts]
        lines += [f"like {likeness:.2f}: {text}" for text, likeness in self.nearest]
        lines += [f"candidate {each.probability:.3f}: {each.entry}" for each in self.candidates[:5]]
        likely = sorted(self.intents.items(), key=lambda pair: -pair[1])[:_SHOWN]
        return (*lines, *(f"intent {share:.3f}: {intent}" for intent, share in likely))


@dataclass(frozen=True, slots=True)
class _Plan:
    """The columns that scores stand in: first the entries, then the intents."""

    entries: tuple[str, ...]
    intents: tuple[Intent, ...]

    def targets(self, given: Sequence[Lesson]) -> Matrix:
        """Return 1 where a lesson belongs to an entry or an intent, (lessons, columns)."""
        targets = np.zeros((len(given), len(self.entries) + len(self.intents)), np.float32)
        entry_at = {each: at for at, each in enumerate(self.entries)}
        intent_at = {each: at + len(self.entries) for at, each in enumerate(self.intents)}
        for row, lesson in enumerate(given):
            if lesson.entry is not None:
                targets[row, entry_at[lesson.entry]] = 1
            targets[row, intent_at[lesson.intent]] = 1
        return targets


class Matcher:
    """Match messages with what the library holds."""

    def __init__(
        self,
        reader: Reader,
        likeness: Likeness,
        *,
        ranker: Ranker,
        plan: _Plan,
        memory: "_Memory",
    ) -> None:
        """Take what `train` has learned."""
        self._reader = reader
        self._likeness = likeness
        self._ranker = ranker
        self._plan = plan
        self._memory = memory

    @classmethod
    def train(cls, library: Library) -> "Matcher":
        """Learn from every example of *library*; the same library gives the same matcher."""
        given = lessons(library)
        reader = reader_for(library, given)
        readings = [reader.read(each.text) for each in given]
        likeness = Likeness(readings, WEIGHTS)
        kernel = bent(likeness.among())
        plan = _Plan((*library.rules, *library.infos), tuple(Intent))
        targets = plan.targets(given)
        trust = _trust(given)
        memory = _calibrated(kernel, targets, given=given, trust=trust)
        ranker = fit(kernel, targets, trust=trust, ridge=RIDGE)
        return cls(reader, likeness, ranker=ranker, plan=plan, memory=memory)

    def match(self, text: str) -> Match:
        """Return what *text* most likely asks."""
        reading = self._reader.read(text)
        likeness = self._likeness.to(reading)
        scores = self._ranker.scores(bent(likeness))
        width = len(self._plan.entries)
        shares = softmax(scores[:width], self._memory.entry_sharpness)
        wants = softmax(scores[width:], self._memory.intent_sharpness)
        best = np.argsort(-shares, kind="stable")[:_CANDIDATES]
        candidates = tuple(Candidate(self._plan.entries[at], float(shares[at])) for at in best)
        intents = {each: float(wants[at]) for at, each in enumerate(self._plan.intents)}
        return Match(candidates, intents, reading, self._nearest(likeness))

    def _nearest(self, likeness: Vector) -> tuple[tuple[str, float], ...]:
        """Return the examples that are most like the message."""
        best = np.argsort(-likeness, kind="stable")[:_SHOWN]
        return tuple((self._memory.texts[at], float(likeness[at])) for at in best)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What is kept of the lessons: their texts and how sharp scores are."""

    texts: tuple[str, ...]
    entry_sharpness: float
    intent_sharpness: float


def reader_for(library: Library, given: Sequence[Lesson]) -> Reader:
    """Return a reader that knows the words of *library* and of *given*."""
    language = Language(library.vocabulary, (each.text for each in given))
    return Reader(library.vocabulary, language)


def _trust(given: Sequence[Lesson]) -> Vector:
    """Return how much each lesson counts: weak ones less, those of rare entries more."""
    names = sorted({each.entry or each.intent for each in given})
    at = {name: number for number, name in enumerate(names)}
    share = balanced([at[each.entry or each.intent] for each in given], len(names))
    result: Vector = share * np.array([each.trust for each in given], np.float32)
    return result


def _calibrated(
    kernel: Matrix, targets: Matrix, *, given: Sequence[Lesson], trust: Vector
) -> _Memory:
    """Return how sharp the scores are, seen on folds that were left out."""
    scores = unseen_scores(kernel, targets, trust=trust, ridge=RIDGE, folds=_FOLDS)
    width = targets.shape[1] - len(Intent)
    own = np.array([each.trust == 1 for each in given])
    asks = own & (targets[:, :width].sum(axis=1) > 0)
    entry = sharpness(scores[asks, :width], targets[asks, :width].argmax(axis=1), trust[asks])
    intent = sharpness(scores[own, width:], targets[own, width:].argmax(axis=1), trust[own])
    return _Memory(tuple(each.text for each in given), entry, intent)
