"""Words to concepts: longest phrase first, with the scope of negation."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.language import Language, Word

NEGATION = "NEGASI"
_SCOPE = 3  # how many words after a negation still hear it
# After these a negation only asks ("boleh gak") and denies nothing.
_ASKING = frozenset({"BOLEH", "AMAN", "SALAH"})


@dataclass(frozen=True, slots=True)
class Found:
    """A concept, the words that name it, and whether a negation stands before it."""

    concept: str
    words: tuple[str, ...]
    start: int
    end: int
    negated: bool = False

    def __str__(self) -> str:
        """Return the concept and its words as `--explain` prints them."""
        sign = "bukan " if self.negated else ""
        return f"{sign}{self.concept} <- {' '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name a concept, as stems."""

    stems: tuple[str, ...]
    concept: str


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The forms that begin with one stem: those of one word, the others by their second."""

    single: tuple[Form, ...]
    by_second: Mapping[str, tuple[Form, ...]]


class Concepts:
    """Find the concepts of a vocabulary in words."""

    def __init__(
        self,
        concepts: Mapping[str, Sequence[str]],
        language: Language,
        *,
        skippable: frozenset[str] = frozenset(),
    ) -> None:
        """Take each concept with its forms; a *skippable* stem may stand inside a phrase."""
        shelves: dict[str, list[Form]] = defaultdict(list)
        self.collisions: list[tuple[str, str, str]] = []
        seen: dict[tuple[str, ...], str] = {}
        for concept in sorted(concepts):
            for written in concepts[concept]:
                stems = language.stems(written)
                owner = seen.setdefault(stems, concept) if stems else concept
                if owner != concept:
                    self.collisions.append((written, owner, concept))
                elif stems:
                    shelves[stems[0]].append(Form(stems, concept))
        self._skippable = skippable
        self._shelves = {first: _shelf(forms) for first, forms in shelves.items()}

    def find(self, words: Sequence[Word]) -> tuple[Found, ...]:
        """Return the concepts of *words* in order; the longest phrase wins at each place."""
        found = []
        place = 0
        while place < len(words):
            here = self._longest(words, place)
            if here is not None:
                found.append(here)
            place = here.end if here is not None else place + 1
        return tuple(_with_negation(found))

    def _longest(self, words: Sequence[Word], start: int) -> Found | None:
        """Return the longest phrase that begins at *start*."""
        shelf = self._shelves.get(words[start].stem)
        if shelf is None:
            return None
        for form in self._possible(shelf, words, start):
            end = self._end(words, start, form.stems)
            if end:
                plain = tuple(each.plain for each in words[start:end])
                return Found(form.concept, plain, start, end)
        return None

    def _possible(self, shelf: _Shelf, words: Sequence[Word], start: int) -> Sequence[Form]:
        """Return the forms on *shelf* whose second word may follow, longest first."""
        forms: list[Form] = []
        for word in words[start + 1 : start + 3]:
            forms += shelf.by_second.get(word.stem, ())
            if word.stem not in self._skippable:
                break
        return (*sorted(forms, key=lambda each: (-len(each.stems), each.stems)), *shelf.single)

    def _end(self, words: Sequence[Word], start: int, stems: tuple[str, ...]) -> int:
        """Return where the phrase *stems* ends when it begins at *start*, else 0."""
        place = start + 1
        for stem in stems[1:]:
            if place < len(words) and words[place].stem != stem:
                place += words[place].stem in self._skippable
            if place >= len(words) or words[place].stem != stem:
                return 0
            place += 1
        return place


def _shelf(forms: Sequence[Form]) -> _Shelf:
    """Return *forms*, which begin with the same stem, by their second."""
    by_second: dict[str, list[Form]] = defaultdict(list)
    for form in dict.fromkeys(forms):
        if len(form.stems) > 1:
            by_second[form.stems[1]].append(form)
    single = tuple(dict.fromkeys(each for each in forms if len(each.stems) == 1))
    return _Shelf(single, {second: tuple(each) for second, each in by_second.items()})


def _with_negation(found: Sequence[Found]) -> Iterator[Found]:
    """Yield *found* with those marked that a negation reaches."""
    reach = -1
    before: Found | None = None
    for each in found:
        if each.concept == NEGATION:
            asks = before is not None and before.concept in _ASKING and before.end == each.start
            reach = -1 if asks else each.end + _SCOPE
            yield each
        else:
            negated = each.start < reach and each.concept not in _ASKING
            yield Found(each.concept, each.words, each.start, each.end, negated)
            reach = -1 if negated else reach
        before = each
