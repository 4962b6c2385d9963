"""Check that everything an entry names exists: laws, articles, entries, contacts, topics."""

from collections.abc import Iterable, Iterator

from knowledge.broadcast import Broadcast
from knowledge.reading import Place, Problem
from knowledge.rule import Citation, Info, Rule
from knowledge.schema import Placed
from knowledge.shelf import Shelf
from knowledge.suggesting import did_you_mean


def citations(entry: Rule | Info | Broadcast) -> Iterator[tuple[Citation, Place]]:
    """Yield what *entry* and its sanctions cite, each with its place in the entry."""
    for number, each in enumerate(entry.legal_basis):
        yield each, ("dasar", number)
    for number, sanction in enumerate(entry.sanctions if isinstance(entry, Rule) else ()):
        if sanction.citation:
            yield sanction.citation, ("sanksi", number, "dasar")


def unknown_laws(shelf: Shelf) -> Iterator[Problem]:
    """Yield citations of laws that laws.yaml does not have."""
    known = shelf.ids.get("laws")
    for placed in (*shelf.entries(), *shelf.broadcasts) if known is not None else ():
        for citation, place in citations(placed.value):
            yield from _unknown(placed, citation.law, known=known or (), at=(*place, "hukum"))


def unknown_articles(shelf: Shelf) -> Iterator[Problem]:
    """Yield citations of articles that their law does not have."""
    known = {each.value.id: [part.number for part in each.value.articles] for each in shelf.laws}
    for placed in (*shelf.entries(), *shelf.broadcasts):
        for citation, place in citations(placed.value):
            articles = known.get(citation.law)
            if articles is not None and citation.article not in articles:
                advice = did_you_mean(citation.article, articles) or ": add it to laws.yaml"
                text = f"{citation.law} has no '{citation.article}'{advice}"
                yield placed.part.problem(text, *place, "pasal")


def unknown_contacts(shelf: Shelf) -> Iterator[Problem]:
    """Yield contacts to ask that contacts.yaml does not have."""
    known = shelf.ids.get("contacts")
    for placed in shelf.entries() if known is not None else ():
        for number, each in enumerate(placed.value.ask):
            yield from _unknown(placed, each, known=known or (), at=("tanya", number))


def unknown_related(shelf: Shelf) -> Iterator[Problem]:
    """Yield related entries that do not exist, and entries that are related to themselves."""
    known = shelf.ids.get("entries")
    for placed in shelf.entries():
        for number, each in enumerate(placed.value.related):
            if each == placed.value.id:
                yield placed.part.problem("an entry is no relation of itself", "terkait", number)
            elif known is not None:
                yield from _unknown(placed, each, known=known, at=("terkait", number))


def unknown_twins(shelf: Shelf) -> Iterator[Problem]:
    """Yield the rules that information names as saying the same, and that are no rules."""
    known = [each.value.id for each in shelf.rules]
    for placed in shelf.infos:
        if placed.value.rule:
            yield from _unknown(placed, placed.value.rule, known=known, at=("aturan",))


def unknown_concepts(shelf: Shelf) -> Iterator[Problem]:
    """Yield the concepts that rules need and the vocabulary does not have."""
    known = {name for file in shelf.vocabularies for name in file.value.concepts}
    for placed in shelf.rules if known else ():
        for each in sorted(placed.value.needed):
            yield from _unknown(placed, each, known=known, at=("konsep", "butuh"))


def unknown_example_entries(shelf: Shelf) -> Iterator[Problem]:
    """Yield the entries that example sets name and nobody has."""
    known = shelf.ids.get("entries")
    for placed in shelf.examples if known is not None else ():
        for each in placed.value.by_entry:
            yield from _unknown(placed, each, known=known or (), at=("aturan", each))


def unknown_broadcast_entries(shelf: Shelf) -> Iterator[Problem]:
    """Yield the entries that broadcasts lead to and nobody has."""
    known = shelf.ids.get("entries")
    for placed in shelf.broadcasts if known is not None else ():
        if placed.value.entry:
            yield from _unknown(placed, placed.value.entry, known=known or (), at=("aturan",))


def unknown_topics(shelf: Shelf) -> Iterator[Problem]:
    """Yield the topics of rule files that topics.yaml does not have."""
    topics = shelf.topics.value.topics if shelf.topics else ()
    for placed in shelf.rule_files if shelf.topics else ():
        known = [each.id for each in topics]
        yield from _unknown(placed, placed.value.topic, known=known, at=("topik",))


def _unknown(
    placed: Placed[object], name: str, *, known: Iterable[str], at: Place
) -> Iterator[Problem]:
    """Yield that *name* is unknown, unless it is among the *known*."""
    if name not in known:
        what, source = _SOURCES[str(at[-1] if at[-1] == "hukum" else at[0])]
        advice = did_you_mean(name, known) or f": write one of {source}"
        yield placed.part.problem(f"unknown {what} '{name}'{advice}", *at)


_SOURCES = {
    "hukum": ("law", "laws.yaml"),
    "tanya": ("contact", "contacts.yaml"),
    "terkait": ("entry", "rules/ or info/"),
    "aturan": ("entry", "rules/ or info/"),
    "topik": ("topic", "topics.yaml"),
    "konsep": ("concept", "vocabulary/"),
}
