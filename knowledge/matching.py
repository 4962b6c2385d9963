"""From a message to ranked candidates with probabilities, learned from the library itself."""

from dataclasses import dataclass

import numpy as np

from knowledge.features import Reading
from knowledge.library import Library
from knowledge.manner import SIGNS, signs
from knowledge.rule import Intent
from knowledge.similarity import Vector
from knowledge.training import Trained, trained

_CANDIDATES = 8
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry, the probability that it is what the message asks, and what it never speaks of.

    *strange* are concepts of the message that no example of the entry names.
    """

    entry: str
    probability: float
    strange: tuple[str, ...] = ()


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
        shown = signs(self.reading)
        manner = ", ".join(name for name, sign in zip(SIGNS, shown, strict=True) if sign)
        likely = sorted(self.intents.items(), key=lambda pair: -pair[1])[:_SHOWN]
        return (
            f"words: {words}",
            *(f"concept: {each}" for each in self.reading.concepts),
            f"manner: {manner}",
            *(f"like {likeness:.2f}: {text}" for text, likeness in self.nearest),
            *(f"candidate {each.probability:.3f}: {each.entry}" for each in self.candidates[:5]),
            *(f"intent {share:.3f}: {intent}" for intent, share in likely),
        )


class Matcher:
    """Match messages with what the library holds."""

    def __init__(self, learned: Trained) -> None:
        """Take what was learned."""
        self._learned = learned

    @classmethod
    def train(cls, library: Library) -> "Matcher":
        """Learn from every example of *library*; the same library gives the same matcher."""
        return cls(trained(library))

    def match(self, text: str) -> Match:
        """Return what *text* most likely asks."""
        learned = self._learned
        reading = learned.reader.read(text)
        likeness = learned.likeness.to(reading)
        trial = learned.trial([reading], likeness[None])
        shares = learned.confidence.shares(trial)[0]
        best = np.argsort(-shares, kind="stable")[:_CANDIDATES]
        candidates = tuple(self._candidate(reading, at, float(shares[at])) for at in best)
        intents = {each: float(trial.wants[0, at]) for at, each in enumerate(Intent)}
        return Match(candidates, intents, reading, self._nearest(likeness))

    def _candidate(self, reading: Reading, at: int, probability: float) -> Candidate:
        """Return the entry in column *at* as a candidate for what was read."""
        entry = self._learned.plan.entries[at]
        strange = reading.named - self._learned.spoken[entry]
        return Candidate(entry, probability, tuple(sorted(strange)))

    def _nearest(self, likeness: Vector) -> tuple[tuple[str, float], ...]:
        """Return the examples that are most like the message."""
        some = np.argpartition(-likeness, min(_SHOWN, len(likeness) - 1))[:_SHOWN]
        best = sorted(some.tolist(), key=lambda at: (-likeness[at], at))
        return tuple((self._learned.texts[at], float(likeness[at])) for at in best)
