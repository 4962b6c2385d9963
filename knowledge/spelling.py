"""Typing errors, set right by the words of the vocabulary."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 5  # shorter words are too near to each other
_LONG = 8


class Speller:
    """Find the word of the vocabulary that somebody meant to type."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words that may be meant, by first letter and length."""
        shelves: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(set(words)):
            if len(word) >= _SHORTEST:
                shelves[word[0], len(word)].append(word)
        self._shelves = dict(shelves)

    def correct(self, word: str) -> str | None:
        """Return the nearest word of the vocabulary; None when nothing is near enough."""
        if len(word) < _SHORTEST:
            return None
        allowed = 2 if len(word) > _LONG else 1
        near: list[str] = []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            near += self._shelves.get((word[0], length), ())
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=allowed)
        return found[0] if found else None
