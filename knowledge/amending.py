"""Add messages to a file of examples; every other line of it stays as a jurist wrote it."""

import json
from collections.abc import Sequence

import yaml

_INDENT = 2


class CannotAmend(Exception):
    """Tell why a file cannot be added to without rewriting it."""


def amended(text: str, entry: str, messages: Sequence[str], *, name: str) -> str:
    """Return *text* with *messages* below *entry*; an empty text becomes a set called *name*.

    Raises CannotAmend.
    """
    before = text or f"# Pertanyaan yang pernah tidak terjawab.\nkumpulan: {name}\ndipakai: latih\n"
    before += "" if before.endswith("\n") else "\n"
    try:
        line, added = _addition(before, entry, messages)
        lines = before.splitlines(keepends=True)
        after = "".join([*lines[:line], *added, *lines[line:]])
        if yaml.safe_load(after) == _wanted(before, entry, messages):
            return after
    except (yaml.YAMLError, TypeError, AttributeError):
        pass
    raise CannotAmend(f"examples/{name}.yaml is not written line by line: add the messages by hand")


def _addition(text: str, entry: str, messages: Sequence[str]) -> tuple[int, list[str]]:
    """Return before which line of *text* to put which lines."""
    items = [f"- {json.dumps(each, ensure_ascii=False)}\n" for each in messages]
    rules = _value(yaml.compose(text, Loader=yaml.SafeLoader), "aturan")
    if rules is None:
        return len(text.splitlines()), ["aturan:\n", *_under(entry, items, column=_INDENT)]
    listed = _value(rules, entry)
    if listed is None:
        return _end(rules), _under(entry, items, column=rules.start_mark.column)
    return _end(listed), [" " * listed.start_mark.column + each for each in items]


def _under(entry: str, items: Sequence[str], *, column: int) -> list[str]:
    """Return a new key with *items* below it, at *column*."""
    return [f"{' ' * column}{entry}:\n", *(" " * (column + _INDENT) + each for each in items)]


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """Return what stands under *key* of a map, None where there is no such key."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _end(node: yaml.Node) -> int:
    """Return the line after the last one of *node*, counted from 0.

    A list without brackets ends, for PyYAML, only where the next thing begins.
    """
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end(last[1] if isinstance(node, yaml.MappingNode) else last)
    mark = node.end_mark
    return mark.line + 1 if mark.column else mark.line


def _wanted(text: str, entry: str, messages: Sequence[str]) -> object:
    """Return what the amended text must say."""
    data = yaml.safe_load(text)
    rules = data.setdefault("aturan", {})
    rules[entry] = [*rules.get(entry, []), *messages]
    return data
