"""What a measurement says beyond its figures: where, with whom and how surely it goes wrong."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.evaluation import Figures, figures
from knowledge.features import Reader
from knowledge.lessons import Lesson, lessons
from knowledge.library import Library
from knowledge.outcome import Outcome
from knowledge.rule import Rule
from knowledge.training import reader_for

INFORMATION = "informasi"
NOWHERE = ""
_BINS = 10
_PARTING = 3
_APART = 0.15  # of the examples more must name a concept for it to part two entries


@dataclass(frozen=True, slots=True)
class Band:
    """Answers said about equally surely: how many, how sure on average, how many were right."""

    low: float
    high: float
    answers: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries of which one was taken for the other, and the concepts that part them.

    *here* are concepts that the examples of *wanted* name more often, *there* those of *taken*.
    """

    wanted: str
    taken: str
    messages: tuple[str, ...]
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole measurement."""

    figures: Figures
    topics: tuple[str, ...]
    confusion: dict[tuple[str, str], int]
    pairs: tuple[Pair, ...]
    bands: tuple[Band, ...]
    registers: dict[str, Figures]
    sources: dict[str, Figures]
    outcomes: tuple[Outcome, ...]


def report(library: Library, found: Sequence[Outcome], *, most: int = 20) -> Report:
    """Return what *found* says, with at most *most* pairs."""
    asked = [each for each in found if each.asks]
    topics = (*library.topics, INFORMATION, NOWHERE)
    confusion = Counter(
        (topic_of(library, each.message.wanted), topic_of(library, each.taken)) for each in asked
    )
    return Report(
        figures=figures(found),
        topics=topics,
        confusion=dict(confusion),
        pairs=_parted(library, _pairs(asked)[:most]),
        bands=bands(found),
        registers=_by(found, lambda each: each.message.register),
        sources=_by(found, lambda each: each.message.source),
        outcomes=tuple(found),
    )


def topic_of(library: Library, entry: str) -> str:
    """Return the topic of an entry; information has one of its own, no entry none."""
    if entry in library.rules:
        return library.rules[entry].topic
    return INFORMATION if entry else NOWHERE


def bands(found: Sequence[Outcome]) -> tuple[Band, ...]:
    """Return the answers of *found* in bands of ten percent, without empty bands."""
    parts: dict[int, list[Outcome]] = defaultdict(list)
    for each in found:
        if each.asks and each.answered:
            parts[min(_BINS - 1, int(each.decision.score * _BINS))].append(each)
    return tuple(
        Band(
            at / _BINS,
            (at + 1) / _BINS,
            len(some),
            sum(each.decision.score for each in some) / len(some),
            sum(each.right for each in some) / len(some),
        )
        for at, some in sorted(parts.items())
    )


def _by(found: Sequence[Outcome], key: Callable[[Outcome], str]) -> dict[str, Figures]:
    """Return the figures of each part of *found* that has a name and asks for a rule."""
    parts: dict[str, list[Outcome]] = defaultdict(list)
    for each in found:
        parts[key(each)].append(each)
    named = {name: figures(some) for name, some in sorted(parts.items()) if name}
    return {name: each for name, each in named.items() if each.asked}


def _pairs(asked: Sequence[Outcome]) -> list[Pair]:
    """Return what was taken for what, the most frequent first."""
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in asked:
        if each.taken and not each.first:
            parts[each.message.wanted, each.taken].append(each.message.text)
    pairs = [Pair(*both, tuple(texts)) for both, texts in parts.items()]
    return sorted(pairs, key=lambda each: (-len(each.messages), each.wanted, each.taken))


def _parted(library: Library, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return *pairs* with the concepts that part them."""
    wanted = {entry for each in pairs for entry in (each.wanted, each.taken)}
    given = lessons(library)
    reader = reader_for(library, given)
    shares = {entry: _shares(reader, given, entry) for entry in wanted}
    return tuple(
        Pair(
            each.wanted,
            each.taken,
            each.messages,
            _more(shares[each.wanted], shares[each.taken]),
            _more(shares[each.taken], shares[each.wanted]),
        )
        for each in pairs
    )


def _shares(reader: Reader, given: Sequence[Lesson], entry: str) -> dict[str, float]:
    """Return how many of the examples of *entry* name each concept."""
    texts = [each.text for each in given if each.entry == entry and each.trust == 1]
    named = Counter(concept for each in texts for concept in reader.read(each).named)
    return {concept: times / len(texts) for concept, times in named.items()}


def _more(one: dict[str, float], two: dict[str, float]) -> tuple[str, ...]:
    """Return the concepts that *one* names most more often than *two*."""
    ahead = {each: share - two.get(each, 0.0) for each, share in one.items()}
    best = sorted(ahead, key=lambda each: (-ahead[each], each))[:_PARTING]
    return tuple(each for each in best if ahead[each] >= _APART)


def title(library: Library, entry: str) -> str:
    """Return the title of an entry, its id where there is none."""
    known = library.rules.get(entry) or library.infos.get(entry)
    return known.title if known else entry


def verdict(library: Library, entry: str) -> str:
    """Return the verdict of an entry, "" for what has none."""
    known = library.rules.get(entry)
    return known.verdict if isinstance(known, Rule) else ""
