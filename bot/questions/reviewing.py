"""What people asked in vain: unanswered questions in groups, and answers that missed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.database.engine import Database, Transaction
from bot.questions import store
from bot.questions.guide import Guide
from bot.questions.scrubbing import scrub
from knowledge.grouping import groups
from knowledge.matching import Match

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask much the same, the most frequent first, and the entries nearest to them.

    *days* are those on which they were asked, without repetition; *nearest* has each entry with
    its mean probability.
    """

    questions: tuple[str, ...]
    times: int
    days: tuple[date, ...]
    nearest: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """How often the card of an entry was given, helped, and was called wrong."""

    given: int = 0
    helped: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """An entry whose card people called wrong, how often that was and how often it helped."""

    entry: str
    times: int
    helped: int
    days: tuple[date, ...]


async def unanswered(database: Database, guide: Guide) -> tuple[Group, ...]:
    """Return the questions that found no answer, in groups, the most frequent first."""
    return grouped(await kept_questions(database), guide)


async def kept_questions(database: Database) -> Sequence[tuple[date, str]]:
    """Return the questions that found no answer with their days, as they were kept."""
    async with database.reading() as connection:
        return await store.unanswered(connection)


async def dismiss(connection: Transaction, group: Sequence[str], guide: Guide) -> int:
    """Delete the questions of a *group*, in the caller's transaction, and return how many."""
    kept = await store.unanswered(connection)
    asked = {question for _, question in kept if scrubbed(question, guide) in group}
    return await store.dismiss(connection, sorted(asked))


async def ratings(database: Database) -> Mapping[str, Rating]:
    """Return how the cards of entries fared, by entry, over all days."""
    async with database.reading() as connection:
        counts = await store.tallies(connection)
    kinds = ("jawaban", "membantu", "kurang-tepat")
    entries = {subject for kind, subject in counts if kind in kinds}
    return {entry: Rating(*(counts.get((kind, entry), 0) for kind in kinds)) for entry in entries}


async def count_unanswered(database: Database) -> int:
    """Return how many questions found no answer."""
    async with database.reading() as connection:
        return await store.count_unanswered(connection)


async def missed(database: Database) -> tuple[Missed, ...]:
    """Return the entries whose cards were called wrong, the most often first."""
    async with database.reading() as connection:
        wrong = await store.counted(connection, "kurang-tepat")
        helped = await store.counted(connection, "membantu")
    times, thanks = _totals(wrong), _totals(helped)
    days: dict[str, set[date]] = defaultdict(set)
    for entry, day, _ in wrong:
        days[entry].add(day)
    found = [
        Missed(entry, count, thanks[entry], tuple(sorted(days[entry])))
        for entry, count in times.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.times, each.helped, each.entry)))


def grouped(kept: Sequence[tuple[date, str]], guide: Guide) -> tuple[Group, ...]:
    """Return *kept* questions in groups, scrubbed with the vocabulary of today."""
    times: Counter[str] = Counter()
    days: dict[str, set[date]] = defaultdict(set)
    for day, question in kept:
        text = scrubbed(question, guide)
        times[text] += 1
        days[text].add(day)
    texts = sorted(times, key=lambda each: (-times[each], each))
    matches = [guide.matcher.match(each) for each in texts]
    found = [
        Group(
            tuple(texts[at] for at in members),
            sum(times[texts[at]] for at in members),
            tuple(sorted({day for at in members for day in days[texts[at]]})),
            _nearest([matches[at] for at in members]),
        )
        for members in groups([each.reading for each in matches])
    ]
    return tuple(sorted(found, key=lambda each: (-each.times, -len(each.days), each.questions)))


def scrubbed(question: str, guide: Guide) -> str:
    """Return *question* without names, by the vocabulary of today."""
    return " ".join(scrub(question, guide.words).split())


def _nearest(matches: Sequence[Match]) -> tuple[tuple[str, float], ...]:
    """Return the entries that are likeliest on average."""
    sums: defaultdict[str, float] = defaultdict(float)
    for match in matches:
        for each in match.candidates:
            sums[each.entry] += each.probability
    best = sorted(sums, key=lambda entry: (-sums[entry], entry))[:_NEAREST]
    return tuple((entry, sums[entry] / len(matches)) for entry in best)


def _totals(rows: Iterable[tuple[str, date, int]]) -> Counter[str]:
    """Return how often each subject was counted, on all days."""
    totals: Counter[str] = Counter()
    for subject, _, count in rows:
        totals[subject] += count
    return totals
