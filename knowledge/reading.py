"""YAML as plain data, with the line of every part of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

Place: TypeAlias = tuple[str | int, ...]

_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEADING_TAB = re.compile(r"^ *\t", re.MULTILINE)
_EMPTY = {"", "~", "null"}
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}
_DEEPEST = 20
_HINTS = {
    "mapping values are not allowed": "put a text with a colon in quotes, or mend the indent",
    "could not find expected ':'": "write a colon and a space after the key",
    "did not find expected key": "mend the indent or the quotes here or just above",
    "did not find expected ',' or": "close the bracket, or put a text with , [ ] { } in quotes",
    "did not find expected node content": "put a text with , [ ] { } in quotes",
    "found character that cannot start": "put a text that begins with @ ` % in quotes",
    "found unexpected end of stream": "close the quote or bracket that was opened",
    "found undefined alias": "put a text that begins with * in quotes",
    "found another document": "keep one document a file, without a line ---",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend in the knowledge: where it stands, and what to write instead."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its data as text, lists and maps, and the line of each part.

    *data* is None where the file is empty or cannot be read; *problems* say why.
    """

    name: str
    data: object = None
    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, place: Place) -> int:
        """Return the line of *place*, or of what is nearest around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document."""

    document: Document
    data: object
    place: Place = ()

    def problem(self, text: str, *inside: str | int) -> Problem:
        """Return a problem of this part, or of what lies *inside* it."""
        line = self.document.line((*self.place, *inside))
        return Problem(self.document.name, line, text)

    def items(self, key: str) -> Iterator["Part"]:
        """Yield the members of the list under *key*, if there is one."""
        found = self.data.get(key) if isinstance(self.data, dict) else None
        for number, each in enumerate(found if isinstance(found, list) else ()):
            yield Part(self.document, each, (*self.place, key, number))


def read(path: Path, *, name: str) -> Document:
    """Return the file at *path*; problems call it *name*."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return _unreadable(name, f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _unreadable(name, "not UTF-8: save the file with the encoding UTF-8", line=line)
    for pattern, advice in (
        (_NOT_TEXT, "a character that is no text: delete it"),
        (_LEADING_TAB, "the line begins with a tab: indent with two spaces"),
    ):
        if found := pattern.search(text):
            return _unreadable(name, advice, line=text.count("\n", 0, found.start()) + 1)
    return _parsed(text, name)


def _parsed(text: str, name: str) -> Document:
    """Return *text* as a document."""
    walk = _Walk(name)
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        return _unreadable(name, _advice(error), line=_line_of(error))
    data = walk.value(node, ()) if node else None
    return Document(name, data, walk.lines, tuple(walk.problems))


def _unreadable(name: str, text: str, *, line: int = 1) -> Document:
    """Return a document of which nothing is known but its problem."""
    return Document(name, problems=(Problem(name, line, text),))


def _advice(error: yaml.MarkedYAMLError) -> str:
    """Return what to do about an error of syntax."""
    said = error.problem or error.context or "syntax error"
    hint = next((hint for start, hint in _HINTS.items() if start in said), "mend the YAML here")
    return f"{said}: {hint}"


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """Return the line that an error of syntax points at."""
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


class _Walk:
    """Turn the nodes of one file into data and keep the line of each."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: set[int] = set()
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, place: Place) -> object:
        """Return what *node* holds: text, list, map or None."""
        self.lines.setdefault(place, node.start_mark.line + 1)
        if refused := self._refusal(node, place):
            self._complain(node, refused)
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, (*place, number)) for number, each in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        return None if plain and node.value in _EMPTY else node.value

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, object]:
        """Return a map; of a key that comes twice the first value stays."""
        found: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._complain(key, "a key must be a word; put quotes around a text with { or [")
                continue
            inner = (*place, key.value)
            if inner in self.lines:
                first = self.lines[inner]
                self._complain(key, f"key '{key.value}' stands in line {first} already: keep one")
                continue
            self.lines[inner] = key.start_mark.line + 1
            found[key.value] = self.value(value, inner)
        return found

    def _refusal(self, node: yaml.Node, place: Place) -> str:
        """Return why *node* is not taken, "" when it is."""
        if id(node) in self._seen:
            return "an alias (*name) repeats what stands elsewhere: write it out"
        self._seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            return f"the tag {node.tag} means nothing here: leave it out, or use quotes"
        return "nested too deeply" if len(place) > _DEEPEST else ""

    def _complain(self, node: yaml.Node, text: str) -> None:
        """Keep a problem of *node*."""
        self.problems.append(Problem(self._name, node.start_mark.line + 1, text))
