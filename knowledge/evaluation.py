"""How good the answers are: figures on labelled messages, and lists of what to mend."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.deciding import Action, Decision, decide
from knowledge.features import Reader
from knowledge.language import tokens
from knowledge.lessons import exam, lessons
from knowledge.library import Library
from knowledge.matching import Matcher
from knowledge.rule import Intent, Verdict
from knowledge.training import course_of, reader_for


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message, what it wants, and the entries that answer it; none when no entry does."""

    text: str
    intent: Intent
    entries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1, except for the counts; 0 where nothing was asked."""

    asked: int
    answered: float
    clarified: float
    first: float
    helped: float
    right_of_answered: float
    verdict_of_answered: float
    wrong_allowed: int
    soft: int
    elsewhere: Mapping[Intent, float]
    out_of_scope_answered: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often *wanted* was taken for *taken*, and one message of that."""

    wanted: str
    taken: str
    times: int
    message: str


def labelled(library: Library) -> tuple[Labelled, ...]:
    """Return the held-out messages of *library*."""
    return tuple(
        Labelled(each.text, each.intent, frozenset({each.entry} if each.entry else ()))
        for each in exam(library)
    )


def measure(matcher: Matcher, library: Library, messages: Iterable[Labelled]) -> Figures:
    """Return how *messages* fare."""
    counts: Counter[str] = Counter()
    for each in messages:
        decision = decide(matcher.match(each.text), library)
        if each.intent is Intent.GUIDANCE:
            counts.update(_guided(decision, each, library))
        else:
            counts.update(_sent(decision, each, library))
    return _figures(counts)


def confusions(library: Library) -> tuple[Confusion, ...]:
    """Return which entries are taken for which when half of the examples teach, worst first."""
    course = course_of(library)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for lesson, taken in course.mistakes():
        found[lesson.entry or lesson.intent, taken].append(lesson.text)
    pairs = [
        Confusion(wanted, taken, len(texts), texts[0]) for (wanted, taken), texts in found.items()
    ]
    return tuple(sorted(pairs, key=lambda each: (-each.times, each.wanted, each.taken)))


def collisions(library: Library) -> tuple[tuple[str, str, str], ...]:
    """Return each form that two concepts claim once both are reduced to stems."""
    return tuple(_reader(library).concepts.collisions)


def stretched(library: Library) -> Mapping[str, frozenset[str]]:
    """Return for each concept the words of examples that name it without being a form of it."""
    reader = _reader(library)
    forms = {
        concept: {" ".join(tokens(each)) for each in written}
        for concept, written in library.vocabulary.concepts.items()
    }
    found: dict[str, set[str]] = defaultdict(set)
    for lesson in lessons(library):
        reading = reader.read(lesson.text)
        for each in reading.concepts:
            typed = " ".join(word.typed for word in reading.words[each.start : each.end])
            if typed not in forms[each.concept]:
                found[each.concept].add(typed)
    return {concept: frozenset(found[concept]) for concept in sorted(found)}


def _reader(library: Library) -> Reader:
    """Return the reader that *library* is read with."""
    return reader_for(library, lessons(library))


def _guided(decision: Decision, message: Labelled, library: Library) -> Iterable[str]:
    """Yield what happened to a question about a rule."""
    yield "asked"
    rule = library.rules.get(decision.entry or "")
    verdicts = {library.rules[each].verdict for each in message.entries if each in library.rules}
    shown = (decision.entry, *decision.options[:3])
    if shown[0] in message.entries or (not shown[0] and message.entries & {*shown[1:2]}):
        yield "first"
    if decision.action is Action.CLARIFY:
        yield "clarified"
        if message.entries & set(shown):
            yield "helped"
    elif decision.action is Action.ANSWER and rule is not None:
        yield "answered"
        yield from ("right", "helped") if rule.id in message.entries else ()
        yield from ("verdict",) if rule.verdict in verdicts else ()
        if rule.verdict is Verdict.ALLOWED and Verdict.ALLOWED not in verdicts:
            yield "wrong allowed"
        if verdicts == {Verdict.FORBIDDEN} and rule.verdict is not Verdict.FORBIDDEN:
            yield "soft"


def _sent(decision: Decision, message: Labelled, library: Library) -> Iterable[str]:
    """Yield what happened to a message that asks for no rule."""
    yield f"all {message.intent}"
    if message.intent is Intent.PROCEDURE:
        answered = decision.action is Action.ANSWER
        yield from (f"got {message.intent}",) if answered else ()
    elif decision.intent is message.intent:
        yield f"got {message.intent}"
    verdict = decision.action is Action.ANSWER and decision.entry in library.rules
    if message.intent is Intent.OUT_OF_SCOPE and verdict:
        yield "out answered"


def _figures(counts: Counter[str]) -> Figures:
    """Return the shares that *counts* stand for."""

    def share(part: str, whole: str) -> float:
        """Return how much of *whole* is *part*."""
        return counts[part] / counts[whole] if counts[whole] else 0.0

    return Figures(
        asked=counts["asked"],
        answered=share("answered", "asked"),
        clarified=share("clarified", "asked"),
        first=share("first", "asked"),
        helped=share("helped", "asked"),
        right_of_answered=share("right", "answered"),
        verdict_of_answered=share("verdict", "answered"),
        wrong_allowed=counts["wrong allowed"],
        soft=counts["soft"],
        elsewhere={
            each: share(f"got {each}", f"all {each}") for each in Intent if counts[f"all {each}"]
        },
        out_of_scope_answered=share("out answered", f"all {Intent.OUT_OF_SCOPE}"),
    )
