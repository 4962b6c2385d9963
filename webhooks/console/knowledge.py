"""Pengetahuan: what the bot knows, as people get it, and what is to be mended in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.asking import tapped
from bot.channels.web import marked
from bot.questions.answering import answer
from bot.questions.reviewing import Rating, ratings
from bot.wiring import Services
from knowledge.library import Library, check, load_library
from knowledge.linting import Finding, Kind, lint
from knowledge.reading import Problem
from knowledge.rule import Info, Rule
from knowledge.shelf import read_shelf
from webhooks.console.asked import asked, roles
from webhooks.console.background import Background
from webhooks.console.browsing import Wanted, chosen, pieces
from webhooks.console.visit import Visit

_SHOWN = 3
_WORST = 15


@dataclass(frozen=True, slots=True)
class Examples:
    """The examples of an entry in one set: how many, and the first."""

    name: str
    held_out: bool
    count: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What is wrong in the knowledge, and what makes it answer worse, by kind."""

    problems: tuple[Problem, ...]
    findings: tuple[tuple[Kind, int, tuple[Finding, ...]], ...]


class Knowledge:
    """Answer with rules, information and laws."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._over: Background[LookedOver] = Background()

    async def overview(self, visit: Visit) -> Response:
        """Show what was searched for, a page of it."""
        guide = self._services.guide
        wanted = Wanted.of(visit.request.query_params)
        found = chosen(pieces(guide.current.library), wanted)
        return visit.show(
            "knowledge/overview.html",
            wanted=wanted,
            found=found,
            library=guide.current.library,
            since=guide.current.since,
            problems=guide.problems,
        )

    async def entry(self, visit: Visit) -> Response:
        """Show a rule or information as people get it, by role and day."""
        guide, name = self._services.guide.current, visit.request.path_params["entry"]
        library = guide.library
        entry = library.rules.get(name) or library.infos.get(name)
        if entry is None:
            raise HTTPException(404)
        who = asked(visit)
        card = answer(guide, name, role=who.role, day=who.day)
        more = {
            verb: marked(tapped(guide, f"{verb}:{name}", role=who.role, day=who.day)[0].text)
            for verb in (("law", "sanction") if name in library.rules else ("law",))
        }
        rated = (await ratings(self._services.database)).get(name, Rating())
        return visit.show(
            "knowledge/entry.html",
            entry=entry,
            rule=library.rules.get(name),
            who=who,
            roles=roles(visit),
            card=marked(card.card),
            tone=card.verdict,
            more=more,
            examples=_examples(library, name),
            rated=rated,
            related=[library.entry(each) for each in entry.related],
        )

    async def law(self, visit: Visit) -> Response:
        """Show a law, what of it matters here, and what stands on it."""
        library = self._services.guide.current.library
        law = library.laws.get(visit.request.path_params["law"])
        if law is None:
            raise HTTPException(404)
        entries: list[Rule | Info] = [*library.rules.values(), *library.infos.values()]
        citing = [each for each in entries if any(law.id == one.law for one in each.legal_basis)]
        return visit.show("knowledge/law.html", law=law, citing=citing)

    async def looked_over(self, visit: Visit) -> Response:
        """Show what is to be mended; looking takes seconds, once for each version and day."""
        guide, today = self._services.guide, self._services.clock.today()
        version = guide.current.library.version
        found = await self._over.result(
            (version, today), lambda: _look_over(guide.folder, check(guide.folder, today))
        )
        return visit.show(
            "knowledge/looked_over.html",
            found=found,
            version=version,
            since=guide.current.since,
            kinds=Kind,
        )


def _examples(library: Library, name: str) -> Sequence[Examples]:
    """Return the examples of the entry *name*, its own first, then set by set."""
    own = library.entry(name).examples
    sets = [(each.name, each.held_out, each.by_entry.get(name, ())) for each in library.examples]
    return [
        Examples(title, held_out, len(texts), texts[:_SHOWN])
        for title, held_out, texts in (("", False, own), *sets)
        if texts
    ]


def _look_over(folder: Path, problems: tuple[Problem, ...]) -> LookedOver:
    """Return the *problems* of *folder* and, where it can be read, the worst findings by kind."""
    if problems:
        return LookedOver(problems, ())
    found = lint(read_shelf(folder), load_library(folder))
    kinds = [(kind, list(some)) for kind, some in groupby(found, key=lambda each: each.kind)]
    return LookedOver((), tuple((kind, len(all_), tuple(all_[:_WORST])) for kind, all_ in kinds))
