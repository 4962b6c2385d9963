"""A renamed concept would weaken a veto without a word; here it is missed."""

import ast
import re
from pathlib import Path

import pytest

from knowledge.concepts import NEGATION
from knowledge.library import load_library

ROOT = Path(__file__).parents[2]
READERS = (
    "knowledge/concepts.py",
    "knowledge/deciding.py",
    "knowledge/following.py",
    "knowledge/manner.py",
    "bot/conversation/handlers/roles.py",
)
CONCEPT = re.compile(r"[A-Z][A-Z_]{2,}")


@pytest.mark.parametrize("name", READERS)
def test_every_concept_that_code_names_is_in_the_vocabulary(name: str) -> None:
    known = load_library(ROOT / "knowledge").vocabulary.concepts
    tree = ast.parse((ROOT / name).read_text("utf-8"))
    texts = [each.value for each in ast.walk(tree) if isinstance(each, ast.Constant)]
    named = {each for each in texts if isinstance(each, str) and CONCEPT.fullmatch(each)}
    assert named
    assert named - {*known, NEGATION} == set()
