import pytest

from knowledge.features import Reader
from knowledge.language import Language
from knowledge.rule import Vocabulary

VOCABULARY = Vocabulary(
    {"gak": "tidak"},
    {"LIKE": ("like",), "CALON": ("calon",), "ATRIBUT": ("kaos",), "NEGASI": ("tidak", "tanpa")},
    frozenset({"yang", "dari"}),
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(VOCABULARY, Language(VOCABULARY, []))


def test_small_words_are_no_features_but_neighbours_are(reader: Reader) -> None:
    stems = reader.read("like dari calon").features["stem"]
    assert set(stems) == {"like", "calon", "like calon"}


def test_concepts_come_with_the_pairs_that_stand_near(reader: Reader) -> None:
    assert set(reader.read("like calon").features["concept"]) == {"LIKE", "CALON", "CALON+LIKE"}


def test_what_is_denied_is_another_feature_and_is_not_named(reader: Reader) -> None:
    reading = reader.read("calon tanpa kaos")
    assert "!ATRIBUT" in reading.features["concept"]
    assert reading.named == {"CALON", "NEGASI"}


def test_a_word_counts_less_that_its_concept_counts_already(reader: Reader) -> None:
    stems = reader.read("like mobil").features["stem"]
    assert 0 < stems["like"] < stems["mobil"]


def test_what_comes_often_counts_less_than_each_time(reader: Reader) -> None:
    assert reader.read("mobil biru mobil").features["stem"]["mobil"] == pytest.approx(2**0.5)


def test_short_words_give_a_piece_too(reader: Reader) -> None:
    assert reader.read("no").features["piece"] == {" no ": 1.0}
    assert reader.read("a").features["piece"] == {" a ": 1.0}
