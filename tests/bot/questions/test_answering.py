import re
from dataclasses import replace
from datetime import date

import pytest

from bot.questions.answering import answer, normal_id, role_matters
from bot.questions.guide import LiveGuide
from knowledge.rule import Role

DAY = date(2026, 11, 25)


def test_the_same_card_has_the_same_number_for_everybody(guide: LiveGuide) -> None:
    first = answer(guide.current, "like-unggahan-calon", role=Role.PNS, day=DAY)
    second = answer(guide.current, "like-unggahan-calon", role=Role.PNS, day=DAY)
    assert first == second
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", first.id)
    assert first.card.endswith(first.id)


@pytest.mark.parametrize(
    ("role", "day"), [(Role.NON_ASN, DAY), (None, DAY), (Role.PNS, date(2024, 11, 27))]
)
def test_another_role_or_phase_has_another_number(
    role: Role | None, day: date, guide: LiveGuide
) -> None:
    one = answer(guide.current, "like-unggahan-calon", role=Role.PNS, day=DAY)
    assert answer(guide.current, "like-unggahan-calon", role=role, day=day).id != one.id


@pytest.mark.parametrize("typed", ["abcde-fgh01", "ABCDEFGHOI", " abcde fghol "])
def test_a_number_is_found_however_it_is_typed(typed: str) -> None:
    assert normal_id(typed) == "ABCDE-FGH01"


def test_the_role_matters_for_rules_only(guide: LiveGuide) -> None:
    assert role_matters(guide.current, "like-unggahan-calon")
    assert not role_matters(guide.current, "apa-itu-netralitas")


@pytest.mark.parametrize("entry", ["like-unggahan-calon", "cara-melapor"])
def test_what_has_expired_says_so_on_its_card(entry: str, guide: LiveGuide) -> None:
    library = guide.current.library
    old = replace(library.entry(entry), valid_until=date(2026, 11, 24))
    place = "rules" if entry in library.rules else "infos"
    aged = replace(library, **{place: {**getattr(library, place), entry: old}})
    card = answer(replace(guide.current, library=aged), entry, role=None, day=DAY).card
    assert "Perlu diperiksa lagi" in card
    assert "24 November 2026" in card
    assert "Perlu diperiksa lagi" not in answer(guide.current, entry, role=None, day=DAY).card
