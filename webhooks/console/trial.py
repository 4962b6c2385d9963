"""Coba pertanyaan: a typed question from its words to the answer; nothing of it is kept."""

from dataclasses import dataclass

from pydantic import BaseModel, Field
from starlette.responses import Response

from bot.asking import replies
from bot.channels.web import Block, marked
from bot.messages import Reply
from bot.questions.guide import Guide
from bot.wiring import Services
from knowledge.deciding import Decision, decide
from knowledge.matching import Match
from knowledge.rule import Info, Rule
from webhooks.console.asked import asker, roles
from webhooks.console.forms import Form, Incomplete, typed_of
from webhooks.console.visit import Visit

_LONGEST = 1_000
_TEMPLATE = "questions/trial.html"


class Tried(BaseModel):
    """A question that is tried, as whom and when."""

    question: str = Field(max_length=_LONGEST)
    role: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """How a question was matched and decided, and the replies, each with its text marked up."""

    match: Match
    decision: Decision
    told: tuple[tuple[tuple[Block, ...], Reply], ...]


class Trial:
    """Answer with how the bot understands a question."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def form(self, visit: Visit) -> Response:
        """Show the empty form."""
        return self._page(visit)

    async def explained(self, visit: Visit) -> Response:
        """Show what becomes of the question, beside the form that was filled in."""
        try:
            tried = visit.read(Tried)
        except Incomplete as error:
            return self._page(visit, error.form)
        guide = self._services.guide.current
        who = asker(visit, role=tried.role, day=tried.day)
        match = guide.matcher.match(tried.question)
        told = replies(guide, tried.question, role=who.role, day=who.day)
        found = Understood(
            match, decide(match, guide.library), tuple((marked(each.text), each) for each in told)
        )
        return self._page(visit, Form(typed_of(visit.fields)), found)

    def _page(
        self, visit: Visit, form: Form | None = None, found: Understood | None = None
    ) -> Response:
        """Return the page with the *form* as it was filled in, and what was *found*."""
        guide = self._services.guide.current
        return visit.show(
            _TEMPLATE,
            form=form,
            roles=roles(visit),
            today=self._services.clock.today().isoformat(),
            titled=lambda entry: titled(guide, entry),
            found=found,
        )


def titled(guide: Guide, entry: str | None) -> Rule | Info | None:
    """Return an entry, None where there is none."""
    return guide.library.rules.get(entry or "") or guide.library.infos.get(entry or "")
