"""Affixes of written and of spoken Indonesian, taken off as long as a known root remains."""

from collections.abc import Iterator

import snowballstemmer

# Each prefix with the letters it may have swallowed ("nyoblos" <- "coblos").
_PREFIXES = (
    ("nge", ("", "k")),
    ("ng", ("", "k", "g")),
    ("ny", ("c", "s")),
    ("n", ("t",)),
    ("m", ("p",)),
    ("menge", ("",)),
    ("meny", ("s", "c")),
    ("meng", ("", "k", "g")),
    ("mem", ("p", "", "b")),
    ("men", ("t", "", "d")),
    ("me", ("",)),
    ("ber", ("",)),
    ("be", ("",)),
    ("diper", ("",)),
    ("di", ("",)),
    ("memper", ("",)),
    ("ter", ("",)),
    ("ke", ("",)),
    ("pemb", ("b",)),
    ("pem", ("p", "")),
    ("peng", ("", "k", "g")),
    ("peny", ("s", "c")),
    ("pen", ("t", "", "d")),
    ("per", ("",)),
    ("pe", ("",)),
    ("se", ("",)),
    ("ku", ("",)),
    ("kau", ("",)),
)
_SUFFIXES = (
    "nya",
    "ny",
    "kan",
    "keun",
    "an",
    "in",
    "i",
    "ke",
    "lah",
    "kah",
    "pun",
    "ku",
    "mu",
    "e",
)
_SHORTEST = 3
_SHORTEST_AFTER_NASAL = 4  # else "mempan" comes from "pan" and "naskah" from "tas"


class Stemmer:
    """Reduce words to roots that the vocabulary knows, or else by rule."""

    def __init__(self, roots: set[str]) -> None:
        """Take the words that are roots by themselves."""
        self._roots = roots
        self._snowball = snowballstemmer.stemmer("indonesian")

    def knows(self, word: str) -> bool:
        """Tell whether *word* is a root or comes from one."""
        return self._root(word) is not None

    def stem(self, word: str) -> str:
        """Return the root of *word*."""
        if word in self._roots or not (word.isascii() and word.isalpha()):
            return word
        root = self._root(word)
        if root is not None:
            return root
        stemmed: str = self._snowball.stemWord(word)
        return stemmed

    def _root(self, word: str) -> str | None:
        """Return the longest known root inside *word*; None when there is none."""
        found = [each for each in _candidates(word) if each in self._roots]
        return max(found, key=lambda each: (len(each), each), default=None)


def _candidates(word: str) -> Iterator[str]:
    """Yield what may remain of *word* without suffixes and without one or two prefixes."""
    for ending in _without_suffixes(word):
        yield ending
        for middle in _without_prefix(ending):
            yield middle
            yield from _without_prefix(middle)


def _without_suffixes(word: str) -> Iterator[str]:
    """Yield *word*, and *word* without one or two suffixes."""
    yield word
    for suffix in _SUFFIXES:
        bare = word.removesuffix(suffix)
        if bare != word and len(bare) >= _SHORTEST:
            yield bare
            for second in ("kan", "an", "i", "in"):
                if bare.endswith(second) and len(bare) - len(second) >= _SHORTEST:
                    yield bare.removesuffix(second)


def _without_prefix(word: str) -> Iterator[str]:
    """Yield what *word* may be without a prefix, with the letter that the prefix swallowed."""
    for prefix, swallowed in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word:
            least = _SHORTEST_AFTER_NASAL if prefix[0] in "mnp" and prefix != "nge" else _SHORTEST
            yield from (each + rest for each in swallowed if len(each + rest) >= least)
