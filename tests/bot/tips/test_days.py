from datetime import date

import pytest

from bot.tips.days import read_day

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hari ini", (2026, 11, 25)),
        ("barusan", (2026, 11, 25)),
        ("tadi pagi di balai", (2026, 11, 25)),
        ("td siang", (2026, 11, 25)),
        ("kemarin", (2026, 11, 24)),
        ("kmrn sore", (2026, 11, 24)),
        ("semalam", (2026, 11, 24)),
        ("tadi malam", (2026, 11, 24)),
        ("kemarin lusa", (2026, 11, 23)),
        ("3 hari yang lalu", (2026, 11, 22)),
        ("seminggu lalu", (2026, 11, 18)),
        ("dua minggu lalu", (2026, 11, 11)),
        ("Senin lalu", (2026, 11, 23)),
        ("hari Selasa", (2026, 11, 24)),
        ("rabu", (2026, 11, 25)),
        ("Rabu kemarin", (2026, 11, 18)),
        ("hari Minggu", (2026, 11, 22)),
        ("jum'at malam", (2026, 11, 20)),
        ("12/11", (2026, 11, 12)),
        ("12-11-26", (2026, 11, 12)),
        ("12.11.2026", (2026, 11, 12)),
        ("12 November", (2026, 11, 12)),
        ("3 okt 2025", (2025, 10, 3)),
        ("tgl 12/11", (2026, 11, 12)),
        ("tanggal 30", (2026, 10, 30)),
        ("2026-11-01", (2026, 11, 1)),
        ("12 Februari", (2026, 2, 12)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: tuple[int, int, int]) -> None:
    told = read_day(text, TODAY)
    assert told
    assert told.day == date(*day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "minggu lalu",
        "bulan lalu",
        "31/02",
        "besok",
        "28/11",
        "1 Desember",
        "jam 10.12",
        "2027-01-01",
        "lupa",
    ],
)
def test_what_names_no_day_that_was_is_none(text: str) -> None:
    assert read_day(text, TODAY) is None


def test_in_a_story_bare_numbers_and_weekdays_are_no_day() -> None:
    assert read_day("2/5 warga dapat kaus", TODAY, alone=False) is None
    assert read_day("rapat rutin Senin", TODAY, alone=False) is None
    told = read_day("kaus dibagi Senin lalu pukul 10.12", TODAY, alone=False)
    assert told
    assert told.words == "Senin lalu"


def test_the_twelfth_before_the_twelfth_is_that_of_the_last_month() -> None:
    told = read_day("tanggal 12", date(2026, 11, 5))
    assert told
    assert told.day == date(2026, 10, 12)
