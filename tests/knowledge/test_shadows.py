from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.shadows import claimed_twice, swallowed, wordless
from knowledge.shelf import Shelf, read_shelf
from knowledge.twins import reader_of

Edit = Callable[[str, str, str], None]

WORDS = "vocabulary/kata.yaml"


@pytest.fixture
def shelf(knowledge_folder: Path) -> Callable[[], Shelf]:
    return lambda: read_shelf(knowledge_folder)


def told(found: object) -> list[str]:
    return [str(problem) for problem, *_ in found]  # type: ignore[attr-defined]


def test_a_concept_without_words_is_told_first(edit: Edit, shelf: Callable[[], Shelf]) -> None:
    edit(WORDS, "LIKE: [like, pencet hati]", "LIKE: []")
    one, two = wordless(shelf(), {})
    assert str(one[0]) == f"knowledge/{WORDS}:2: LIKE has no words: write its words, or take it out"
    assert "no example names CALON" in str(two[0])
    assert one[1] > two[1]


def test_a_concept_that_some_example_names_is_well(shelf: Callable[[], Shelf]) -> None:
    assert told(wordless(shelf(), {"LIKE": 3, "CALON": 1})) == []


def test_a_form_that_slang_makes_another_concepts_form_is_never_found(
    edit: Edit, shelf: Callable[[], Shelf]
) -> None:
    edit(WORDS, "CALON: [calon]", "CALON: [calon, jempol]")
    edit(WORDS, "gw: saya", "gw: saya, jempol: like")
    here = shelf()
    (problem,) = told(claimed_twice(here, reader_of(here, [])))
    assert "'like' of LIKE is read as 'jempol' of CALON" in problem
    assert f"knowledge/{WORDS}:2" in problem


def test_slang_that_makes_a_concept_too_broad_is_told_with_both_places(
    edit: Edit, shelf: Callable[[], Shelf]
) -> None:
    edit(WORDS, "LIKE: [like, pencet hati]", "LIKE: [like, love]")
    edit(WORDS, "gw: saya", "gw: saya, love: suka")
    here = shelf()
    (problem,) = told(swallowed(here, reader_of(here, [])))
    assert problem == (
        f"knowledge/{WORDS}:2: 'love' is slang for 'suka' at knowledge/{WORDS}:1, so every 'suka'"
        " is read as LIKE: take out the slang, or list 'suka' here if that is meant"
    )


def test_slang_for_a_form_of_the_same_concept_is_well(
    edit: Edit, shelf: Callable[[], Shelf]
) -> None:
    edit(WORDS, "LIKE: [like, pencet hati]", "LIKE: [like, love]")
    edit(WORDS, "gw: saya", "gw: saya, love: like")
    here = shelf()
    assert told(swallowed(here, reader_of(here, []))) == []
