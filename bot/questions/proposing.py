"""Propose a rule that the knowledge does not have yet: as YAML at the end of its topic's file."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bot.questions.teaching import NotTaught, Suggestion
from knowledge.library import Library
from knowledge.repeats import normal
from knowledge.rule import Certainty, Rule

FEWEST_EXAMPLES = 6
_LONGEST_ID = 50
_WIDTH = 104
_ASKED = "bkpsdm"


def proposed(library: Library, drafted: Rule) -> Rule:
    """Return *drafted* under a name of its own; nobody has read it, so it is no firm verdict."""
    asked = _ASKED if _ASKED in library.contacts else next(iter(library.contacts))
    name = _name(drafted.title, library)
    return replace(drafted, id=name, certainty=Certainty.LOW, ask=(asked,))


def taken(library: Library, examples: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield those of *examples* that lead somewhere already, each with the title of the entry."""
    owners = {normal(text): owner for owner, text in _examples(library)}
    for each in examples:
        if owner := owners.get(normal(each)):
            yield each, library.entry(owner).title


def proposal(folder: Path, rule: Rule) -> Suggestion:
    """Return what adding *rule* changes in *folder*; raises NotTaught."""
    found = [(each, each.read_text("utf-8")) for each in (folder / "rules").glob("[!.]*.yaml")]
    files = [each for each in sorted(found) if _read(each[1]).get("topik") == rule.topic]
    if not files:
        raise NotTaught(f"No file of knowledge/rules is about '{rule.topic}': begin one by hand")
    # A topic may have several files; the one that is called so is its own.
    path, before = next((each for each in files if each[0].stem == rule.topic), files[0])
    written = _read(before)
    wanted = _plain(rule)
    after = before + ("" if before.endswith("\n") else "\n") + _indented(_dumped([wanted]))
    rules = [*written.get("aturan", []), wanted]
    if _read(after) != {**written, "aturan": rules}:
        raise NotTaught(f"rules/{path.name} does not end with its rules: add the rule by hand")
    return Suggestion(rule.id, rule.examples, f"rules/{path.name}", before, after)


def _name(title: str, library: Library) -> str:
    """Return small words of *title* with - between them, as no entry is called yet."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain) or ["aturan"]
    while len("-".join(words)) > _LONGEST_ID - 3 and len(words) > 1:
        words.pop()
    name = "-".join(words)[: _LONGEST_ID - 3]
    known, number = {*library.rules, *library.infos}, 1
    while (found := name if number == 1 else f"{name}-{number}") in known:
        number += 1
    return found


def _examples(library: Library) -> Iterator[tuple[str, str]]:
    """Yield every example with the entry that it leads to."""
    for rule in library.rules.values():
        yield from ((rule.id, text) for text in rule.examples)
    for info in library.infos.values():
        yield from ((info.id, text) for text in info.examples)
    for each in library.examples:
        for owner, texts in each.by_entry.items():
            yield from ((owner, text) for text in texts)


class _Long(str):
    """A text that takes lines of its own."""

    __slots__ = ()


class _Short(list[str]):
    """Names that stand on one line."""

    __slots__ = ()


class _Place(dict[str, str]):
    """A place in a law, which stands on one line."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Write as the files are written: lists below their key stand to its right."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's own
        """Go one step to the right, for lists too."""
        return super().increase_indent(flow, indentless=False)


_Dumper.add_representer(
    _Long, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style=">")
)
_Dumper.add_representer(
    _Short,
    lambda dumper, names: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", names, flow_style=True
    ),
)
_Dumper.add_representer(
    _Place,
    lambda dumper, pairs: dumper.represent_mapping(
        "tag:yaml.org,2002:map", pairs.items(), flow_style=True
    ),
)


def _plain(rule: Rule) -> dict[str, Any]:
    """Return *rule* as jurists write it, without what it leaves open."""
    basis = [
        _Place({"hukum": each.law, "pasal": each.article, "tentang": each.about})
        if each.about
        else _Place({"hukum": each.law, "pasal": each.article})
        for each in rule.legal_basis
    ]
    whole = {
        "id": rule.id,
        "judul": rule.title,
        "putusan": str(rule.verdict),
        "kepastian": str(rule.certainty),
        "untuk": _Short(map(str, rule.roles)),
        "tahapan": _Short(map(str, rule.phases)),
        "syarat": _Long(rule.condition),
        "jawaban": _Long(rule.answer),
        "alasan": _Long(rule.why),
        "alternatif": _Long(rule.alternative),
        "dasar": basis,
        "catatan_sanksi": _Long(rule.sanction_note),
        "tanya": _Short(rule.ask),
        "ditinjau": None,
        "contoh": list(rule.examples),
    }
    return {key: value for key, value in whole.items() if value or key == "ditinjau"}


def _dumped(rules: Sequence[dict[str, Any]]) -> str:
    """Return *rules* as YAML; whatever was typed stays within its text."""
    return yaml.dump(list(rules), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def _indented(text: str) -> str:
    """Return *text* as it stands below a key."""
    return "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))


def _read(text: str) -> dict[str, Any]:
    """Return the map in *text*; raises NotTaught."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise NotTaught(f"A file of knowledge/rules cannot be read: {error}") from error
    return found if isinstance(found, dict) else {}
