from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from knowledge.library import KnowledgeError
from knowledge.phrasebook import Phrase, declared_in, load_phrasebook
from knowledge.rule import Role

Edit = Callable[[str, str, str], None]

GREETING = Phrase("menu.sapaan", ("nama",))
TOPIC = Phrase("menu.pilihan.topik")
EMPTY = Phrase("menu.pilihan.kosong")
DECLARED = (GREETING, TOPIC, EMPTY)
MENU = "phrases/menu.yaml"


@pytest.fixture
def phrases(knowledge_folder: Path) -> Path:
    return knowledge_folder / "phrases"


def problems(folder: Path, *declared: Phrase) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_phrasebook(folder, declared or DECLARED)
    return [str(each) for each in caught.value.problems]


def test_a_phrase_is_said_with_its_words(phrases: Path) -> None:
    book = load_phrasebook(phrases, DECLARED)
    assert book.say(GREETING, nama="Rina") == "Halo Rina."
    assert book.say(GREETING, nama=Role.PNS) == "Halo pns."
    assert book.say(TOPIC) == "Daftar topik"
    assert book.say(EMPTY) == ""


def test_braces_in_a_word_are_no_placeholder(phrases: Path) -> None:
    assert load_phrasebook(phrases, DECLARED).say(GREETING, nama="{x}") == "Halo {x}."


def test_other_words_than_declared_are_a_bug(phrases: Path) -> None:
    book = load_phrasebook(phrases, DECLARED)
    with pytest.raises(TypeError, match=r"menu\.sapaan takes"):
        book.say(GREETING)
    with pytest.raises(TypeError):
        book.say(TOPIC, nama="Rina")


def test_a_missing_phrase_is_told_where_it_belongs(phrases: Path) -> None:
    told = problems(phrases, *DECLARED, Phrase("menu.pilihan.bantuan", ("a", "b")))
    assert told == [
        "knowledge/phrases/menu.yaml:2: 'menu.pilihan.bantuan' is missing: write it with {a}, {b}"
    ]


def test_a_phrase_of_a_file_that_is_not_there_is_told_with_the_file(phrases: Path) -> None:
    told = problems(phrases, *DECLARED, Phrase("tips.terima"))
    assert told == ["knowledge/phrases/tips.yaml:1: 'tips.terima' is missing: write it"]


def test_a_misspelt_phrase_is_told_with_what_was_meant(edit: Edit, phrases: Path) -> None:
    edit(MENU, "sapaan:", "sapan:")
    assert problems(phrases) == [
        "knowledge/phrases/menu.yaml:1: nobody says 'menu.sapan'; did you mean 'menu.sapaan'?",
        "knowledge/phrases/menu.yaml:1: 'menu.sapaan' is missing: write it with {nama}",
    ]


def test_a_phrase_that_nobody_says_is_to_be_deleted(edit: Edit, phrases: Path) -> None:
    edit(MENU, "pilihan:", "asing: x\npilihan:")
    assert problems(phrases) == [
        "knowledge/phrases/menu.yaml:2: nobody says 'menu.asing': delete it"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Halo {nma}.", "must have {nama}; it has {nma}"),
        ("Halo.", "must have {nama}; it has no placeholders"),
        ("Halo {nama} {kota}.", "must have {nama}; it has {kota}, {nama}"),
        ("Halo {nama.x}.", "must have {nama}; it has {nama.x}"),
        ("Halo {nama:>9}.", "must have {nama}; it has {nama:>9}"),
        ("Halo {nama!r}.", "must have {nama}; it has {nama!r}"),
        ("Halo {nama.", "has a { or } alone: write {{ or }} for the sign"),
        ("Halo }.", "has a { or } alone: write {{ or }} for the sign"),
    ],
)
def test_placeholders_must_be_the_words_of_the_phrase(
    text: str, told: str, edit: Edit, phrases: Path
) -> None:
    edit(MENU, "Halo {nama}.", f'"{text}"')
    assert problems(phrases) == [f"knowledge/phrases/menu.yaml:1: 'menu.sapaan' {told}"]


def test_a_phrase_without_words_has_no_placeholders(edit: Edit, phrases: Path) -> None:
    edit(MENU, "Daftar topik", "Daftar {topik}")
    (told,) = problems(phrases)
    assert told.endswith("'menu.pilihan.topik' must have no placeholders; it has {topik}")


@pytest.mark.parametrize("value", ["", "[a, b]"])
def test_a_phrase_must_be_a_text(value: str, edit: Edit, phrases: Path) -> None:
    edit(MENU, "Daftar topik", value)
    assert (
        "knowledge/phrases/menu.yaml:3: 'menu.pilihan.topik' must be a text"
        in (problems(phrases)[0])
    )


def test_a_file_that_cannot_be_read_is_told_without_missing_all_it_has(
    edit: Edit, phrases: Path
) -> None:
    edit(MENU, "sapaan: Halo", "sapaan: : Halo")
    (told,) = problems(phrases)
    assert "quotes" in told


def test_an_empty_file_is_no_phrase(phrases: Path) -> None:
    (phrases / "tips.yaml").write_text("")
    assert "tips.yaml:1: 'tips' must be a text" in problems(phrases)[0]


def test_a_phrase_that_two_modules_declare_differently_is_told(phrases: Path) -> None:
    (told,) = problems(phrases, *DECLARED, Phrase("menu.sapaan", ("nama", "kota")))
    assert "must have {nama}, {kota}" in told


def test_phrases_are_collected_from_the_constants_of_modules() -> None:
    first, second = ModuleType("first"), ModuleType("second")
    vars(first).update(A=GREETING, B={Role.PNS: TOPIC}, C=(EMPTY, 3), D="menu.x", E=[TOPIC])
    vars(second).update(A=GREETING, B=Phrase("tips.terima"))
    assert declared_in(first, second) == (GREETING, TOPIC, EMPTY, Phrase("tips.terima"))
    assert declared_in() == ()
