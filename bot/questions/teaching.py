"""Let the knowledge learn from questions: what would be added, what that changes, and adding it."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import Path

from bot.errors import JagaNetralError
from bot.questions.guide import Guide
from knowledge.amending import CannotAmend, amended
from knowledge.deciding import decide
from knowledge.evaluation import Figures, measure
from knowledge.folder import yaml_files
from knowledge.labelling import labelled
from knowledge.library import Library, check, load_library
from knowledge.matching import Matcher
from knowledge.reading import Problem
from knowledge.repeats import normal
from knowledge.suggesting import did_you_mean

NAME = "pertanyaan"
_MARK = re.compile(r"\[(?:tautan|surel|akun|nomor|nama)\]")
_FEWEST = 2  # words, below which a message teaches nothing of its own


class NotTaught(JagaNetralError):
    """Report that nothing was added, and why."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Messages to add as examples of an entry: *path*, below the knowledge, before and after."""

    entry: str
    messages: tuple[str, ...]
    path: str
    before: str
    after: str

    @property
    def diff(self) -> str:
        """Return the change as a patch."""
        name = f"knowledge/{self.path}"
        lines = unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            f"a/{name}" if self.before else os.devnull,
            f"b/{name}",
        )
        return "".join(lines)


@dataclass(frozen=True, slots=True)
class Effect:
    """How the held-out messages fare before and after, and how many of the added lead there."""

    before: Figures
    after: Figures
    found_before: int
    found_after: int

    @property
    def harmful(self) -> bool:
        """Tell whether "boleh" would be said wrongly more often."""
        return self.after.wrong_allowed > self.before.wrong_allowed


def suggestion(guide: Guide, folder: Path, questions: Sequence[str], *, entry: str) -> Suggestion:
    """Return what adding *questions* to *entry* would change in *folder*; raises NotTaught."""
    ids = [*guide.library.rules, *guide.library.infos]
    if entry not in ids:
        raise NotTaught(f"There is no rule '{entry}'{did_you_mean(entry, ids)}")
    messages = _new(questions, guide.library)
    if not messages:
        raise NotTaught("Every question of this group is an example already, or says too little")
    path = f"examples/{NAME}.yaml"
    before = _text(folder / path)
    try:
        after = amended(before, entry, messages, name=NAME)
    except CannotAmend as error:
        raise NotTaught(str(error)) from error
    return Suggestion(entry, messages, path, before, after)


def effect(guide: Guide, folder: Path, suggested: Suggestion, *, today: date) -> Effect:
    """Return what would change, tried on a copy of *folder*; raises NotTaught."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "knowledge"
        for path in yaml_files(folder):
            place = copy / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        _put(copy / suggested.path, suggested.after)
        _refuse(check(copy, today))
        library = load_library(copy)
    matcher = Matcher.train(library)
    return Effect(
        before=measure(guide.matcher, guide.library, labelled(guide.library)),
        after=measure(matcher, library, labelled(library)),
        found_before=_found(guide.matcher, guide.library, suggested),
        found_after=_found(matcher, library, suggested),
    )


def teach(folder: Path, suggested: Suggestion, *, today: date) -> Path:
    """Add what is suggested to *folder* and return the file; raises NotTaught.

    The file is replaced in one step. When the knowledge then has problems it is put back.
    """
    path = folder / suggested.path
    if _text(path) != suggested.before:
        raise NotTaught(f"{path} was changed meanwhile: look at the suggestion again")
    try:
        _put(path, suggested.after)
        problems = check(folder, today)
        if problems:
            _put_back(path, suggested.before)
    except OSError as error:
        raise NotTaught(f"{path} cannot be written: {error.strerror}") from error
    _refuse(problems)
    return path


def unmarked(question: str) -> str:
    """Return *question* in one line, without marks of what was scrubbed."""
    printable = "".join(each if each.isprintable() else " " for each in question)
    return " ".join(_MARK.sub(" ", printable).split())


def _new(questions: Iterable[str], library: Library) -> tuple[str, ...]:
    """Return *questions* without marks of what was scrubbed, and without what is known."""
    known = {normal(each) for each in _examples(library)}
    found: dict[str, str] = {}
    for question in questions:
        text = unmarked(question)
        key = normal(text)
        if key not in known and len(key.split()) >= _FEWEST:
            found.setdefault(key, text)
    return tuple(found.values())


def _examples(library: Library) -> Iterable[str]:
    """Yield every example there is, held out or not."""
    for rule in library.rules.values():
        yield from rule.examples
    for info in library.infos.values():
        yield from info.examples
    for each in library.examples:
        for texts in (*each.by_entry.values(), *each.by_intent.values()):
            yield from texts


def _found(matcher: Matcher, library: Library, suggested: Suggestion) -> int:
    """Return how many of the messages lead to the entry: answered with it, or offered it."""
    decisions = (decide(matcher.match(each), library) for each in suggested.messages)
    return sum(suggested.entry in {each.entry, *each.options} for each in decisions)


def _refuse(problems: Sequence[Problem]) -> None:
    """Raise NotTaught if there are *problems*."""
    if problems:
        told = "\n".join(map(str, problems))
        raise NotTaught(f"Nothing was added, since the knowledge would have problems:\n{told}")


def _text(path: Path) -> str:
    """Return what *path* holds, "" where there is no such file; raises NotTaught."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise NotTaught(f"{path} cannot be read: {error}") from error


def _put(path: Path, text: str) -> None:
    """Replace *path* by *text* in one step; hidden drafts are no part of the knowledge."""
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, "utf-8")
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _put_back(path: Path, before: str) -> None:
    """Leave *path* as it was; no text means no file."""
    if before:
        _put(path, before)
    else:
        path.unlink(missing_ok=True)
