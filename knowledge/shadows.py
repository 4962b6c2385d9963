"""Words of the vocabulary that stand in each other's light."""

from collections.abc import Callable, Iterator, Mapping

from knowledge.features import Reader
from knowledge.language import fold, tokens
from knowledge.reading import Problem
from knowledge.shelf import Shelf
from knowledge.written import Written, forms, slang

# A problem, its weight, and what its sentence is made of, for who tells it in other words.
Told = tuple[Problem, float, tuple[str, ...]]


def wordless(shelf: Shelf, named: Mapping[str, int]) -> Iterator[Told]:
    """Yield concepts without a word, and those that no message of *named* names."""
    for placed in shelf.vocabularies:
        for concept, texts in placed.value.concepts.items():
            if not texts:
                advice = "write its words, or take it out"
                text = f"{concept} has no words: {advice}"
                yield placed.part.problem(text, "konsep", concept), 2, ("kosong", concept)
    for concept, here in _first(shelf).items():
        if not named.get(concept):
            advice = "write an example that uses one of its words, or take it out"
            text = f"no example names {concept}: {advice}"
            yield here.problem(text), 1, ("tak-disebut", concept)


def claimed_twice(shelf: Shelf, reader: Reader) -> Iterator[Told]:
    """Yield forms that are the form of another concept too once they are read."""
    owners: dict[tuple[str, ...], Written] = {}
    for here in sorted(forms(shelf), key=lambda each: each.owner):
        stems = tuple(each.stem for each in reader.read(here.text).words)
        there = owners.setdefault(stems, here)
        if there.owner != here.owner:
            read = f"'{here.text}' of {here.owner} is read as '{there.text}' of {there.owner}"
            parts = ("kembar", here.text, here.owner, there.text, there.owner, f"{there}")
            yield here.problem(f"{read} at {there}, and never found: keep one"), 2, parts


def swallowed(shelf: Shelf, reader: Reader) -> Iterator[Told]:
    """Yield single words of concepts that slang turns into a word the concept does not list."""
    meanings = {fold(each.text): each for each in slang(shelf)}
    listed = {(each.owner, fold(each.text)) for each in forms(shelf)}
    for here in forms(shelf):
        there = meanings.get(fold(here.text))
        if there and (here.owner, fold(there.owner)) not in listed:
            parts = ("slang", here.text, here.owner, there.owner, f"{there}")
            yield here.problem(_swallowing(here, there)), _breadth(reader)(there.owner), parts


def _swallowing(here: Written, there: Written) -> str:
    """Return what a slang entry does to a form, and what to do."""
    made = f"'{here.text}' is slang for '{there.owner}' at {there}"
    broad = f"so every '{there.owner}' is read as {here.owner}"
    return f"{made}, {broad}: take out the slang, or list '{there.owner}' here if that is meant"


def _breadth(reader: Reader) -> Callable[[str], float]:
    """Return what tells how much too broad a meaning is: more if it says little."""

    def breadth(meaning: str) -> float:
        """Return 2 for words without weight, else 1."""
        stems = {each.stem for each in reader.read(meaning).words}
        return 2 if stems <= reader.stop or len(tokens(meaning)) == 1 else 1

    return breadth


def _first(shelf: Shelf) -> dict[str, Written]:
    """Return the first form of each concept."""
    found: dict[str, Written] = {}
    for each in forms(shelf):
        found.setdefault(each.owner, each)
    return found
