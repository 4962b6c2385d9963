"""Pertanyaan: what people asked in vain, in groups, and what the knowledge could learn from it."""

import hashlib
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.questions.inquiries.waiting import Waiting
from bot.questions.reviewing import Group, dismiss, grouped, kept_questions, missed
from bot.questions.teaching import Effect, NotTaught, Suggestion, effect, suggestion
from bot.staff.account import Act
from bot.wiring import Services
from knowledge.rule import Info, Rule
from webhooks.console.background import PATIENCE, Background
from webhooks.console.visit import Visit

_SHOWN = 30
_PATIENCE = 5.0  # seconds for who wants to answer, and would else be sent back to the list
_LIKELY = 0.02  # as in `questions list`: a nearest entry below this is none


class Questions:
    """Answer with groups of questions, and with what adding one would change."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._grouping: Background[tuple[Group, ...]] = Background()
        self._effects: Background[Effect] = Background()

    async def overview(self, visit: Visit) -> Response:
        """Show the groups, the most frequent first, and the answers that were called wrong."""
        groups = await self._groups()
        waiting, today = await self._waiting(), self._services.clock.today()
        tallies = {name_of(each): waiting.tally(today, each.questions) for each in groups or ()}
        # Whoever waits is not told by what others ask more often.
        first = sorted(groups or (), key=lambda each: not tallies[name_of(each)].open)[:_SHOWN]
        return visit.show(
            "questions/overview.html",
            groups=None if groups is None else [(name_of(each), each) for each in first],
            tallies=tallies,
            askers=waiting.tally(today),
            more=max(0, len(groups or ()) - _SHOWN),
            total=sum(each.times for each in groups or ()),
            missed=await missed(self._services.database),
            titled=self._titled,
        )

    async def group(self, visit: Visit) -> Response:
        """Show all questions of a group, and the rules that it could be attached to."""
        found = await self._found(visit)
        if isinstance(found, Response):
            return found
        library = self._services.guide.current.library
        near = [(each, share) for each, share in found.nearest if share >= _LIKELY]
        return visit.show(
            "questions/group.html",
            name=name_of(found),
            group=found,
            near=near,
            askers=(await self._waiting()).tally(self._services.clock.today(), found.questions),
            library=library,
            titled=self._titled,
        )

    async def suggestion(self, visit: Visit) -> Response:
        """Show a group as examples of an entry, and what that does to the answers."""
        found = await self._found(visit)
        if isinstance(found, Response):
            return found
        problem, made, tried = "", None, None
        try:
            made = self._suggestion(visit, found)
            tried = await self._effect(made)
        except NotTaught as error:
            problem = str(error)
        return visit.show(
            "questions/suggestion.html",
            name=name_of(found),
            group=found,
            entry=self._titled(self._wanted(visit)),
            suggested=made,
            tried=tried,
            problem=problem,
        )

    async def patch(self, visit: Visit) -> Response:
        """Return the change as a file."""
        found = await self._found(visit)
        if isinstance(found, Response):
            return found
        try:
            made = self._suggestion(visit, found)
        except NotTaught:
            raise HTTPException(404) from None
        given = f'attachment; filename="usulan-{name_of(found)}.patch"'
        headers = {"Content-Disposition": given}
        return Response(made.diff, media_type="text/x-diff; charset=utf-8", headers=headers)

    async def dismiss(self, visit: Visit) -> Response:
        """Delete the questions of exactly the group that was seen, and who waits for an answer."""
        found = await self._found(visit)
        if isinstance(found, Response):
            return found
        act = Act.DISMISS_QUESTIONS
        async with visit.actor.doing(act, subject=name_of(found)) as connection:
            guide = self._services.guide.current
            await dismiss(connection, found.questions, guide)
            await self._services.inquiries.drop(connection, found.questions, guide=guide)
        return visit.go("/pertanyaan", notice="pertanyaan-disingkirkan")

    async def seen(self, name: str) -> Sequence[str] | None:
        """Return the questions of the group *name* that somebody waits for, None without it."""
        for each in await self._groups(patience=_PATIENCE) or ():
            if name_of(each) == name:
                return (await self._waiting()).asked(each.questions)
        return None

    async def asked(self, name: str) -> Sequence[str] | None:
        """Return the questions of the group *name*, None when there is no such group any more."""
        groups = await self._groups(patience=_PATIENCE) or ()
        return next((each.questions for each in groups if name_of(each) == name), None)

    async def _waiting(self) -> Waiting:
        """Return who waits for an answer."""
        services = self._services
        return await services.inquiries.waiting(services.database, services.guide.current)

    async def _groups(self, patience: float = PATIENCE) -> tuple[Group, ...] | None:
        """Return the groups, None while many questions are still being compared."""
        kept = tuple(await kept_questions(self._services.database))
        guide = self._services.guide.current
        return await self._grouping.result(
            (guide.library.version, kept), lambda: grouped(kept, guide), patience=patience
        )

    async def _found(self, visit: Visit) -> Group | Response:
        """Return the group of the address; or the way to the list, when it is no longer that."""
        name = visit.request.path_params["group"]
        groups = await self._groups()
        for each in groups or ():
            if name_of(each) == name:
                return each
        return visit.go("/pertanyaan", notice="" if groups is None else "kelompok-berubah")

    def _wanted(self, visit: Visit) -> str:
        """Return the entry that a group is to be attached to; raises HTTPException."""
        name = visit.request.query_params.get("aturan", "")
        library = self._services.guide.current.library
        if name not in library.rules and name not in library.infos:
            raise HTTPException(404)
        return name

    def _suggestion(self, visit: Visit, group: Group) -> Suggestion:
        """Return the change; raises NotTaught, HTTPException."""
        guide = self._services.guide
        wanted = self._wanted(visit)
        return suggestion(guide.current, guide.folder, group.questions, entry=wanted)

    async def _effect(self, made: Suggestion) -> Effect | None:
        """Return what a change does, None while that is measured; raises NotTaught."""
        guide, today = self._services.guide, self._services.clock.today()
        current = guide.current
        return await self._effects.result(
            (current.library.version, made.path, made.after, made.entry),
            lambda: effect(current, guide.folder, made, today=today),
        )

    def _titled(self, entry: str) -> Rule | Info | None:
        """Return an entry, None when the knowledge no longer has it."""
        library = self._services.guide.current.library
        return library.rules.get(entry) or library.infos.get(entry)


def name_of(group: Group) -> str:
    """Return what stands for exactly these questions in an address."""
    return _digest(group.questions)


def _digest(texts: Sequence[str]) -> str:
    """Return sixteen digits for *texts*."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
