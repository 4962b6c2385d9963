"""What the matcher learns from: every message with the entry or the intent that it stands for."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.library import Library
from knowledge.rule import Info, Intent, Rule

_WEAK = 0.3  # how far a title or an answer is trusted beside a message of a person


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message, the entry that answers it if any, and what it wants."""

    text: str
    intent: Intent
    entry: str | None = None
    trust: float = 1.0
    writer: str = ""


def lessons(library: Library) -> tuple[Lesson, ...]:
    """Return everything that may be learned from, in a fixed order."""
    return (*_of_entries(library), *_of_sets(library, held_out=False))


def exam(library: Library) -> tuple[Lesson, ...]:
    """Return the messages of the sets that are never learned from."""
    return tuple(_of_sets(library, held_out=True))


def intent_of(library: Library, entry_id: str) -> Intent:
    """Return what somebody wants whom the entry answers."""
    return Intent.GUIDANCE if entry_id in library.rules else Intent.PROCEDURE


def _of_entries(library: Library) -> Iterator[Lesson]:
    """Yield the examples of every entry, and weakly its own words."""
    entries: list[Rule | Info] = [*library.rules.values(), *library.infos.values()]
    for entry in entries:
        intent = intent_of(library, entry.id)
        for text in entry.examples:
            yield Lesson(text, intent, entry.id, writer="aturan")
        yield Lesson(entry.title, intent, entry.id, _WEAK, "judul")
        yield Lesson(f"{entry.title}. {entry.answer}", intent, entry.id, _WEAK, "jawaban")


def _of_sets(library: Library, *, held_out: bool) -> Iterator[Lesson]:
    """Yield the messages of the example sets that are held out, or of those that are not."""
    for each in library.examples:
        if each.held_out == held_out:
            for entry_id in sorted({*each.by_entry} & {*library.rules, *library.infos}):
                intent = intent_of(library, entry_id)
                for text in each.by_entry[entry_id]:
                    yield Lesson(text, intent, entry_id, writer=each.name)
            for intent in sorted(each.by_intent):
                for text in each.by_intent[intent]:
                    yield Lesson(text, intent, writer=each.name)
