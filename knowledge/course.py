"""The lessons of one training: what is to be learned from them, and the rankers that learn it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.calibration import Trial, unseen_nearest, unseen_scores
from knowledge.features import Reading
from knowledge.intents import IntentModel, learn
from knowledge.lessons import Lesson
from knowledge.manner import signs
from knowledge.ranking import Ranker, balanced, fit, straight
from knowledge.rule import Intent
from knowledge.similarity import Matrix, Vector

_RIDGE = 0.5
_FOLDS = 2
_ENTRY_BALANCE = 0.5  # how far rare entries are lifted, 1 is fully
_INTENT_BALANCE = 1.0
_QUESTIONS = 2500  # are enough to learn what a question looks like
_STRAY = 12  # a concept in fewer than one of so many lessons is not what an entry speaks of


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns that scores stand in: one an entry, one an intent."""

    entries: tuple[str, ...]

    def entry_targets(self, given: Sequence[Lesson]) -> Matrix:
        """Return 1 where a lesson belongs to an entry, (lessons, entries)."""
        at = {each: number for number, each in enumerate(self.entries)}
        targets = np.zeros((len(given), len(self.entries)), np.float32)
        for row, lesson in enumerate(given):
            if lesson.entry is not None:
                targets[row, at[lesson.entry]] = 1
        return targets

    def columns(self, given: Sequence[Lesson]) -> NDArray[np.int64]:
        """Return the column of each lesson's entry, -1 without one, (lessons,)."""
        at = {each: number for number, each in enumerate(self.entries)}
        return np.array([at.get(each.entry or "", -1) for each in given])

    def intent_targets(self, given: Sequence[Lesson]) -> Matrix:
        """Return 1 where a lesson has an intent, (lessons, intents)."""
        at = {each: number for number, each in enumerate(Intent)}
        return np.eye(len(at), dtype=np.float32)[[at[each.intent] for each in given]]


@dataclass(frozen=True, slots=True)
class Course:
    """All lessons of one training, and how alike they are, bent (lessons, lessons)."""

    given: Sequence[Lesson]
    readings: Sequence[Reading]
    near: Matrix
    plan: Plan

    def entries(self) -> Ranker:
        """Return the ranker of entries."""
        targets, trust = self._entry_task()
        return fit(self.near, targets, trust=trust, ridge=_RIDGE)

    def intents(self) -> tuple[Ranker, IntentModel]:
        """Return the ranker of intents, and what its scores mean."""
        rows = self._some()
        part = Course(
            [self.given[at] for at in rows],
            [self.readings[at] for at in rows],
            self.near[np.ix_(rows, rows)],
            self.plan,
        )
        targets, trust = part.intent_task()
        weights = np.zeros((len(self.given), targets.shape[1]), np.float32)
        weights[rows] = fit(part.near, targets, trust=trust, ridge=_RIDGE).weights
        model = learn(part.unseen_intents(), targets.argmax(axis=1).tolist())
        return Ranker(weights), model

    def unseen_intents(self) -> Matrix:
        """Return scores of intents and signs of manner, of lessons that did not teach."""
        targets, trust = self.intent_task()
        scores = unseen_scores(self.near, targets, trust=trust, ridge=_RIDGE, count=_FOLDS)
        return np.hstack([scores, np.stack([signs(each) for each in self.readings])])

    def intent_task(self) -> tuple[Matrix, Vector]:
        """Return what intents are to be learned, and how much each lesson counts."""
        labels = [each.intent for each in self.given]
        return self.plan.intent_targets(self.given), self._trust(labels, power=_INTENT_BALANCE)

    def trial(self, wants: IntentModel) -> Trial:
        """Return what comes out for each lesson when half of the others teach."""
        scores = self.unseen()
        nearest = straight(unseen_nearest(self.near, _FOLDS))
        shares, right = wants.shares(self.unseen_intents()), self.plan.columns(self.given)
        own = self._own()
        return Trial(scores[own], nearest[own], shares[own], right[own])

    def unseen(self, count: int = _FOLDS) -> Matrix:
        """Return the scores of lessons whose fold of *count* did not teach, (lessons, entries)."""
        targets, trust = self._entry_task()
        return unseen_scores(self.near, targets, trust=trust, ridge=_RIDGE, count=count)

    def spoken(self) -> dict[str, frozenset[str]]:
        """Return for each entry the concepts that more than a stray few of its lessons name."""
        named: dict[str, Counter[str]] = {each: Counter() for each in self.plan.entries}
        sizes: Counter[str] = Counter()
        for lesson, reading in zip(self.given, self.readings, strict=True):
            if lesson.entry is not None:
                named[lesson.entry].update(reading.named)
                sizes[lesson.entry] += 1
        return {
            entry: frozenset(
                each for each, times in counts.items() if times * _STRAY >= sizes[entry]
            )
            for entry, counts in named.items()
        }

    def _entry_task(self) -> tuple[Matrix, Vector]:
        """Return what entries are to be learned, and how much each lesson counts."""
        labels = [each.entry or each.intent for each in self.given]
        return self.plan.entry_targets(self.given), self._trust(labels, power=_ENTRY_BALANCE)

    def _trust(self, labels: Sequence[str], *, power: float) -> Vector:
        """Return how much each lesson counts: weak ones less, those of rare *labels* more."""
        at = {name: number for number, name in enumerate(sorted(set(labels)))}
        share = balanced([at[each] for each in labels], len(at), power=power)
        result: Vector = share * np.array([each.trust for each in self.given], np.float32)
        return result

    def _own(self) -> NDArray[np.bool_]:
        """Return which lessons are messages of people, not texts of the entries."""
        return np.array([each.trust == 1 for each in self.given])

    def _some(self) -> list[int]:
        """Return the rows of people's messages: all without an entry, of the others every few."""
        own = [at for at, each in enumerate(self.given) if each.trust == 1]
        asks = [at for at in own if self.given[at].entry is not None]
        talk = [at for at in own if self.given[at].entry is None]
        return sorted({*talk, *asks[:: 1 + len(asks) // _QUESTIONS]})
