"""What somebody may have meant by a misspelt word."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_ALIKE = 60


def nearest(word: str, known: Iterable[str], *, alike: int = _ALIKE) -> str:
    """Return the one of *known* that is most like *word*, "" when none is *alike* percent.

    >>> nearest("putussan", ["judul", "putusan"])
    'putusan'
    """
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=alike)
    return found[0] if found else ""


def did_you_mean(word: str, known: Iterable[str], *, alike: int = _ALIKE) -> str:
    """Return the end of a sentence that names the nearest of *known*, "" when none is near."""
    found = nearest(word, known, alike=alike)
    return f"; did you mean '{found}'?" if found else ""
