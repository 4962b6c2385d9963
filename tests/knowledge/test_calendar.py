from datetime import date

import pytest

from knowledge.calendar import Calendar, Election, ElectionKind, PhaseSpan, sanction_phase
from knowledge.rule import Phase, SanctionPhase


def election(name: str, *spans: PhaseSpan, area: str = "nasional") -> Election:
    return Election(name, name, ElectionKind.REGIONAL, area, spans)


def november(phase: Phase, start: int, end: int) -> PhaseSpan:
    return PhaseSpan(phase, date(2024, 11, start), date(2024, 11, end))


def calendar(*elections: Election, city: str = "") -> Calendar:
    return Calendar("Asia/Jakarta", date(2026, 11, 25), elections, city=city)


CAMPAIGN = november(Phase.CAMPAIGN, 1, 10)
QUIET = november(Phase.QUIET, 11, 13)
DAY = november(Phase.ELECTION_DAY, 14, 14)
PILKADA = election("pilkada", CAMPAIGN, QUIET, DAY)


@pytest.mark.parametrize(
    ("day", "phase"), [(1, "kampanye"), (10, "kampanye"), (11, "tenang"), (14, "hari-h")]
)
def test_the_first_and_the_last_day_belong_to_a_phase(day: int, phase: str) -> None:
    today = calendar(PILKADA).phase_on(date(2024, 11, day))
    assert today.phase == phase
    assert today.election is PILKADA


def test_a_day_in_a_phase_knows_when_it_ends_and_what_comes_next() -> None:
    today = calendar(PILKADA).phase_on(date(2024, 11, 5))
    assert today.end == date(2024, 11, 10)
    assert today.next is QUIET


def test_a_day_before_all_phases_has_none_but_knows_the_next() -> None:
    today = calendar(PILKADA).phase_on(date(2024, 10, 31))
    assert (today.phase, today.election, today.end) == (Phase.NONE, None, None)
    assert today.next is CAMPAIGN


def test_after_the_last_phase_nothing_is_known() -> None:
    today = calendar(PILKADA).phase_on(date(2024, 11, 15))
    assert (today.phase, today.next) == (Phase.NONE, None)


def test_without_elections_no_phase_runs() -> None:
    assert calendar().phase_on(date(2024, 11, 1)).phase is Phase.NONE


@pytest.mark.parametrize(
    ("stricter", "milder"),
    [
        (Phase.ELECTION_DAY, Phase.QUIET),
        (Phase.QUIET, Phase.COUNTING),
        (Phase.COUNTING, Phase.CAMPAIGN),
        (Phase.CAMPAIGN, Phase.CANDIDATES_SET),
        (Phase.CANDIDATES_SET, Phase.BEFORE_CANDIDATES),
    ],
)
def test_of_two_elections_the_stricter_phase_wins(stricter: Phase, milder: Phase) -> None:
    mild = election("a", november(milder, 1, 3))
    strict = election("b", november(stricter, 2, 2))
    for known in (calendar(mild, strict), calendar(strict, mild)):
        assert known.phase_on(date(2024, 11, 2)).phase is stricter
        assert known.phase_on(date(2024, 11, 3)).phase is milder


def test_of_two_spans_that_begin_next_together_the_stricter_is_told() -> None:
    mild = election("a", november(Phase.CAMPAIGN, 5, 9))
    strict = election("b", november(Phase.QUIET, 5, 6), november(Phase.ELECTION_DAY, 7, 7))
    coming = calendar(mild, strict).phase_on(date(2024, 11, 1)).next
    assert coming is not None
    assert coming.phase is Phase.QUIET


@pytest.mark.parametrize(
    ("area", "counts"),
    [
        ("kota-depok", True),
        ("nasional", True),
        ("provinsi-jawa-barat", True),
        ("kota-bogor", False),
        ("kabupaten-bogor", False),
    ],
)
def test_an_election_of_another_city_does_not_count(area: str, *, counts: bool) -> None:
    known = calendar(election("a", DAY, area=area), city="kota-depok")
    assert (known.phase_on(date(2024, 11, 14)).phase is Phase.ELECTION_DAY) is counts
    assert (known.phase_on(date(2024, 11, 1)).next is DAY) is counts


@pytest.mark.parametrize(
    ("phase", "sanctions"),
    [
        (Phase.ALWAYS, SanctionPhase.ALWAYS),
        (Phase.NONE, SanctionPhase.ALWAYS),
        (Phase.BEFORE_CANDIDATES, SanctionPhase.BEFORE),
        (Phase.CANDIDATES_SET, SanctionPhase.AFTER),
        (Phase.CAMPAIGN, SanctionPhase.AFTER),
        (Phase.QUIET, SanctionPhase.AFTER),
        (Phase.ELECTION_DAY, SanctionPhase.AFTER),
        (Phase.COUNTING, SanctionPhase.AFTER),
    ],
)
def test_sanctions_follow_from_whether_candidates_are_determined(
    phase: Phase, sanctions: SanctionPhase
) -> None:
    assert sanction_phase(phase) is sanctions
