from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.broadcasts.timing import NotATime, evening, is_quiet, moment_of, official
from bot.questions.guide import LiveGuide
from knowledge.calendar import Election
from knowledge.scheduling import Zone

DEPOK = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def election(guide: LiveGuide) -> Election:
    known = {each.id: each for each in guide.current.library.calendar.elections}
    return known["pilkada-2024-depok"]


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(20, 59, False), (21, 0, True), (0, 0, True), (5, 59, True), (6, 0, False)],
)
def test_people_sleep_from_nine_to_six(hour: int, minute: int, quiet: bool) -> None:  # noqa: FBT001
    assert is_quiet(datetime(2026, 11, 25, hour, minute, tzinfo=DEPOK), DEPOK) is quiet


def test_the_evening_of_a_night_is_the_next_days() -> None:
    noon = datetime(2026, 11, 25, 12, tzinfo=DEPOK)
    assert evening(noon, DEPOK) == datetime(2026, 11, 25, 21, tzinfo=DEPOK)
    assert evening(noon.replace(hour=22), DEPOK) == datetime(2026, 11, 26, 21, tzinfo=DEPOK)


def test_a_date_counts_by_the_clock_of_the_city() -> None:
    found = moment_of("2026-11-26 08:00", zone=ZoneInfo("Asia/Jayapura"))
    assert found.astimezone(UTC) == datetime(2026, 11, 25, 23, tzinfo=UTC)


def test_words_of_the_calendar_count_from_the_election(election: Election) -> None:
    found = moment_of("H-1 16:00 waktu setempat", zone=DEPOK, election=election)
    assert found == datetime(2024, 11, 26, 16, tzinfo=DEPOK)
    east = moment_of("H 06:00 waktu setempat", zone=ZoneInfo("Asia/Makassar"), election=election)
    assert east.astimezone(UTC) == datetime(2024, 11, 26, 22, tzinfo=UTC)


@pytest.mark.parametrize("words", ["besok", "H-1", "Z-1 16:00", "H 25:00"])
def test_what_names_no_moment_says_what_to_write(words: str, election: Election) -> None:
    with pytest.raises(NotATime, match="write"):
        moment_of(words, zone=DEPOK, election=election)


def test_days_of_an_election_need_an_election() -> None:
    with pytest.raises(NotATime, match="with an election"):
        moment_of("H-1 16:00", zone=DEPOK)


def test_every_city_has_one_of_the_three_official_times() -> None:
    assert official(ZoneInfo("Asia/Pontianak")) is Zone.WIB
    assert official(ZoneInfo("Asia/Jayapura")) is Zone.WIT
    assert official(ZoneInfo("Europe/Paris")) is Zone.WIB
