import pytest

from knowledge.spelling import Speller


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kampnye", "kampanye"),
        ("kmapanye", "kampanye"),
        ("netralitsa", "netralitas"),
        ("netralits", "netralitas"),
    ],
)
def test_a_near_word_is_found(typed: str, meant: str) -> None:
    assert Speller({"kampanye", "netralitas", "calon"}).correct(typed) == meant


@pytest.mark.parametrize("typed", ["clon", "zampanye", "gerobak", ""])
def test_short_or_far_words_are_left_alone(typed: str) -> None:
    assert Speller({"kampanye", "calon"}).correct(typed) is None
