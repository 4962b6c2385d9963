"""Check the whole knowledge: every check that looks further than one piece of one file."""

from collections.abc import Callable, Iterator
from datetime import date

from knowledge import consistency, limits, references, repeats, twins
from knowledge.reading import Problem
from knowledge.shelf import Shelf

Check = Callable[[Shelf], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    references.unknown_laws,
    references.unknown_articles,
    references.unknown_contacts,
    references.unknown_related,
    references.unknown_twins,
    references.unknown_concepts,
    references.unknown_example_entries,
    references.unknown_broadcast_entries,
    references.unknown_topics,
    consistency.nobody_to_ask,
    consistency.condition_and_verdict,
    consistency.few_examples,
    consistency.sanctioned_roles,
    consistency.pns_sanctions,
    consistency.spans_of_elections,
    consistency.days_of_targets,
    consistency.target_on_every_day,
    consistency.late_broadcasts,
    limits.long_texts,
    limits.long_sanctions,
    limits.long_cards,
    repeats.repeated_ids,
    repeats.repeated_articles,
    repeats.contested_examples,
    repeats.contested_words,
)


# What takes a second or more; nothing that answers depends on it.
THOROUGH: tuple[Check, ...] = (twins.opposed,)


def problems_of(shelf: Shelf, *, today: date, thorough: bool = False) -> tuple[Problem, ...]:
    """Return every problem of *shelf* on *today*, in the order of files and lines."""
    found = [*shelf.problems, *expired(shelf, today)]
    for check in (*CHECKS, *(THOROUGH if thorough else ())):
        found.extend(check(shelf))
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.file, each.line, each.text)))


def expired(shelf: Shelf, today: date) -> Iterator[Problem]:
    """Yield what nobody has read over in time."""
    for placed in (*shelf.entries(), *shelf.contacts):
        until = placed.value.valid_until
        if until and until < today:
            advice = "read it over and set a later berlaku_sampai"
            yield placed.part.problem(f"expired on {until}: {advice}", "berlaku_sampai")
