from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import knowledge
from knowledge.library import KnowledgeError, check, load_library
from knowledge.places import City, District, Office
from knowledge.rule import (
    Citation,
    Info,
    Intent,
    Phase,
    Review,
    Role,
    Rule,
    Sanction,
    SanctionKind,
    SanctionPhase,
    Verdict,
    Vocabulary,
)

Edit = Callable[[str, str, str], None]

TODAY = date(2026, 11, 25)
REAL = Path(knowledge.__file__).parent


def test_a_rule_has_everything_that_the_jurist_wrote(knowledge_folder: Path) -> None:
    rule = load_library(knowledge_folder).entry("like-calon")
    assert isinstance(rule, Rule)
    assert rule.topic == "media-sosial"
    assert rule.verdict is Verdict.FORBIDDEN
    assert rule.roles == (Role.PNS, Role.CPNS, Role.NON_ASN)
    assert rule.answer == "Jangan. Like terlihat sebagai dukungan."
    assert rule.legal_basis == (Citation("pp-94-2021", "Pasal 5 huruf n", "dukungan"),)
    assert rule.sanctions == (
        Sanction(
            SanctionKind.HEAVY,
            "Turun jabatan.",
            SanctionPhase.AFTER,
            (Role.PNS, Role.CPNS),
            Citation("pp-94-2021", "Pasal 14 huruf i"),
        ),
        Sanction(SanctionKind.CONTRACT, "Menurut kontrak.", roles=(Role.NON_ASN,)),
    )
    assert rule.sanction_note == "Tergantung tahapan."
    assert rule.reviewed == Review("Rina", date(2026, 1, 2))
    assert rule.valid_until == TODAY


def test_what_a_rule_leaves_out_is_empty(knowledge_folder: Path) -> None:
    rule = load_library(knowledge_folder).rules["like-kpu"]
    assert (rule.condition, rule.sanctions, rule.related, rule.sources) == ("", (), (), ())
    assert (rule.reviewed, rule.valid_until) == (None, None)


def test_information_is_found_by_its_id(knowledge_folder: Path) -> None:
    info = load_library(knowledge_folder).entry("apa-itu")
    assert isinstance(info, Info)
    assert info.text == "Berlaku setiap hari."
    assert info.reviewed == Review("Rina", date(2026, 1, 2))


def test_an_entry_that_does_not_exist_is_a_key_error(knowledge_folder: Path) -> None:
    with pytest.raises(KeyError):
        load_library(knowledge_folder).entry("tidak-ada")


def test_topics_that_have_rules_are_shown_with_their_names(knowledge_folder: Path) -> None:
    library = load_library(knowledge_folder)
    assert library.topics == {"media-sosial": "Media sosial"}
    assert [each.id for each in library.rules_of("media-sosial")] == list(library.rules)
    assert library.rules_of("kosong") == ()


def test_what_rules_cite_comes_with_them(knowledge_folder: Path) -> None:
    library = load_library(knowledge_folder)
    assert [each.verified for each in library.laws["pp-94-2021"].articles] == [True, False]
    assert library.contacts["bkpsdm"].valid_until == date(2027, 5, 31)
    district = District("Beji", ("Kukusan", "Tanah Baru"))
    assert library.regions == City("Kota Depok", "32.76", (district,))
    assert library.offices[1] == Office("lainnya", "Lainnya")
    assert library.calendar.upcoming[0].expected == "tahun 2029"


def test_elections_of_another_city_move_no_phase_here(knowledge_folder: Path) -> None:
    calendar = load_library(knowledge_folder).calendar
    assert calendar.phase_on(date(2024, 11, 24)).phase is Phase.QUIET
    assert calendar.phase_on(date(2025, 8, 27)).phase is Phase.NONE


def test_vocabulary_files_become_one(knowledge_folder: Path) -> None:
    assert load_library(knowledge_folder).vocabulary == Vocabulary(
        slang={"gw": "saya", "no": "nomor", "2": "dua", "lo": "kamu"},
        concepts={"LIKE": ("like", "pencet hati"), "CALON": ("calon", "paslon")},
        stop_words=frozenset({"yang", "di"}),
    )


def test_example_sets_know_whether_they_are_held_out(knowledge_folder: Path, edit: Edit) -> None:
    (held_out,) = load_library(knowledge_folder).examples
    assert held_out.held_out
    assert held_out.by_entry == {"like-calon": ("pencet hati di reels cagub",)}
    assert held_out.by_intent[Intent.TIP] == ("pak camat bagi kaos",)
    edit("examples/rina.yaml", "dipakai: uji", "dipakai: latih")
    (learned,) = load_library(knowledge_folder).examples
    assert not learned.held_out


def test_a_folder_without_examples_info_and_vocabulary_is_fine(knowledge_folder: Path) -> None:
    for name in ("examples/rina.yaml", "info/dasar.yaml"):
        (knowledge_folder / name).unlink()
    (knowledge_folder / "examples").rmdir()
    library = load_library(knowledge_folder)
    assert (library.examples, library.infos) == ((), {})


def test_the_version_changes_with_every_edit_and_only_then(
    knowledge_folder: Path, edit: Edit
) -> None:
    first = load_library(knowledge_folder).version
    assert len(first) == 12
    assert load_library(knowledge_folder).version == first
    edit("phrases/menu.yaml", "Halo", "Hai")
    assert load_library(knowledge_folder).version != first


def test_files_that_editors_hide_are_no_knowledge(knowledge_folder: Path) -> None:
    first = load_library(knowledge_folder).version
    (knowledge_folder / "rules/.#media-sosial.yaml").write_text("topik: [")
    assert load_library(knowledge_folder).version == first


def test_a_file_that_vanishes_while_it_is_read_does_no_harm(knowledge_folder: Path) -> None:
    (knowledge_folder / "phrases/gone.yaml").symlink_to(knowledge_folder / "nowhere")
    assert len(load_library(knowledge_folder).version) == 12


def test_all_problems_of_one_run_are_raised_together(knowledge_folder: Path, edit: Edit) -> None:
    edit("rules/media-sosial.yaml", "putusan: boleh", "putusan: bleh")
    edit("laws.yaml", "Pasal 14 huruf i", "Pasal 14 huruf j")
    (knowledge_folder / "regions.yaml").unlink()
    with pytest.raises(KnowledgeError) as caught:
        load_library(knowledge_folder)
    assert len(caught.value.problems) == 3
    assert caught.value.problems == check(knowledge_folder, TODAY)
    assert "knowledge/regions.yaml:1: cannot be read" in str(caught.value)


def test_an_empty_folder_is_told_what_is_missing(tmp_path: Path) -> None:
    told = "\n".join(str(each) for each in check(tmp_path, TODAY))
    for name in ("rules", "laws.yaml", "calendar.yaml", "contacts.yaml", "topics.yaml"):
        assert f"/{name}:1: " in told


def test_the_knowledge_of_the_project_has_no_problems() -> None:
    assert [str(each) for each in check(REAL, TODAY)] == []


def test_what_has_expired_is_told_but_still_answers(knowledge_folder: Path, edit: Edit) -> None:
    edit("info/dasar.yaml", "isi: Berlaku", "berlaku_sampai: 2020-01-01\n    isi: Berlaku")
    assert any("2020-01-01" in each.text for each in check(knowledge_folder, TODAY))
    assert "apa-itu" in load_library(knowledge_folder).infos
