"""Check that nothing stands twice that may stand once: ids, examples, words."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from knowledge.reading import Part, Problem
from knowledge.shelf import Shelf

_NO_WORD = re.compile(r"[\W_]+")

# What is compared, to whom it belongs, and where it is written.
Claim: TypeAlias = tuple[str, str, Part, tuple[str | int, ...]]


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
    yield from _contested(_entry_examples(shelf), "example")
    yield from _contested(_intent_examples(shelf), "example")


def contested_words(shelf: Shelf) -> Iterator[Problem]:
    """Yield slang with two meanings, and forms that stand under two concepts."""
    yield from _contested(_slang(shelf), "slang")
    yield from _contested(_forms(shelf), "form")


def _repeated(named: Iterable[tuple[str, Part, str]]) -> Iterator[Problem]:
    """Yield the names that come a second time."""
    first: dict[str, Part] = {}
    for name, part, key in named:
        if name in first:
            there = first[name].problem("", key)
            text = f"{key} '{name}' is taken at {there.file}:{there.line}: choose another"
            yield part.problem(text, key)
        first.setdefault(name, part)


def _contested(claims: Iterable[Claim], what: str) -> Iterator[Problem]:
    """Yield the texts that belong to two owners."""
    first: dict[str, tuple[str, Problem]] = {}
    for text, owner, part, place in claims:
        other, there = first.setdefault(text, (owner, part.problem("", *place)))
        if other != owner:
            where = f"{there.file}:{there.line}"
            advice = f"stands under {owner}, and under {other} at {where}: keep one"
            yield part.problem(f"the {what} '{text}' {advice}", *place)


def _entry_examples(shelf: Shelf) -> Iterator[Claim]:
    """Yield every example of an entry."""
    for entry in shelf.entries():
        for number, text in enumerate(entry.value.examples):
            if found := normal(text):
                yield found, entry.value.id, entry.part, ("contoh", number)
    for placed in shelf.examples:
        for owner, texts in placed.value.by_entry.items():
            for number, text in enumerate(texts):
                if found := normal(text):
                    yield found, owner, placed.part, ("aturan", owner, number)


def _intent_examples(shelf: Shelf) -> Iterator[Claim]:
    """Yield every example of an intent."""
    for placed in shelf.examples:
        for owner, texts in placed.value.by_intent.items():
            for number, text in enumerate(texts):
                if found := normal(text):
                    yield found, owner, placed.part, ("maksud", owner, number)


def _slang(shelf: Shelf) -> Iterator[Claim]:
    """Yield every slang form with its meaning."""
    for placed in shelf.vocabularies:
        for form, meaning in placed.value.slang.items():
            yield form.casefold(), meaning, placed.part, ("singkatan", form)


def _forms(shelf: Shelf) -> Iterator[Claim]:
    """Yield every form with its concept."""
    for placed in shelf.vocabularies:
        for concept, forms in placed.value.concepts.items():
            for number, form in enumerate(forms):
                spaced = " ".join(form.casefold().split())
                yield spaced, concept, placed.part, ("konsep", concept, number)
