"""What messages that nothing was learned from must reach: floors a little below the figures."""

from dataclasses import dataclass

import pytest

from bot.questions.guide import LiveGuide
from knowledge.evaluation import Figures, measure
from knowledge.labelling import Labelled, labelled
from knowledge.lessons import exam
from knowledge.rule import Intent


@dataclass(frozen=True)
class Floor:
    """The least that a set must reach; *soft* and *out* are the most that it may."""

    first: float = 0.0
    helped: float = 0.0
    right: float = 0.0
    soft: int = 0
    tip: float = 0.0
    procedure: float = 0.0
    out: float = 0.02


FLOORS = {
    "uji": Floor(first=0.92, helped=0.95, right=0.96, soft=2, tip=0.9),
    "uji-akhir": Floor(first=0.86, helped=0.92, right=0.92, soft=5, tip=0.9),
    "uji-prosedur": Floor(procedure=0.86),
}


def messages(guide: LiveGuide, name: str) -> list[Labelled]:
    return [each for each in labelled(guide.current.library) if each.source == name]


@pytest.fixture(scope="module")
def measured(guide: LiveGuide) -> dict[str, Figures]:
    current = guide.current
    return {
        name: measure(current.matcher, current.library, messages(guide, name)) for name in FLOORS
    }


def test_every_held_out_set_has_a_floor(guide: LiveGuide) -> None:
    assert {each.writer for each in exam(guide.current.library)} == set(FLOORS)


@pytest.mark.parametrize("name", FLOORS)
def test_nobody_is_told_a_wrong_boleh(measured: dict[str, Figures], name: str) -> None:
    assert measured[name].wrong_allowed == 0


@pytest.mark.parametrize("name", FLOORS)
def test_questions_find_their_rule(measured: dict[str, Figures], name: str) -> None:
    found, floor = measured[name], FLOORS[name]
    assert found.first >= floor.first
    assert found.helped >= floor.helped
    assert found.right_of_answered >= floor.right
    assert found.soft <= floor.soft


@pytest.mark.parametrize("name", FLOORS)
def test_what_asks_for_no_rule_is_told_apart(measured: dict[str, Figures], name: str) -> None:
    found, floor = measured[name], FLOORS[name]
    assert found.elsewhere.get(Intent.TIP, 1.0) >= floor.tip
    assert found.elsewhere.get(Intent.PROCEDURE, 1.0) >= floor.procedure
    assert found.out_of_scope_answered <= floor.out
    for each in (Intent.STATUS, Intent.SUBSCRIBE, Intent.HUMAN, Intent.SMALLTALK):
        assert found.elsewhere.get(each, 1.0) >= 0.9
