"""How good the answers are: figures on labelled messages, and lists of what to mend."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import comb

from knowledge.features import Reader
from knowledge.labelling import Labelled
from knowledge.language import tokens
from knowledge.lessons import lessons
from knowledge.library import Library
from knowledge.matching import Matcher
from knowledge.outcome import Outcome, outcomes
from knowledge.rule import Intent, Verdict
from knowledge.training import reader_for

_DOUBT = 0.05


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1, except for the counts; 0 where nothing was asked.

    *brier* is the mean squared distance of the probability said from what was true, 0 is perfect.
    *elsewhere* is for each intent the share of its messages that came where they belong.
    """

    asked: int
    answered: float
    clarified: float
    first: float
    helped: float
    right_of_answered: float
    verdict_of_answered: float
    wrong_allowed: int
    soft: int
    brier: float
    elsewhere: Mapping[Intent, float]
    out_of_scope_answered: float
    out_of_scope_clarified: float
    could_be_wrong: int = 0
    others: Mapping[Intent, int] = field(default_factory=dict)
    hypothetical: int = 0
    hypothetical_kept: float = 0.0

    @property
    def wrong_allowed_at_most(self) -> float:
        """Return the share of wrong "boleh" that is not exceeded, with 95 % confidence."""
        return at_most(self.wrong_allowed, self.could_be_wrong)


def measure(matcher: Matcher, library: Library, messages: Iterable[Labelled]) -> Figures:
    """Return how *messages* fare."""
    return figures(outcomes(matcher, library, messages))


def figures(found: Sequence[Outcome]) -> Figures:
    """Return the figures of what became of messages."""
    asked = [each for each in found if each.asks]
    answered = [each for each in asked if each.answered]
    other = [each for each in found if not each.asks and not each.message.hypothetical]
    kinds = {kind: [each for each in other if each.message.intent is kind] for kind in Intent}
    foreign = kinds[Intent.OUT_OF_SCOPE]
    tips = [each for each in found if each.message.hypothetical]
    return Figures(
        asked=len(asked),
        answered=_share(each.answered for each in asked),
        clarified=_share(each.clarified for each in asked),
        first=_share(each.first for each in asked),
        helped=_share(each.helped for each in asked),
        right_of_answered=_share(each.right for each in answered),
        verdict_of_answered=_share(each.verdict in each.message.verdicts for each in answered),
        wrong_allowed=sum(each.wrong_allowed for each in asked),
        soft=sum(each.soft for each in asked),
        brier=_share((each.decision.score - each.right) ** 2 for each in answered),
        elsewhere={
            kind: _share(one.reached for one in each) for kind, each in kinds.items() if each
        },
        out_of_scope_answered=_share(each.answered for each in foreign),
        out_of_scope_clarified=_share(each.clarified for each in foreign),
        could_be_wrong=sum(Verdict.ALLOWED not in each.message.verdicts for each in asked),
        others={kind: len(each) for kind, each in kinds.items() if each},
        hypothetical=len(tips),
        hypothetical_kept=_share(each.decision.intent is not Intent.TIP for each in tips),
    )


def at_most(wrong: int, of: int) -> float:
    """Return the share that *wrong* among *of* does not exceed, by Clopper and Pearson, 95 %.

    >>> round(at_most(0, 100), 3), at_most(0, 0)
    (0.03, 1.0)
    """
    if of == 0:
        return 1.0
    low, high = wrong / of, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        terms = (comb(of, k) * middle**k * (1 - middle) ** (of - k) for k in range(wrong + 1))
        low, high = (middle, high) if sum(terms) > _DOUBT else (low, middle)
    return high


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


def _share(values: Iterable[float]) -> float:
    """Return the mean of *values*, 0 where there are none."""
    given = list(values)
    return sum(given) / len(given) if given else 0.0
