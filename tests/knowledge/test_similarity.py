import numpy as np
import pytest

from knowledge.features import Reader
from knowledge.language import Language
from knowledge.rule import Vocabulary
from knowledge.similarity import Likeness

VOCABULARY = Vocabulary({}, {"LIKE": ("like", "jempol"), "CALON": ("calon", "caleg")}, frozenset())
TEXTS = ["like calon", "jempol caleg", "mobil dinas", "like mobil calon", ""]
WEIGHTS = {"stem": 0.4, "concept": 0.3, "piece": 0.3}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(VOCABULARY, Language(VOCABULARY, TEXTS))


@pytest.fixture(scope="module")
def likeness(reader: Reader) -> Likeness:
    return Likeness([reader.read(each) for each in TEXTS], WEIGHTS)


def test_a_text_is_most_like_itself(reader: Reader, likeness: Likeness) -> None:
    near = likeness.to(reader.read("like calon"))
    assert near[0] == pytest.approx(1, abs=1e-5)
    assert near.argmax() == 0


def test_the_same_concepts_make_other_words_alike(reader: Reader, likeness: Likeness) -> None:
    near = likeness.to(reader.read("like calon"))
    assert near[1] > near[2]
    assert near[2] == 0


def test_strange_words_make_less_alike(reader: Reader, likeness: Likeness) -> None:
    plain = likeness.to(reader.read("like calon"))[0]
    assert likeness.to(reader.read("like calon zzq wwx"))[0] < plain


def test_all_at_once_is_the_same_as_one_by_one(reader: Reader, likeness: Likeness) -> None:
    single = np.stack([likeness.to(reader.read(each)) for each in TEXTS])
    assert np.allclose(likeness.among(), single, atol=1e-5)


def test_a_text_without_words_is_like_nothing(reader: Reader, likeness: Likeness) -> None:
    assert not likeness.to(reader.read("")).any()
