import pytest

from bot.questions.guide import LiveGuide
from knowledge.deciding import Action, Decision
from knowledge.labelling import Labelled
from knowledge.library import Library
from knowledge.outcome import Outcome
from knowledge.report import INFORMATION, NOWHERE, bands, report, topic_of
from knowledge.rule import Intent, Verdict

LIKE, SHARE = "like-unggahan-calon", "share-konten-calon"


@pytest.fixture(scope="module")
def library(guide: LiveGuide) -> Library:
    return guide.current.library


def outcome(wanted: str, taken: str, *, text: str = "x", score: float = 0.9) -> Outcome:
    message = Labelled(
        text,
        Intent.GUIDANCE,
        frozenset({wanted}),
        frozenset({Verdict.FORBIDDEN}),
        register="slang",
        source="rina",
        wanted=wanted,
    )
    action = Action.ANSWER if taken else Action.DECLINE
    verdict = Verdict.FORBIDDEN if taken else None
    return Outcome(message, Decision(Intent.GUIDANCE, action, taken or None, (), score), verdict)


def test_topics_are_confused_by_row_and_column(library: Library) -> None:
    found = report(library, [outcome(LIKE, LIKE), outcome(LIKE, "cara-melapor"), outcome(LIKE, "")])
    topic = library.rules[LIKE].topic
    assert found.confusion == {(topic, topic): 1, (topic, INFORMATION): 1, (topic, NOWHERE): 1}
    assert set(library.topics) < set(found.topics)
    assert topic_of(library, "") == NOWHERE


def test_the_most_confused_pair_comes_first_with_what_parts_it(library: Library) -> None:
    found = report(
        library,
        [
            outcome(LIKE, SHARE, text="a"),
            outcome(LIKE, SHARE, text="b"),
            outcome(SHARE, LIKE, text="c"),
            outcome(SHARE, SHARE),
        ],
    )
    first, second = found.pairs
    assert (first.wanted, first.taken, first.messages) == (LIKE, SHARE, ("a", "b"))
    assert first.here[0] == "LIKE"
    assert first.there[0] == "SHARE"
    assert (second.here, second.there) == (first.there, first.here)


def test_bands_compare_what_was_said_with_what_was_true() -> None:
    found = [
        outcome(LIKE, LIKE, score=0.95),
        outcome(LIKE, SHARE, score=0.91),
        outcome(LIKE, LIKE, score=1.0),
        outcome(LIKE, LIKE, score=0.55),
        outcome(LIKE, "", score=0.3),
    ]
    low, high = bands(found)
    assert (low.low, low.answers, low.right) == (0.5, 1, 1)
    assert (high.low, high.high, high.answers) == (0.9, 1.0, 3)
    assert high.right == pytest.approx(2 / 3)
    assert high.said == pytest.approx(0.9533, abs=0.001)


def test_figures_are_given_for_each_register_and_set(library: Library) -> None:
    tip = Labelled("y", Intent.TIP, register="formal")
    other = Outcome(tip, Decision(Intent.TIP, Action.ROUTE), None)
    found = report(library, [outcome(LIKE, LIKE), other])
    assert list(found.registers) == ["slang"]
    assert found.sources["rina"].first == 1
