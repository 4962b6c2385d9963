"""Check that texts are short enough to be read in a chat."""

from collections.abc import Iterator

from knowledge.reading import Problem
from knowledge.rule import Info, Rule
from knowledge.shelf import Shelf

LONGEST = {
    "judul": 70,
    "jawaban": 280,
    "syarat": 400,
    "alasan": 450,
    "alternatif": 280,
    "isi": 900,
    "catatan_sanksi": 200,
}
_LONGEST_SANCTION = 200
_LONGEST_CARD = 3500


def long_texts(shelf: Shelf) -> Iterator[Problem]:
    """Yield texts that are longer than their kind may be."""
    for placed in shelf.entries():
        for key, text in _texts(placed.value).items():
            if len(text) > LONGEST[key]:
                yield placed.part.problem(_too_long(key, len(text), LONGEST[key]), key)


def long_sanctions(shelf: Shelf) -> Iterator[Problem]:
    """Yield sanctions that are longer than a sanction may be."""
    for placed in shelf.rules:
        for number, each in enumerate(placed.value.sanctions):
            if len(each.text) > _LONGEST_SANCTION:
                text = _too_long("isi", len(each.text), _LONGEST_SANCTION)
                yield placed.part.problem(text, "sanksi", number, "isi")


def long_cards(shelf: Shelf) -> Iterator[Problem]:
    """Yield rules whose card would be longer than a message may be."""
    names = {each.value.id: each.value.name for each in shelf.laws}
    for placed in shelf.rules:
        rule = placed.value
        places = [f"{names.get(each.law, each.law)} {each.article}" for each in rule.legal_basis]
        texts = [*_texts(rule).values(), *places, *(each.text for each in rule.sanctions)]
        length = sum(map(len, texts))
        if length > _LONGEST_CARD:
            yield placed.part.problem(_too_long(f"the card of {rule.id}", length, _LONGEST_CARD))


def _too_long(name: str, length: int, longest: int) -> str:
    """Return that a text is too long, and by how much."""
    return f"{name} has {length} characters: shorten it by {length - longest} to {longest}"


def _texts(entry: Rule | Info) -> dict[str, str]:
    """Return the texts of *entry* by their keys."""
    texts = {"judul": entry.title, "jawaban": entry.answer}
    if isinstance(entry, Info):
        return texts | {"isi": entry.text}
    return texts | {
        "syarat": entry.condition,
        "alasan": entry.why,
        "alternatif": entry.alternative,
        "catatan_sanksi": entry.sanction_note,
    }
