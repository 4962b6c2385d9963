"""Check that nothing stands twice that may stand once: ids, examples, words."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from knowledge.reading import Part, Problem
from knowledge.shelf import Shelf
from knowledge.written import Written, examples_of_entries, examples_of_intents, forms, slang

_NO_WORD = re.compile(r"[\W_]+")

# What is compared, and the text that it was made of.
Claim: TypeAlias = tuple[str, Written]


def normal(text: str) -> str:
    """Return *text* without case, punctuation and needless spaces.

    >>> normal(" Boleh gak,  Like? ")
    'boleh gak like'
    """
    return _NO_WORD.sub(" ", text.casefold()).strip()


def repeated_ids(shelf: Shelf) -> Iterator[Problem]:
    """Yield ids, codes and names of sets that are given twice."""
    kinds: list[Iterable[tuple[str, Part, str]]] = [
        ((each.value.id, each.part, "id") for each in shelf.entries()),
        ((each.value.id, each.part, "id") for each in shelf.laws),
        ((each.value.id, each.part, "id") for each in shelf.contacts),
        ((each.value.id, each.part, "id") for each in shelf.broadcasts),
        _template_names(shelf),
        ((each.value.code, each.part, "kode") for each in shelf.offices),
        ((each.value.id, each.part, "id") for each in shelf.targets),
        ((each.value.name, each.part, "kumpulan") for each in shelf.examples),
    ]
    for kind in kinds:
        yield from _repeated(kind)


def repeated_articles(shelf: Shelf) -> Iterator[Problem]:
    """Yield articles that one law has twice."""
    for placed in shelf.laws:
        parts = placed.part.items("pasal")
        numbers = (each.number for each in placed.value.articles)
        yield from _repeated(
            (name, part, "nomor") for name, part in zip(numbers, parts, strict=True)
        )


def contested_examples(shelf: Shelf) -> Iterator[Problem]:
    """Yield messages that stand as an example of two entries, or of two intents."""
    yield from _contested(_normal(examples_of_entries(shelf)), "example")
    yield from _contested(_normal(examples_of_intents(shelf)), "example")


def contested_words(shelf: Shelf) -> Iterator[Problem]:
    """Yield slang with two meanings, and forms that stand under two concepts."""
    yield from _contested(((each.text.casefold(), each) for each in slang(shelf)), "slang")
    spaced = ((" ".join(each.text.casefold().split()), each) for each in forms(shelf))
    yield from _contested(spaced, "form")


def _normal(examples: Iterable[Written]) -> Iterator[Claim]:
    """Yield *examples* by what is compared of them; those of signs alone compare with none."""
    for each in examples:
        if found := normal(each.text):
            yield found, each


def _repeated(named: Iterable[tuple[str, Part, str]]) -> Iterator[Problem]:
    """Yield the names that come a second time."""
    first: dict[str, Part] = {}
    for name, part, key in named:
        if name in first:
            there = first[name].problem("", key)
            text = f"{key} '{name}' is taken at {there.file}:{there.line}: choose another"
            yield part.problem(text, key)
        first.setdefault(name, part)


def _template_names(shelf: Shelf) -> Iterator[tuple[str, Part, str]]:
    """Yield the name of every template, with the part that holds it."""
    for placed in shelf.broadcasts:
        place = (*placed.part.place, "whatsapp")
        yield placed.value.template.name, Part(placed.part.document, None, place), "nama"


def _contested(claims: Iterable[Claim], what: str) -> Iterator[Problem]:
    """Yield the texts that belong to two owners."""
    first: dict[str, Written] = {}
    for text, here in claims:
        there = first.setdefault(text, here)
        if there.owner != here.owner:
            advice = f"stands under {here.owner}, and under {there.owner} at {there}: keep one"
            yield here.problem(f"the {what} '{text}' {advice}")
