from datetime import date
from pathlib import Path

import pytest

import knowledge
from knowledge.library import check, load_library

REAL = Path(knowledge.__file__).parent


def ids(folder: Path, day: date, event: date | None = None) -> list[str]:
    return [each.id for each in load_library(folder).targets_on(day, event=event)]


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [(date(2024, 8, 23), "kasn", "bkn"), (date(2024, 8, 24), "bkn", "kasn")],
)
def test_an_authority_is_offered_while_it_is_there(day: date, there: str, gone: str) -> None:
    found = ids(REAL, day)
    assert there in found
    assert gone not in found


def test_bawaslu_is_offered_for_what_happened_during_an_election() -> None:
    today = date(2026, 11, 25)
    assert "bawaslu-kota" in ids(REAL, today, event=date(2024, 11, 2))
    assert "bawaslu-kota" not in ids(REAL, today)
    assert ids(REAL, today)


def test_an_election_elsewhere_opens_nothing_here(knowledge_folder: Path) -> None:
    assert ids(knowledge_folder, date(2025, 8, 27)) == ["bkn"]
    assert ids(knowledge_folder, date(2024, 11, 24)) == ["bawaslu", "bkn"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("id: bawaslu", "id: bkn", "id 'bkn' is taken"),
        ("jenis: [pilkada]", "jenis: [pilkda]", "pilkada"),
        ("ada_sampai: 2024-08-23", "ada_sampai: 23 Agustus", "2026-11-25"),
        ("wilayah: kota-depok", "wilayah: kota-bogor", "write nasional or kota-depok"),
        ("ada_sejak: 2024-08-24", "ada_sejak: 2024-08-24, ada_sampai: 2024-01-01", "swap"),
        ("ada_sejak: 2024-08-24", "jenis: [pemilu]", "outside of elections"),
        ("untuk: Dalam tahapan.", "guna: Dalam tahapan.", "untuk"),
    ],
)
def test_a_problem_names_its_line_and_what_to_write(
    old: str, new: str, problem: str, knowledge_folder: Path
) -> None:
    path = knowledge_folder / "targets.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    found = [str(each) for each in check(knowledge_folder, date(2026, 11, 25))]
    assert any(each.startswith("knowledge/targets.yaml:") for each in found), found
    assert any(problem in each for each in found), found
