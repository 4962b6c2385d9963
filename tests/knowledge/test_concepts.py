import pytest

from knowledge.concepts import Concepts
from knowledge.language import Language
from knowledge.rule import Vocabulary

VOCABULARY = Vocabulary(
    slang={"gak": "tidak"},
    concepts={
        "LIKE": ("like", "pencet hati"),
        "CALON": ("calon", "calon bupati"),
        "CPNS": ("calon pegawai",),
        "BOLEH": ("boleh",),
        "NEGASI": ("tidak", "tanpa", "jangan"),
        "ATRIBUT": ("atribut", "kaos partai"),
        "IZIN": ("izin", "lik"),
        "TERLALU": ("likes",),
    },
    stop_words=frozenset({"di", "yang"}),
)


@pytest.fixture(scope="module")
def concepts() -> tuple[Concepts, Language]:
    language = Language(VOCABULARY, [])
    return Concepts(VOCABULARY.concepts, language, skippable=frozenset({"di"})), language


def found(concepts: tuple[Concepts, Language], text: str) -> list[str]:
    finder, language = concepts
    return [f"!{e.concept}" if e.negated else e.concept for e in finder.find(language.read(text))]


def test_the_longest_phrase_wins(concepts: tuple[Concepts, Language]) -> None:
    assert found(concepts, "calon pegawai dan calon bupati") == ["CPNS", "CALON"]


def test_a_small_word_may_stand_inside_a_phrase(concepts: tuple[Concepts, Language]) -> None:
    assert found(concepts, "pencet di hati") == ["LIKE"]


def test_a_negation_reaches_the_next_concept_and_no_further(
    concepts: tuple[Concepts, Language],
) -> None:
    assert found(concepts, "tanpa atribut, calon") == ["NEGASI", "!ATRIBUT", "CALON"]


def test_boleh_gak_asks_and_denies_nothing(concepts: tuple[Concepts, Language]) -> None:
    assert found(concepts, "boleh gak like calon") == ["BOLEH", "NEGASI", "LIKE", "CALON"]


def test_a_far_negation_is_not_heard(concepts: tuple[Concepts, Language]) -> None:
    assert found(concepts, "tidak pagi sore siang malam calon") == ["NEGASI", "CALON"]


def test_a_concept_tells_its_words(concepts: tuple[Concepts, Language]) -> None:
    finder, language = concepts
    (negation, attribute) = finder.find(language.read("tanpa kaos partai"))
    assert str(negation) == "NEGASI <- tanpa"
    assert str(attribute) == "bukan ATRIBUT <- kaos partai"


def test_two_concepts_that_claim_one_form_are_reported() -> None:
    language = Language(Vocabulary({}, {"A": ("like",), "B": ("dilike",)}, frozenset()), [])
    finder = Concepts({"A": ("like",), "B": ("like",)}, language)
    assert finder.collisions == [("like", "A", "B")]
