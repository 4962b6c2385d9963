"""What somebody may have meant by a misspelt word."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_ALIKE = 60


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the one of *known* that is most like *word*, "" when none comes close.

    >>> nearest("putussan", ["judul", "putusan"])
    'putusan'
    """
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[0] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that names the nearest of *known*, "" when none comes close."""
    found = nearest(word, known)
    return f"; did you mean '{found}'?" if found else ""
