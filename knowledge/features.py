"""What of a message is compared: stems and their pairs, concepts, pieces of words."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.concepts import NEGATION, Concepts, Found
from knowledge.language import Language, Word
from knowledge.rule import Vocabulary

GROUPS = ("stem", "concept", "piece")
_WITHIN = 0.4  # how much a word counts that a concept counts already
_NEAR = 3  # how many concepts apart two may stand to make a pair


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it was understood: words, concepts, and the features of each group."""

    words: tuple[Word, ...]
    concepts: tuple[Found, ...]
    features: Mapping[str, Mapping[str, float]]

    @property
    def named(self) -> frozenset[str]:
        """Return the concepts that the message names and does not deny."""
        return frozenset(each.concept for each in self.concepts if not each.negated)


class Reader:
    """Turn text into features."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        """Take the vocabulary, and the language that was built upon it."""
        self._language = language
        self.stop = frozenset(
            stem for each in vocabulary.stop_words for stem in language.stems(each)
        )
        self.concepts = Concepts(vocabulary.concepts, language, skippable=self.stop)

    def read(self, text: str) -> Reading:
        """Return what *text* says."""
        words = self._language.read(text)
        found = self.concepts.find(words)
        within = {place for each in found for place in range(each.start, each.end)}
        worths = [_WITHIN if place in within else 1.0 for place in range(len(words))]
        weighed = list(zip(words, worths, strict=True))
        features = {
            "stem": self._stems(weighed),
            "concept": _rooted(Counter(_concepts(found))),
            "piece": _pieces(weighed),
        }
        return Reading(words, found, features)

    def _stems(self, words: Sequence[tuple[Word, float]]) -> dict[str, float]:
        """Return the stems that say something, by their worth, and the pairs of neighbours."""
        said = [(word.stem, worth) for word, worth in words if word.stem not in self.stop]
        sums: dict[str, float] = defaultdict(float)
        for stem, worth in said:
            sums[stem] += worth
        for (one, _), (two, _) in pairwise(said):
            sums[f"{one} {two}"] += 1
        return _rooted(sums)


def _rooted(sums: Mapping[str, float]) -> dict[str, float]:
    """Return the square root of each sum, so that what comes often counts less each time."""
    return {name: total**0.5 for name, total in sums.items()}


def _pieces(words: Sequence[tuple[Word, float]]) -> dict[str, float]:
    """Return the pieces of every word, by the worth of the words."""
    sums: dict[str, float] = defaultdict(float)
    for word, worth in words:
        for piece in word.pieces:
            sums[piece] += worth
    return _rooted(sums)


def _concepts(found: Sequence[Found]) -> list[str]:
    """Return the names of concepts, denied ones apart, and the pairs of those that stand near."""
    names = [f"!{each.concept}" if each.negated else each.concept for each in found]
    said = [each for each in names if each != NEGATION]
    pairs = [
        f"{min(one, two)}+{max(one, two)}"
        for at, one in enumerate(said)
        for two in said[at + 1 : at + 1 + _NEAR]
        if one != two
    ]
    return names + pairs
