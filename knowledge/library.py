"""The knowledge of one installation: load the YAML and check it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from knowledge.broadcast import Broadcast
from knowledge.calendar import Calendar, ElectionKind
from knowledge.checking import expired, problems_of
from knowledge.folder import version_of
from knowledge.places import City, Office
from knowledge.reading import Problem
from knowledge.rule import Contact, ExampleSet, Info, Law, Rule, Vocabulary
from knowledge.shelf import read_shelf
from knowledge.targets import Target, Unfit, targets_for


class KnowledgeError(Exception):
    """Tell everything that is wrong with the knowledge, all problems of one run."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that answers come from; *version* names exactly this text of it.

    *topics* are those that have rules, with their names, in the order they are shown.
    """

    rules: Mapping[str, Rule]
    infos: Mapping[str, Info]
    laws: Mapping[str, Law]
    contacts: Mapping[str, Contact]
    calendar: Calendar
    regions: City
    offices: tuple[Office, ...]
    targets: tuple[Target, ...]
    vocabulary: Vocabulary
    examples: tuple[ExampleSet, ...]
    version: str
    topics: Mapping[str, str] = field(default_factory=dict)
    broadcasts: Mapping[str, Broadcast] = field(default_factory=dict)

    def entry(self, entry_id: str) -> Rule | Info:
        """Return the rule or information with *entry_id*; raises KeyError."""
        return self.rules[entry_id] if entry_id in self.rules else self.infos[entry_id]

    def rules_of(self, topic: str) -> tuple[Rule, ...]:
        """Return the rules of *topic*, in the order of their files."""
        return tuple(rule for rule in self.rules.values() if rule.topic == topic)

    def targets_on(self, day: date, *, event: date | None = None) -> tuple[Target, ...]:
        """Return whom a tip can be forwarded to on *day*; the *event* tells which election it was.

        Without the day of the event, the election of *day* counts.
        """
        kind = self._kind_on(event or day)
        return targets_for(self.targets, day, kind=kind, city=self.regions.slug)

    def unfit_on(self, day: date, *, event: date | None = None) -> dict[Target, Unfit]:
        """Return whom a tip cannot be forwarded to on *day*, each with the reason."""
        kind, city = self._kind_on(event or day), self.regions.slug
        found = {each: each.why_not(day, kind=kind, city=city) for each in self.targets}
        return {each: reason for each, reason in found.items() if reason}

    def _kind_on(self, day: date) -> ElectionKind | None:
        """Return what is elected in the phase of *day*, None outside of all."""
        election = self.calendar.phase_on(day).election
        return election.kind if election else None


def load_library(folder: Path) -> Library:
    """Return the knowledge in *folder*; raises KnowledgeError with all problems of it.

    What has expired is a problem for `check`, not a reason to fall silent on a later day.
    """
    shelf = read_shelf(folder)
    problems = problems_of(shelf, today=date.min)
    if problems or not (shelf.calendar and shelf.city and shelf.topics):
        raise KnowledgeError(problems)
    city = shelf.city.value
    used = {each.value.topic for each in shelf.rules}
    return Library(
        rules={each.value.id: each.value for each in shelf.rules},
        infos={each.value.id: each.value for each in shelf.infos},
        laws={each.value.id: each.value for each in shelf.laws},
        contacts={each.value.id: each.value for each in shelf.contacts},
        calendar=replace(shelf.calendar.value, city=city.slug),
        regions=city,
        offices=tuple(each.value for each in shelf.offices),
        targets=tuple(each.value for each in shelf.targets),
        vocabulary=shelf.vocabulary(),
        examples=tuple(each.value for each in shelf.examples),
        version=version_of(folder),
        topics={each.id: each.name for each in shelf.topics.value.topics if each.id in used},
        broadcasts={each.value.id: each.value for each in shelf.broadcasts},
    )


def check(folder: Path, today: date) -> tuple[Problem, ...]:
    """Return every problem of the knowledge in *folder*."""
    return problems_of(read_shelf(folder), today=today, thorough=True)


def expired_on(folder: Path, day: date) -> tuple[Problem, ...]:
    """Return what of the knowledge in *folder* nobody will have read over in time for *day*."""
    return tuple(expired(read_shelf(folder), day))
