"""Everything that lies in the knowledge folder, read piece by piece, with all that does not fit."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.broadcast import Broadcast
from knowledge.calendar import Calendar
from knowledge.composing import BroadcastFile, BroadcastYaml
from knowledge.entries import InfoFile, InfoYaml, RuleFile, RuleYaml
from knowledge.folder import named, strangers, yaml_files
from knowledge.installation import (
    CalendarFile,
    CityFile,
    ContactFile,
    ContactYaml,
    LawFile,
    LawYaml,
    OfficeFile,
    TopicFile,
)
from knowledge.places import City, Office
from knowledge.reading import Document, Part, Problem, read
from knowledge.rule import Contact, ExampleSet, Info, Law, Rule, Vocabulary
from knowledge.schema import Model, Placed, Yaml, parse
from knowledge.targeting import TargetFile, TargetYaml
from knowledge.targets import Target
from knowledge.wording import ExampleFile, VocabularyFile


@dataclass(frozen=True, slots=True)
class Shelf:
    """What could be read, and the problems of what could not.

    *ids* has the ids in use of "entries", "laws" and "contacts", those of broken pieces too. A kind
    is left out where a whole file is unreadable: then nobody can tell which ids are unknown.
    """

    rules: tuple[Placed[Rule], ...]
    infos: tuple[Placed[Info], ...]
    laws: tuple[Placed[Law], ...]
    contacts: tuple[Placed[Contact], ...]
    broadcasts: tuple[Placed[Broadcast], ...]
    calendar: Placed[Calendar] | None
    city: Placed[City] | None
    offices: tuple[Placed[Office], ...]
    targets: tuple[Placed[Target], ...]
    vocabularies: tuple[Placed[VocabularyFile], ...]
    examples: tuple[Placed[ExampleSet], ...]
    topics: Placed[TopicFile] | None
    rule_files: tuple[Placed[RuleFile], ...]
    ids: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...]

    def entries(self) -> Iterator[Placed[Rule] | Placed[Info]]:
        """Yield the rules, then the information."""
        yield from self.rules
        yield from self.infos

    def vocabulary(self) -> Vocabulary:
        """Return all vocabulary files as one."""
        slang: dict[str, str] = {}
        concepts: defaultdict[str, list[str]] = defaultdict(list)
        stop_words: set[str] = set()
        for file in self.vocabularies:
            slang.update(file.value.slang)
            stop_words.update(file.value.stop_words)
            for concept, forms in file.value.concepts.items():
                concepts[concept].extend(forms)
        merged = {concept: tuple(dict.fromkeys(forms)) for concept, forms in concepts.items()}
        return Vocabulary(slang, merged, frozenset(stop_words))


def read_shelf(folder: Path) -> Shelf:
    """Read the whole *folder*; nothing is raised for what does not fit."""
    reader = _Reader(folder, list(strangers(folder)))
    rule_files = tuple(reader.files("rules", RuleFile, kind="entries"))
    rules = tuple(reader.rules(rule_files))
    if not rule_files and not reader.unreadable:
        reader.problems.append(
            Problem(f"{named(folder)}/rules", 1, "no rules: write rules/<topik>.yaml")
        )
    infos = tuple(reader.infos())
    laws = tuple(reader.laws())
    contacts = tuple(reader.contacts())
    calendar = reader.file("calendar.yaml", CalendarFile)
    city = reader.file("regions.yaml", CityFile)
    offices = reader.file("offices.yaml", OfficeFile)
    return Shelf(
        rules=rules,
        infos=infos,
        laws=laws,
        contacts=contacts,
        broadcasts=tuple(reader.broadcasts()),
        calendar=Placed(calendar.value.build(), calendar.part) if calendar else None,
        city=Placed(city.value.build(), city.part) if city else None,
        offices=tuple(_offices(offices)),
        targets=tuple(reader.targets()),
        vocabularies=tuple(reader.files("vocabulary", VocabularyFile)),
        examples=tuple(
            Placed(each.value.build(), each.part) for each in reader.files("examples", ExampleFile)
        ),
        topics=reader.file("topics.yaml", TopicFile),
        rule_files=rule_files,
        ids=reader.known_ids(),
        problems=tuple(reader.problems),
    )


def _offices(file: Placed[OfficeFile] | None) -> Iterator[Placed[Office]]:
    """Yield the offices of their file."""
    if file:
        for each, part in zip(file.value.offices, file.part.items("perangkat"), strict=True):
            yield Placed(each.build(), part)


@dataclass(slots=True)
class _Reader:
    """Read files and pieces of them, and gather what is wrong on the way."""

    folder: Path
    problems: list[Problem]
    ids: dict[str, set[str]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)

    def document(self, path: Path) -> Document:
        """Return the file at *path*, whose problems are kept."""
        name = f"{named(self.folder)}/{path.relative_to(self.folder).as_posix()}"
        document = read(path, name=name)
        self.problems.extend(document.problems)
        return document

    def file(self, name: str, model: type[Model], *, kind: str = "") -> Placed[Model] | None:
        """Return one file as *model*, None if it does not fit; *kind* is what has its ids there."""
        document = self.document(self.folder / name)
        part = Part(document, document.data)
        lost = part.data is None and document.problems
        value = None if lost else parse(part, model, self.problems)
        if value is None:
            self.unreadable.add(kind)
            return None
        return Placed(value, part)

    def files(self, room: str, model: type[Model], *, kind: str = "") -> Iterator[Placed[Model]]:
        """Yield the files of *room* that fit."""
        for path in yaml_files(self.folder / room):
            if path.parent == self.folder / room:
                found = self.file(path.relative_to(self.folder).as_posix(), model, kind=kind)
                if found:
                    yield found

    def pieces(self, file: Placed[Yaml], key: str, *, kind: str) -> Iterator[Part]:
        """Yield the members of a list of *file*, and note their ids."""
        for part in file.part.items(key):
            if isinstance(part.data, dict) and isinstance(part.data.get("id"), str):
                self.ids.setdefault(kind, set()).add(part.data["id"])
            yield part

    def rules(self, files: tuple[Placed[RuleFile], ...]) -> Iterator[Placed[Rule]]:
        """Yield the rules that fit."""
        for file in files:
            for part in self.pieces(file, "aturan", kind="entries"):
                if rule := parse(part, RuleYaml, self.problems):
                    yield Placed(rule.build(file.value.topic), part)

    def infos(self) -> Iterator[Placed[Info]]:
        """Yield the information that fits."""
        for file in self.files("info", InfoFile, kind="entries"):
            for part in self.pieces(file, "entri", kind="entries"):
                if info := parse(part, InfoYaml, self.problems):
                    yield Placed(info.build(), part)

    def laws(self) -> Iterator[Placed[Law]]:
        """Yield the laws that fit."""
        if file := self.file("laws.yaml", LawFile, kind="laws"):
            for part in self.pieces(file, "hukum", kind="laws"):
                if law := parse(part, LawYaml, self.problems):
                    yield Placed(law.build(), part)

    def contacts(self) -> Iterator[Placed[Contact]]:
        """Yield the contacts that fit."""
        if file := self.file("contacts.yaml", ContactFile, kind="contacts"):
            for part in self.pieces(file, "kontak", kind="contacts"):
                if contact := parse(part, ContactYaml, self.problems):
                    yield Placed(contact.build(), part)

    def targets(self) -> Iterator[Placed[Target]]:
        """Yield the targets that fit."""
        if file := self.file("targets.yaml", TargetFile):
            for part in file.part.items("tujuan"):
                if target := parse(part, TargetYaml, self.problems):
                    yield Placed(target.build(), part)

    def broadcasts(self) -> Iterator[Placed[Broadcast]]:
        """Yield the broadcasts that fit."""
        for file in self.files("broadcasts", BroadcastFile):
            for part in file.part.items("siaran"):
                if broadcast := parse(part, BroadcastYaml, self.problems):
                    yield Placed(broadcast.build(), part)

    def known_ids(self) -> dict[str, frozenset[str]]:
        """Return the ids of each kind of which every file could be read."""
        return {
            kind: frozenset(self.ids.get(kind, ()))
            for kind in ("entries", "laws", "contacts")
            if kind not in self.unreadable
        }
