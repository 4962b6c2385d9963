"""Every example and word of the knowledge with its owner, and where it is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.reading import Part, Place, Problem
from knowledge.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Written:
    """A text, the entry, intent, concept or meaning it belongs to, and where it stands.

    *writer* is the set of an example, as lessons call it; "aturan" where an entry has it itself.
    """

    text: str
    owner: str
    part: Part
    place: Place
    writer: str = ""

    def problem(self, text: str) -> Problem:
        """Return a problem of this text."""
        return self.part.problem(text, *self.place)

    def __str__(self) -> str:
        """Return where it stands, as file:line."""
        there = self.problem("")
        return f"{there.file}:{there.line}"


def examples_of_entries(shelf: Shelf) -> Iterator[Written]:
    """Yield every example of an entry."""
    for entry in shelf.entries():
        for number, text in enumerate(entry.value.examples):
            yield Written(text, entry.value.id, entry.part, ("contoh", number), "aturan")
    for placed in shelf.examples:
        for owner, texts in placed.value.by_entry.items():
            for number, text in enumerate(texts):
                place = ("aturan", owner, number)
                yield Written(text, owner, placed.part, place, placed.value.name)


def examples_of_intents(shelf: Shelf) -> Iterator[Written]:
    """Yield every example of an intent."""
    for placed in shelf.examples:
        for owner, texts in placed.value.by_intent.items():
            for number, text in enumerate(texts):
                place = ("maksud", owner, number)
                yield Written(text, owner, placed.part, place, placed.value.name)


def slang(shelf: Shelf) -> Iterator[Written]:
    """Yield every slang form; its meaning is the owner."""
    for placed in shelf.vocabularies:
        for form, meaning in placed.value.slang.items():
            yield Written(form, meaning, placed.part, ("singkatan", form))


def forms(shelf: Shelf) -> Iterator[Written]:
    """Yield every form of a concept."""
    for placed in shelf.vocabularies:
        for concept, texts in placed.value.concepts.items():
            for number, text in enumerate(texts):
                yield Written(text, concept, placed.part, ("konsep", concept, number))
