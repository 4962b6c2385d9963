from bot.questions.guide import LiveGuide
from knowledge.grouping import groups

TEXTS = [
    "boleh gak pasang bendera partai di pagar rumah dinas",
    "resep rendang",
    "pasang bendera parpol di rumah dinas boleh?",
    "kalo bendera partai dipasang di rumah dinas gimana",
    "arisan ibu2 kader partai boleh ikut?",
    "ikut arisan yg isinya kader partai",
    "...",
]


def test_questions_that_ask_the_same_come_together(guide: LiveGuide) -> None:
    readings = [guide.current.matcher.match(each).reading for each in TEXTS]
    assert set(groups(readings)) == {(0, 2, 3), (1,), (4, 5)}


def test_nothing_makes_no_group(guide: LiveGuide) -> None:
    assert groups([]) == ()
    assert groups([guide.current.matcher.match("...").reading]) == ()
