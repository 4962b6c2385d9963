"""Messages that judge the bot from outside are neither learned from nor tested with.

`unseen.sha256` holds a hash of each, so that they can be missed without being written here.
"""

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from knowledge.repeats import normal

ROOT = Path(__file__).parents[2]
UNSEEN = frozenset((Path(__file__).parent / "unseen.sha256").read_text("ascii").split())
PLACES = ("knowledge/**/*.yaml", "knowledge/**/*.py", "tests/**/*.py", "tests/**/*.yaml")


def hashed(text: str) -> str:
    return hashlib.sha256(normal(text).encode()).hexdigest()


def written(path: Path) -> Iterator[str]:
    """Yield the texts of a file: its scalars, or its string constants."""
    source = path.read_text("utf-8")
    if path.suffix == ".yaml":
        tokens = yaml.scan(source, Loader=yaml.CSafeLoader)
        yield from (each.value for each in tokens if isinstance(each, yaml.ScalarToken))
    else:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def leaked(paths: list[Path], unseen: frozenset[str]) -> list[str]:
    return [
        f"{path.name}: {text}" for path in paths for text in written(path) if hashed(text) in unseen
    ]


@pytest.mark.parametrize("pattern", PLACES)
def test_no_unseen_message_is_written_here(pattern: str) -> None:
    assert leaked(list(ROOT.glob(pattern)), UNSEEN) == []


def test_a_leak_is_found_in_other_case_and_punctuation(tmp_path: Path) -> None:
    unseen = frozenset({hashed("boleh terbang, kak?")})
    (tmp_path / "a.yaml").write_text("tip:\n  - BOLEH terbang kak\n", "utf-8")
    (tmp_path / "b.py").write_text('TEXT = "Boleh  terbang... kak!"\n', "utf-8")
    found = leaked(sorted(tmp_path.iterdir()), unseen)
    assert found == ["a.yaml: BOLEH terbang kak", "b.py: Boleh  terbang... kak!"]


def test_every_line_is_the_hash_of_some_text() -> None:
    assert len(UNSEEN) > 100
    assert all(len(each) == 64 and int(each, 16) for each in UNSEEN)
    assert hashed("") not in UNSEEN
