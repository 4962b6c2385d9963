"""What of a message is compared: stems and their pairs, concepts, pieces of words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.concepts import NEGATION, Concepts, Found
from knowledge.language import Language, Word
from knowledge.rule import Vocabulary

GROUPS = ("stem", "concept", "piece")
_PIECE = 4  # letters
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
        self._stop = frozenset(
            stem for each in vocabulary.stop_words for stem in language.stems(each)
        )
        self.concepts = Concepts(vocabulary.concepts, language, skippable=self._stop)

    def read(self, text: str) -> Reading:
        """Return what *text* says."""
        words = self._language.read(text)
        found = self.concepts.find(words)
        features = {
            "stem": _counted(_stems(words, self._stop)),
            "concept": _counted(_concepts(found)),
            "piece": _counted(_pieces(words)),
        }
        return Reading(words, found, features)


def _counted(names: Sequence[str]) -> dict[str, float]:
    """Return each name with the square root of how often it stands there."""
    return {name: times**0.5 for name, times in Counter(names).items()}


def _stems(words: Sequence[Word], stop: frozenset[str]) -> list[str]:
    """Return the stems that say something, and the pairs of neighbours."""
    stems = [each.stem for each in words if each.stem not in stop]
    return stems + [f"{one} {two}" for one, two in pairwise(stems)]


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


def _pieces(words: Sequence[Word]) -> list[str]:
    """Return the pieces of four letters of every word."""
    pieces = []
    for word in words:
        padded = f" {word.plain} "
        pieces += [padded[at : at + _PIECE] for at in range(max(1, len(padded) - _PIECE + 1))]
    return pieces
