from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.library import load_library
from knowledge.linting import Finding, Kind, lint
from knowledge.shelf import read_shelf

Edit = Callable[[str, str, str], None]
RULES = "rules/media-sosial.yaml"


@pytest.fixture
def found(knowledge_folder: Path) -> Callable[[Kind], list[str]]:
    def run(kind: Kind) -> list[str]:
        findings = lint(read_shelf(knowledge_folder), load_library(knowledge_folder))
        return [str(each.problem) for each in findings if each.kind is kind]

    return run


def test_near_examples_of_two_rules_are_told_with_their_verdicts(
    edit: Edit, found: Callable[[Kind], list[str]], knowledge_folder: Path
) -> None:
    edit(RULES, "suka satu", "pencet hati foto paslon kemarin")
    edit(RULES, "kpu satu", "pencet hati foto paslon kemarin kpu")
    edit(RULES, "kpu dua", "pencet hati foto paslon kemarin kantor")
    one, two, *_ = found(Kind.ALIKE)
    assert f"{RULES}:31: 'pencet hati foto paslon kemarin' of like-calon (dilarang)" in one
    assert f"of like-kpu (boleh), knowledge/{RULES}:44: move one, or add the word" in one
    assert "like-calon" in two
    findings = lint(read_shelf(knowledge_folder), load_library(knowledge_folder))
    (told, *_) = [each.parts for each in findings if each.kind is Kind.ALIKE]
    assert told[:2] == ("pencet hati foto paslon kemarin", "like-calon (dilarang)")
    assert told[3:] == (
        "pencet hati foto paslon kemarin kpu",
        "like-kpu (boleh)",
        f"knowledge/{RULES}:44",
    )


def test_opposite_verdicts_come_before_greater_likeness(edit: Edit, knowledge_folder: Path) -> None:
    edit(RULES, "suka satu", "pencet hati foto paslon kemarin")
    edit(RULES, "kpu satu", "pencet hati foto paslon kemarin malam kpu")
    edit("info/dasar.yaml", "apa satu", "pencet hati foto paslon kemarin pagi")
    findings = lint(read_shelf(knowledge_folder), load_library(knowledge_folder))
    alike = [each for each in findings if each.kind is Kind.ALIKE]
    assert "(boleh)" in str(alike[0].problem)
    assert "(info)" in str(alike[-1].problem)
    assert [each.weight for each in alike] == sorted((x.weight for x in alike), reverse=True)


def test_an_example_that_another_rule_wins_is_told_where_it_belongs(
    edit: Edit, found: Callable[[Kind], list[str]]
) -> None:
    edit(RULES, "suka enam", "kpu tujuh kpu")
    lost = [each for each in found(Kind.LOST) if "'kpu tujuh kpu'" in each]
    assert lost
    assert "taken for like-kpu (boleh); like-calon (dilarang), its own, comes in place" in lost[0]
    assert lost[0].startswith(f"knowledge/{RULES}:31:")


def test_a_rule_that_its_own_examples_do_not_reach_is_told(
    edit: Edit, found: Callable[[Kind], list[str]]
) -> None:
    assert not [each for each in found(Kind.UNREACHED) if "like-kpu" in each]
    strangers = "satu aku, dua makan, tiga minum, empat tidur, lima jalan, enam duduk"
    edit(RULES, "kpu satu, kpu dua, kpu tiga, kpu empat, kpu lima, kpu enam", strangers)
    (told,) = [each for each in found(Kind.UNREACHED) if "like-kpu" in each]
    assert "of its 6 examples when they are held out: write more of them" in told


def test_a_held_out_example_that_is_taught_elsewhere_flatters(
    edit: Edit, found: Callable[[Kind], list[str]]
) -> None:
    assert found(Kind.LEAKING) == []
    edit(RULES, "suka satu", "di reels cagub pencet hati yang")
    (told,) = found(Kind.LEAKING)
    assert told == (
        "knowledge/examples/rina.yaml:3: 'pencet hati di reels cagub' is held out, but 'di reels"
        f" cagub pencet hati yang', knowledge/{RULES}:31, teaches it: reword it, or the figures"
        " flatter"
    )


def test_findings_come_by_kind_and_worst_first(knowledge_folder: Path) -> None:
    findings = lint(read_shelf(knowledge_folder), load_library(knowledge_folder))
    order = list(Kind)

    def key(each: Finding) -> tuple[int, float]:
        return order.index(each.kind), -each.weight

    assert findings == tuple(sorted(findings, key=key))
