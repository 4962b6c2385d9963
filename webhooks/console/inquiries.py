"""Jawab penanya: write to those who wait for an answer, see how it reads, and send it once."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, Field
from starlette.responses import Response

from bot.channels.web import Block, marked
from bot.messages import Reply
from bot.questions.inquiries.wording import LONGEST, answered
from bot.staff import console_words as words
from bot.staff.account import Act
from bot.wiring import Services
from webhooks.console.forms import Form, Incomplete, typed_of
from webhooks.console.questions import Questions
from webhooks.console.visit import Visit

_LIST = "/pertanyaan"


class Writing(BaseModel):
    """An answer, and the entry whose card it leads to."""

    jawaban: str = Field(min_length=1, max_length=LONGEST)
    aturan: str = ""


Filled = Callable[[Visit, Sequence[str], Writing], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the asker of the first question reads."""

    reply: Reply
    blocks: tuple[Block, ...]


class InquiryPages:
    """Answer those who wait; forms carry the questions, since groups change as questions come."""

    def __init__(self, services: Services, questions: Questions) -> None:
        self._services = services
        self._questions = questions

    async def form(self, visit: Visit) -> Response:
        """Show the empty form for the group of the address, or the form as it was left."""
        seen: Sequence[str] | None = visit.form.values("pertanyaan")
        name = visit.request.query_params.get("kelompok", "")
        if not seen:
            seen = await self._questions.seen(name) if name else ()
        if seen is None:
            return visit.go(_LIST, notice="kelompok-berubah")
        return await self._page(visit, seen) if seen else visit.go(_LIST)

    async def preview(self, visit: Visit) -> Response:
        """Show how the answer reads, beside the form that was filled in."""
        return await self._filled(visit, self._previewed)

    async def send(self, visit: Visit) -> Response:
        """Send the answer to who still waits for one of the questions that were seen."""
        return await self._filled(visit, self._sent)

    async def _filled(self, visit: Visit, then: Filled) -> Response:
        """Go on with *then* once what was written is whole, or show what lacks."""
        seen = visit.fields.get("pertanyaan", ())
        if not seen:
            return visit.go(_LIST)
        try:
            written = self._written(visit)
        except Incomplete as error:
            return await self._page(visit, seen, form=error.form)
        return await then(visit, seen, written)

    async def _previewed(self, visit: Visit, seen: Sequence[str], written: Writing) -> Response:
        """Show the form as it was filled in, and what it makes."""
        reply = self._reply(seen[0], written)
        shown = Preview(reply, marked(reply.text))
        return await self._page(visit, seen, form=Form(typed_of(visit.fields)), preview=shown)

    async def _sent(self, visit: Visit, seen: Sequence[str], written: Writing) -> Response:
        """Write to who waits, in one transaction with the trail."""
        services = self._services
        inquiries, guide = services.inquiries, services.guide.current
        subject = hashlib.sha256("\n".join(sorted(seen)).encode()).hexdigest()[:16]
        async with visit.actor.doing(Act.ANSWER_QUESTIONS, subject=subject) as connection:
            sent = await inquiries.send(
                connection,
                await inquiries.asked(connection, seen, guide=guide),
                said=lambda question: self._reply(question, written),
                now=services.clock.now(),
            )
        if not sent.told + sent.waiting:
            typed = Form(typed_of(visit.fields))
            return await self._page(visit, seen, form=typed, refusal=visit.say(words.NOBODY_WAITS))
        return visit.go(_LIST, notice="jawaban-dikirim")

    def _written(self, visit: Visit) -> Writing:
        """Return what was filled in; raises Incomplete."""
        written = visit.read(Writing)
        library = self._services.guide.current.library
        wanted = written.aturan
        if wanted and wanted not in library.rules and wanted not in library.infos:
            wrong = {"aturan": visit.say(words.ENTRY_UNKNOWN)}
            raise Incomplete(Form(typed_of(visit.fields), wrong))
        return written

    def _reply(self, question: str, written: Writing) -> Reply:
        """Return what the asker of *question* reads."""
        guide = self._services.guide.current
        return answered(guide, question, written.jawaban.strip(), entry=written.aturan)

    async def _page(
        self,
        visit: Visit,
        seen: Sequence[str],
        *,
        form: Form | None = None,
        preview: Preview | None = None,
        refusal: str = "",
    ) -> Response:
        """Return the page on the questions that were *seen*, with the *form* as it stands."""
        services = self._services
        guide = services.guide.current
        waiting = await services.inquiries.waiting(services.database, guide)
        return visit.show(
            "questions/answer.html",
            form=form,
            status=409 if refusal else 0,
            refusal=refusal,
            questions=seen,
            askers=waiting.tally(services.clock.today(), seen),
            library=guide.library,
            longest=LONGEST,
            preview=preview,
        )
