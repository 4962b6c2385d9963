"""Examples that say the same in other words, though their rules say the opposite."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from knowledge.features import Reader, Reading
from knowledge.language import Language
from knowledge.reading import Problem
from knowledge.repeats import normal
from knowledge.rule import Rule
from knowledge.shelf import Shelf
from knowledge.written import Written, examples_of_entries

_FEWEST = 2  # words that say something; one alone is said of many things

# What a message says: its stems without order, and its concepts, denied ones apart.
Gist: TypeAlias = tuple[frozenset[str], frozenset[tuple[str, bool]]]


def reader_of(shelf: Shelf, texts: Sequence[str]) -> Reader:
    """Return a reader that knows the words of *shelf* and of *texts*."""
    vocabulary = shelf.vocabulary()
    return Reader(vocabulary, Language(vocabulary, texts))


def gist(reader: Reader, reading: Reading) -> Gist | None:
    """Return what is left of a message without order, slang, endings and words of no weight.

    None when too little is left to tell it from others.
    """
    stems = frozenset(each.stem for each in reading.words if each.stem.isalnum())
    said = stems - reader.stop
    if len(said) < _FEWEST:
        return None
    return said, frozenset((each.concept, each.negated) for each in reading.concepts)


def opposed(shelf: Shelf) -> Iterator[Problem]:
    """Yield examples of which another rule, with another verdict, has a twin."""
    rules = {each.value.id: each.value for each in shelf.rules}
    written = [each for each in examples_of_entries(shelf) if each.owner in rules]
    reader = reader_of(shelf, [each.text for each in written])
    alike: dict[Gist, list[Written]] = defaultdict(list)
    for each in written:
        if found := gist(reader, reader.read(each.text)):
            alike[found].append(each)
    for first, *others in alike.values():
        for each in others:
            one, two = rules[first.owner], rules[each.owner]
            # What is the same to the letter is told as an example that stands twice.
            if one.verdict != two.verdict and normal(first.text) != normal(each.text):
                yield each.problem(
                    _told(each, two, twin=f"'{first.text}' of {_name(one)}, {first}")
                )


def _told(here: Written, rule: Rule, *, twin: str) -> str:
    """Return what is wrong with two examples, and what to do."""
    advice = "move or reword one of them, nobody could tell them apart"
    return f"the example '{here.text}' of {_name(rule)} says the same as {twin}: {advice}"


def _name(rule: Rule) -> str:
    """Return a rule with its verdict."""
    return f"{rule.id} ({rule.verdict})"
