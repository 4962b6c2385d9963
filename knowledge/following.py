"""How a message leans on the one before: a condition added, or a part of its answer."""

from enum import StrEnum

from knowledge.features import Reading

_OPENERS = frozenset({"kalau", "terus", "lalu", "dan", "tapi", "berarti", "misalnya", "gimana"})
_EMPTY = frozenset({"TANYA", "SAYA", "HIPOTESIS", "BOLEH", "SALAH", "HARUS", "AMAN"})
_OF_IT = frozenset({"dasar", "dasarnya", "pasal", "pasalnya", "hukumnya", "aturannya", "landasan"})
_LONGEST = 9
_PART_LONGEST = 6


class Leaning(StrEnum):
    """What a message takes from the one before."""

    NOTHING = ""
    REFINES = "refines"
    SANCTION = "sanction"
    LAW = "law"


_PARTS = {"SANKSI": Leaning.SANCTION, "DASAR_HUKUM": Leaning.LAW}


def leaning(reading: Reading) -> Leaning:
    """Return what the message of *reading* takes from the one before it."""
    words = [each.plain for each in reading.words if each.plain.isalnum()]
    said = {each.concept for each in reading.concepts} - _EMPTY
    if len(said) == 1 and len(words) <= _PART_LONGEST:
        part = _PARTS.get(next(iter(said)))
        if part is Leaning.SANCTION or (part is Leaning.LAW and set(words) & _OF_IT):
            return part
    opened = bool(words) and words[0] in _OPENERS
    return Leaning.REFINES if opened and len(words) <= _LONGEST else Leaning.NOTHING
