import pytest

from knowledge.affixes import Stemmer

ROOTS = {"coblos", "sebar", "like", "pan", "tas", "pasang", "pilih", "tag", "kampanye", "foto"}


@pytest.fixture(scope="module")
def stemmer() -> Stemmer:
    return Stemmer(ROOTS)


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("nyoblos", "coblos"),
        ("nyebarin", "sebar"),
        ("menyebarkan", "sebar"),
        ("ngelike", "like"),
        ("memilih", "pilih"),
        ("ditag", "tag"),
        ("mengampanyekan", "kampanye"),
        ("fotoin", "foto"),
        ("fotonya", "foto"),
        ("pasang", "pasang"),
    ],
)
def test_a_known_root_is_found_under_its_affixes(stemmer: Stemmer, word: str, root: str) -> None:
    assert stemmer.stem(word) == root
    assert stemmer.knows(word)


@pytest.mark.parametrize("word", ["mempan", "naskah"])
def test_a_short_root_is_not_dug_out_of_another_word(stemmer: Stemmer, word: str) -> None:
    assert not stemmer.knows(word)


def test_an_unknown_word_is_stemmed_by_rule(stemmer: Stemmer) -> None:
    assert stemmer.stem("pekerjaan") == stemmer.stem("bekerja")


@pytest.mark.parametrize("word", ["12", "👍", "؟", "?"])
def test_what_is_no_latin_word_stays_as_it_is(stemmer: Stemmer, word: str) -> None:
    assert stemmer.stem(word) == word
