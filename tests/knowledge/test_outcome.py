import pytest

from knowledge.deciding import Action, Decision
from knowledge.evaluation import at_most, figures
from knowledge.labelling import Labelled
from knowledge.outcome import Outcome
from knowledge.rule import Intent, Verdict

FORBIDDEN, ALLOWED = Verdict.FORBIDDEN, Verdict.ALLOWED


def asked(*verdicts: Verdict, entry: str = "a") -> Labelled:
    return Labelled("x", Intent.GUIDANCE, frozenset({entry}), frozenset(verdicts), wanted=entry)


def answered(
    message: Labelled, entry: str, verdict: Verdict | None, *, score: float = 0.9
) -> Outcome:
    return Outcome(message, Decision(Intent.GUIDANCE, Action.ANSWER, entry, (), score), verdict)


def offered(message: Labelled, *options: str) -> Outcome:
    return Outcome(message, Decision(Intent.GUIDANCE, Action.CLARIFY, None, options), None)


def test_a_right_answer_helps() -> None:
    found = answered(asked(FORBIDDEN), "a", FORBIDDEN)
    assert found.first
    assert found.right
    assert found.helped
    assert not found.soft


def test_a_neighbour_with_the_same_verdict_is_wrong_but_not_soft() -> None:
    found = figures([answered(asked(FORBIDDEN), "b", FORBIDDEN, score=0.5)])
    assert (found.right_of_answered, found.verdict_of_answered, found.soft) == (0, 1, 0)
    assert found.brier == 0.25


@pytest.mark.parametrize(
    ("right", "said", "wrong", "soft"),
    [
        ((FORBIDDEN,), ALLOWED, 1, 1),
        ((FORBIDDEN,), Verdict.CONDITIONAL, 0, 1),
        ((FORBIDDEN, Verdict.CONDITIONAL), ALLOWED, 1, 0),
        ((FORBIDDEN, ALLOWED), ALLOWED, 0, 0),
        ((Verdict.CONDITIONAL,), ALLOWED, 1, 0),
    ],
)
def test_boleh_is_wrong_where_it_is_not_right(
    right: tuple[Verdict, ...], said: Verdict, wrong: int, soft: int
) -> None:
    found = figures([answered(asked(*right), "b", said)])
    assert (found.wrong_allowed, found.soft) == (wrong, soft)


@pytest.mark.parametrize(("place", "helps"), [(0, True), (2, True), (3, False)])
def test_only_an_option_that_is_seen_helps(place: int, *, helps: bool) -> None:
    options = ["b", "c", "d", "e"]
    options[place] = "a"
    found = offered(asked(FORBIDDEN), *options)
    assert found.helped is helps
    assert found.first is (place == 0)
    assert not found.answered


def test_information_is_no_answer_about_a_rule() -> None:
    found = answered(asked(FORBIDDEN), "info", None)
    assert not found.answered
    assert figures([found]).answered == 0


def test_other_messages_are_counted_by_what_they_want() -> None:
    tip = Decision(Intent.TIP, Action.ROUTE)
    found = figures(
        [
            Outcome(Labelled("a", Intent.TIP), tip, None),
            Outcome(Labelled("b", Intent.STATUS), tip, None),
            answered(Labelled("c", Intent.PROCEDURE), "info", None),
            answered(Labelled("d", Intent.OUT_OF_SCOPE), "a", FORBIDDEN),
            Outcome(Labelled("e", Intent.GUIDANCE, hypothetical=True), tip, None),
        ]
    )
    assert found.elsewhere == {
        Intent.TIP: 1,
        Intent.STATUS: 0,
        Intent.PROCEDURE: 1,
        Intent.OUT_OF_SCOPE: 0,
    }
    assert found.out_of_scope_answered == 1
    assert (found.asked, found.hypothetical, found.hypothetical_kept) == (0, 1, 0)


def test_few_trials_leave_much_doubt() -> None:
    assert at_most(0, 0) == 1
    assert at_most(0, 10) > at_most(0, 100) > 0
    assert at_most(5, 100) == pytest.approx(0.1023, abs=0.001)
