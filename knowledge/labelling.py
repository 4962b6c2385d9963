"""Messages with what they want, to measure answers with: from held-out sets, or from a file."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.lessons import exam
from knowledge.library import Library
from knowledge.reading import Part, Problem, read
from knowledge.rule import Intent, Verdict
from knowledge.schema import parse
from knowledge.suggesting import did_you_mean
from knowledge.wording import ExampleFile

_LIKE_A_TIP = "guidance-like"
_KINDS = (*Intent, _LIKE_A_TIP)


class LabelError(Exception):
    """Tell what is wrong with a file of labelled messages, and where."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message, what it wants, and the entries that answer it; none when no entry does.

    *verdicts* are those that are right to say. *register* is how it is written and *source* the
    set it comes from, "" if unknown. *hypothetical* is a question that looks like a tip and is
    none; only that is measured of it.
    """

    text: str
    intent: Intent
    entries: frozenset[str] = frozenset()
    verdicts: frozenset[Verdict] = frozenset()
    register: str = ""
    source: str = ""
    hypothetical: bool = False
    wanted: str = ""


def labelled(library: Library) -> tuple[Labelled, ...]:
    """Return the held-out messages of *library*."""
    return tuple(
        _of_entry(library, each.text, each.intent, entry=each.entry or "", source=each.writer)
        for each in exam(library)
    )


def read_labelled(path: Path, library: Library) -> tuple[Labelled, ...]:
    """Return the messages of *path*: JSON lines, or a held-out set in YAML; raises LabelError."""
    try:
        if path.suffix == ".yaml":
            return tuple(_of_set(path, library))
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"{path.name} cannot be read: {error}") from error
    found = tuple(_of_lines(lines, library, path.name))
    if not found:
        raise LabelError(f"{path.name} has no messages: write one JSON object a line")
    return found


def _of_entry(library: Library, text: str, intent: Intent, *, entry: str, source: str) -> Labelled:
    """Return a message that one entry answers, or none."""
    rule = library.rules.get(entry)
    return Labelled(
        text,
        intent,
        entries=frozenset({entry} if entry else ()),
        verdicts=frozenset({rule.verdict} if rule else ()),
        source=source,
        wanted=entry,
    )


def _of_set(path: Path, library: Library) -> Iterator[Labelled]:
    """Yield the messages of one file of knowledge/examples."""
    problems: list[Problem] = []
    document = read(path, name=path.name)
    problems.extend(document.problems)
    file = None if problems else parse(Part(document, document.data), ExampleFile, problems)
    if file is None:
        raise LabelError("\n".join(map(str, problems)))
    if file.use != "uji":
        raise LabelError(f"{path.name} is learned from: measure with a set that has dipakai: uji")
    for entry, texts in file.by_entry.items():
        _known(entry, library, where=path.name)
        intent = Intent.GUIDANCE if entry in library.rules else Intent.PROCEDURE
        for text in texts:
            yield _of_entry(library, text, intent, entry=entry, source=file.name)
    for intent, texts in file.by_intent.items():
        for text in texts:
            yield Labelled(text, intent, source=file.name)


def _of_lines(lines: Iterable[str], library: Library, name: str) -> Iterator[Labelled]:
    """Yield the message of each line of JSON."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            data = json.loads(line)
        except ValueError:
            data = None
        if not isinstance(data, dict) or not isinstance(data.get("text"), str):
            wanted = (
                '{"text": "boleh like?", "kind": "guidance", "rule": "…", "verdict": "dilarang"}'
            )
            raise LabelError(f"{where}: no labelled message: write {wanted}")
        yield _of_json(data, library, where=where)


def _of_json(data: Mapping[str, Any], library: Library, *, where: str) -> Labelled:
    """Return the message of one JSON object; raises LabelError."""
    kind = data.get("kind")
    if kind not in _KINDS:
        raise LabelError(f"{where}: kind cannot be {kind!r}: write one of {', '.join(_KINDS)}")
    asks = kind == Intent.GUIDANCE
    wanted = str(data.get("rule") or "") if asks else ""
    if asks:
        _known(wanted, library, where=where)
    return Labelled(
        data["text"],
        Intent.GUIDANCE if kind == _LIKE_A_TIP else Intent(str(kind)),
        entries=frozenset([wanted, *data.get("acceptable", [])] if asks else ()),
        verdicts=_verdicts(data, library, where=where) if asks else frozenset(),
        register=str(data.get("register", "")),
        source=str(data.get("set", "")),
        hypothetical=kind == _LIKE_A_TIP,
        wanted=wanted,
    )


def _verdicts(data: Mapping[str, Any], library: Library, *, where: str) -> frozenset[Verdict]:
    """Return the verdicts that are right; those of the rule where none is given."""
    given = data.get("acceptable_verdicts") or [data.get("verdict")]
    if given == [None]:
        rule = library.rules.get(data["rule"])
        return frozenset({rule.verdict} if rule else ())
    unknown = [each for each in given if each not in list(Verdict)]
    if unknown:
        known = ", ".join(Verdict)
        raise LabelError(f"{where}: no verdict is {unknown[0]!r}: write one of {known}")
    return frozenset(Verdict(each) for each in given)


def _known(entry: str, library: Library, *, where: str) -> None:
    """Raise LabelError when there is no *entry*."""
    ids = [*library.rules, *library.infos]
    if entry not in ids:
        raise LabelError(f"{where}: unknown rule '{entry}'{did_you_mean(entry, ids)}")
