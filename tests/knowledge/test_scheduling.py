from datetime import UTC, date, datetime

import pytest

from knowledge.calendar import Election, ElectionKind, PhaseSpan
from knowledge.rule import Phase
from knowledge.scheduling import Anchor, UndatedError, Zone, dates, schedule


def november(phase: Phase, start: int, end: int) -> PhaseSpan:
    return PhaseSpan(phase, date(2024, 11, start), date(2024, 11, end))


PILKADA = Election(
    "pilkada",
    "Pilkada",
    ElectionKind.REGIONAL,
    "kota-depok",
    (
        november(Phase.BEFORE_CANDIDATES, 1, 3),
        november(Phase.CANDIDATES_SET, 4, 5),
        november(Phase.CAMPAIGN, 6, 23),
        november(Phase.QUIET, 24, 26),
        november(Phase.ELECTION_DAY, 27, 27),
        november(Phase.COUNTING, 28, 30),
    ),
)
ONLY_THE_DAY = Election(
    "ulang", "Ulang", ElectionKind.REGIONAL, "x", (november(Phase.ELECTION_DAY, 27, 27),)
)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(("zone", "hour"), [(Zone.WIB, 9), (Zone.WITA, 8), (Zone.WIT, 7)])
def test_local_time_comes_to_the_east_first(zone: Zone, hour: int) -> None:
    assert schedule("H-1 16:00 waktu setempat").moment(PILKADA, zone) == utc(26, hour)


@pytest.mark.parametrize("zone", Zone)
def test_a_time_that_is_not_local_is_the_same_moment_everywhere(zone: Zone) -> None:
    assert schedule("H-1 16:00").moment(PILKADA, zone) == utc(26, 9)
    assert schedule("H-1 16:00").moment(PILKADA, zone, home=Zone.WIT) == utc(26, 7)


def test_an_early_hour_may_lie_on_the_day_before_in_utc() -> None:
    assert schedule("H 06:00 waktu setempat").moment(PILKADA, Zone.WITA) == utc(26, 22)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("mulai-pra-penetapan 12:00", 1),
        ("mulai-penetapan 12:00", 4),
        ("mulai-kampanye 12:00", 6),
        ("mulai-kampanye+3 12:00", 9),
        ("selesai-kampanye 12:00", 23),
        ("mulai-masa-tenang 12:00", 24),
        ("H 12:00", 27),
        ("H+2 12:00", 29),
        ("mulai-rekapitulasi 12:00", 28),
        ("selesai-rekapitulasi 12:00", 30),
        ("H-27 12:00", 0),
    ],
)
def test_a_schedule_counts_from_a_day_of_the_election(words: str, day: int) -> None:
    moment = schedule(words).moment(PILKADA, Zone.WIB)
    assert (moment.date() - date(2024, 10, 31)).days == day
    assert moment.hour == 5


@pytest.mark.parametrize("words", ["H 06:00", "H+2 20:00", "mulai-kampanye-7 08:00 waktu setempat"])
def test_a_schedule_is_written_as_it_was_read(words: str) -> None:
    assert str(schedule(words)) == words


def test_blanks_between_the_words_do_not_matter() -> None:
    assert schedule("  H-1   16:00 waktu  setempat ") == schedule("H-1 16:00 waktu setempat")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "is no schedule: write for example 'H-1 16:00 waktu setempat'"),
        ("besok pagi", "is no schedule"),
        ("H-1", "is no schedule"),
        ("H-1 9:00", "is no schedule"),
        ("H - 1 16:00", "is no schedule"),
        ("H-1 16:00 WIB", "is no schedule"),
        ("H-1000 16:00", "is no schedule"),
        ("H-1 24:00", "'24:00' is no time: write 00:00 to 23:59"),
        ("H-1 16:60", "'16:60' is no time"),
        ("mulai-kampaye 08:00", "is no day of the calendar; did you mean 'mulai-kampanye'?"),
        ("zzz 08:00", "is no day of the calendar: write one of H, mulai-pra-penetapan"),
    ],
)
def test_what_is_no_schedule_is_told_with_what_to_write(words: str, told: str) -> None:
    with pytest.raises(ValueError, match="is no") as raised:
        schedule(words)
    assert told in str(raised.value)


def test_an_election_without_the_phase_says_what_to_add() -> None:
    with pytest.raises(UndatedError, match="ulang has no days for kampanye: add it to its tahapan"):
        schedule("mulai-kampanye 08:00").moment(ONLY_THE_DAY, Zone.WIB)


def test_the_days_that_an_election_has_are_known() -> None:
    assert dates(ONLY_THE_DAY) == {Anchor.ELECTION_DAY: date(2024, 11, 27)}
    assert dates(PILKADA)[Anchor.CAMPAIGN_END] == date(2024, 11, 23)
    assert set(dates(PILKADA)) == set(Anchor)
