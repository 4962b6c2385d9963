from pathlib import Path

import pytest

import knowledge
from knowledge.broadcast import Audience, Broadcast, Category, Template, Word
from knowledge.calendar import ElectionKind
from knowledge.library import Library, load_library
from knowledge.rule import Citation
from knowledge.scheduling import schedule

REAL = Path(knowledge.__file__).parent


@pytest.fixture
def besok(knowledge_folder: Path) -> Broadcast:
    return load_library(knowledge_folder).broadcasts["besok"]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(REAL)


def test_a_broadcast_has_everything_that_was_written(besok: Broadcast) -> None:
    assert besok == Broadcast(
        "besok",
        "Besok memilih",
        Category.REMINDER,
        (Audience.ASN, Audience.PUBLIC),
        (ElectionKind.REGIONAL,),
        schedule("H-1 16:00 waktu setempat"),
        schedule("H 06:00 waktu setempat"),
        "*Besok*, {tanggal}, kita memilih.\n\nJangan lupa {pemilihan}.",
        Template(
            "besok_memilih",
            "id",
            "utility",
            "Besok, {{1}}, hari {{2}} tiba.",
            (Word.ELECTION_DAY, Word.ELECTION),
            ("27 November", "Pilkada"),
        ),
        "like-calon",
        (Citation("pp-42-2004", "Pasal 15", "sanksi"),),
        ("https://example.id/h",),
    )


def test_its_words_are_filled_in(besok: Broadcast) -> None:
    words = {Word.ELECTION: "Pilkada", Word.ELECTION_DAY: "27 November", Word.CITY: "Kota Depok"}
    assert besok.filled(words) == "*Besok*, 27 November, kita memilih.\n\nJangan lupa Pilkada."
    assert besok.variables(words) == {"1": "27 November", "2": "Pilkada"}


def test_a_word_that_is_not_given_is_a_key_error(besok: Broadcast) -> None:
    with pytest.raises(KeyError, match="pemilihan"):
        besok.filled({Word.ELECTION_DAY: "27 November"})
    with pytest.raises(KeyError):
        besok.variables({})


def test_a_folder_without_broadcasts_is_fine(knowledge_folder: Path) -> None:
    (knowledge_folder / "broadcasts/hari.yaml").unlink()
    assert load_library(knowledge_folder).broadcasts == {}


def test_there_are_reminders_for_staff_and_public_in_both_elections(library: Library) -> None:
    known = library.broadcasts.values()
    assert len(known) >= 16
    for category in Category:
        assert any(each.category is category for each in known)
    for audience in Audience:
        for election in (ElectionKind.GENERAL, ElectionKind.REGIONAL):
            assert any(audience in each.audiences and election in each.elections for each in known)


def test_every_reminder_leads_on_and_names_its_sources(library: Library) -> None:
    for each in library.broadcasts.values():
        assert each.entry
        assert each.legal_basis
        assert each.sources
        assert set(each.template.words) <= set(Word)


def test_nothing_of_the_morning_goes_out_in_the_afternoon(library: Library) -> None:
    assert str(library.broadcasts["pagi-hari-h"].latest) == "H 13:00 waktu setempat"
