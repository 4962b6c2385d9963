"""Usulkan aturan baru: a rule that is missing, as a patch, with the card that people would get."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel, Field
from starlette.responses import Response

from bot.channels.web import Block, marked
from bot.questions.answering import cards
from bot.questions.proposing import FEWEST_EXAMPLES, proposal, proposed, taken
from bot.questions.teaching import Effect, NotTaught, Suggestion, effect, unmarked
from bot.questions.words import PHASE_NAMES
from bot.staff import console_words as words
from bot.wiring import Services
from knowledge.library import Library
from knowledge.limits import LONGEST
from knowledge.rule import Certainty, Citation, Phase, Role, Rule, Verdict
from webhooks.console.asked import roles
from webhooks.console.background import Background
from webhooks.console.forms import Form, Incomplete, typed_of
from webhooks.console.questions import Questions
from webhooks.console.visit import Visit

REVOKED = "dicabut"
_TEMPLATE = "questions/proposal.html"
_STAFF = ("pns", "cpns", "pppk", "pppk-paruh-waktu", "non-asn")


class Typed(BaseModel):
    """What is proposed; the examples stand one in a line."""

    topik: str
    judul: str = Field(min_length=5, max_length=LONGEST["judul"])
    putusan: Verdict
    syarat: str = Field("", max_length=LONGEST["syarat"])
    untuk: tuple[Role, ...] = Field(min_length=1)
    tahapan: tuple[Phase, ...] = Field(min_length=1)
    jawaban: str = Field(min_length=10, max_length=LONGEST["jawaban"])
    alasan: str = Field(min_length=10, max_length=LONGEST["alasan"])
    alternatif: str = Field(min_length=10, max_length=LONGEST["alternatif"])
    dasar: str
    dasar_lain: str = ""
    sanksi: str = Field("", max_length=LONGEST["catatan_sanksi"])
    contoh: str = Field(max_length=6_000)

    @property
    def examples(self) -> tuple[str, ...]:
        """Return the examples, each once."""
        lines = map(unmarked, self.contoh.splitlines())
        return tuple(dict.fromkeys(each for each in lines if each))


@dataclass(frozen=True, slots=True)
class Made:
    """What a proposal comes to: the rule, its card, the patch, and once that is known its effect.

    *problem* says why the knowledge would not take it.
    """

    rule: Rule
    card: tuple[Block, ...]
    suggested: Suggestion | None = None
    tried: Effect | None = None
    problem: str = ""


class ProposalPages:
    """Answer with a form, what it makes, and the file of that; nothing is written to disk."""

    def __init__(self, services: Services, questions: Questions) -> None:
        self._services = services
        self._questions = questions
        self._effects: Background[Effect] = Background()

    async def form(self, visit: Visit) -> Response:
        """Show the form, with the questions of the group that the address names."""
        name = visit.request.query_params.get("kelompok", "")
        asked = await self._questions.asked(name) if name else ()
        if asked is None:
            return visit.go("/pertanyaan", notice="kelompok-berubah")
        return self._page(visit, visit.form, asked="\n".join(asked))

    async def made(self, visit: Visit) -> Response:
        """Show what the form makes, beside the form as it was filled in."""
        try:
            rule = self._rule(visit)
        except Incomplete as error:
            return self._page(visit, error.form)
        return self._page(visit, Form(typed_of(visit.fields)), made=await self._tried(rule))

    async def patch(self, visit: Visit) -> Response:
        """Send the change as a file."""
        try:
            rule = self._rule(visit)
            suggested = proposal(self._services.guide.folder, rule)
        except Incomplete as error:
            return self._page(visit, error.form)
        except NotTaught:
            return await self.made(visit)
        headers = {"Content-Disposition": f'attachment; filename="{rule.id}.patch"'}
        return Response(suggested.diff, media_type="text/x-diff; charset=utf-8", headers=headers)

    async def _tried(self, rule: Rule) -> Made:
        """Return what *rule* comes to; its effect is measured meanwhile."""
        guide, today = self._services.guide, self._services.clock.today()
        current = guide.current
        # Without a number: that is one of the knowledge which has the rule.
        made = Made(rule, marked(cards(current, role=rule.roles[0], day=today).rule(rule)))
        try:
            suggested = proposal(guide.folder, rule)
            made = replace(made, suggested=suggested)
            tried = await self._effects.result(
                (current.library.version, suggested.path, suggested.after),
                lambda: effect(current, guide.folder, suggested, today=today),
            )
        except NotTaught as error:
            return replace(made, problem=str(error))
        return replace(made, tried=tried)

    def _rule(self, visit: Visit) -> Rule:
        """Return the rule that was typed; raises Incomplete."""
        typed = visit.read(Typed)
        if wrong := self._wrong(visit, typed):
            raise Incomplete(Form(typed_of(visit.fields), wrong))
        library = self._services.guide.current.library
        places = places_of(library)
        # Without a word on sanctions the card would say that there are none.
        unknown = "" if typed.putusan is Verdict.ALLOWED else visit.say(words.NO_SANCTION_YET)
        drafted = Rule(
            id="",
            topic=typed.topik,
            title=_flat(typed.judul),
            verdict=typed.putusan,
            certainty=Certainty.LOW,
            roles=typed.untuk,
            phases=typed.tahapan,
            answer=_flat(typed.jawaban),
            why=_flat(typed.alasan),
            alternative=_flat(typed.alternatif),
            legal_basis=tuple(places[each] for each in (typed.dasar, typed.dasar_lain) if each),
            examples=typed.examples,
            condition=_flat(typed.syarat),
            sanction_note=_flat(typed.sanksi) or unknown,
        )
        return proposed(library, drafted)

    def _wrong(self, visit: Visit, typed: Typed) -> Mapping[str, str]:
        """Return by its name what is wrong with a field, seen beside the others and the library."""
        library, say = self._services.guide.current.library, visit.say
        wrong: dict[str, str] = {}
        if typed.topik not in library.topics:
            wrong["topik"] = say(words.FIELD_UNUSABLE)
        if (typed.putusan is Verdict.CONDITIONAL) != bool(typed.syarat.strip()):
            conditional = typed.putusan is Verdict.CONDITIONAL
            wrong["syarat"] = say(words.CONDITION_WANTED if conditional else words.NO_CONDITION)
        places = places_of(library)
        for name, place in (("dasar", typed.dasar), ("dasar_lain", typed.dasar_lain)):
            if place and place not in places:
                wrong[name] = say(words.FIELD_UNUSABLE)
        if len(typed.examples) < FEWEST_EXAMPLES:
            wrong["contoh"] = say(words.FEW_EXAMPLES, paling=FEWEST_EXAMPLES)
        for text, title in taken(library, typed.examples):
            wrong["contoh"] = say(words.EXAMPLE_TAKEN, contoh=text, judul=title)
        return wrong

    def _page(
        self, visit: Visit, form: Form, *, asked: str = "", made: Made | None = None
    ) -> Response:
        """Return the page."""
        return visit.show(
            _TEMPLATE,
            form=form,
            asked=asked,
            made=made,
            library=self._services.guide.current.library,
            roles=roles(visit),
            phases={each: visit.say(name) for each, name in PHASE_NAMES.items()},
            staff=_STAFF,
            fewest=FEWEST_EXAMPLES,
            longest=LONGEST,
            revoked=REVOKED,
        )


def places_of(library: Library) -> Mapping[str, Citation]:
    """Return every article of the laws that were not revoked, by what stands for it in the form."""
    return {
        f"{law.id} {each.number}": Citation(law.id, each.number)
        for law in library.laws.values()
        if law.status != REVOKED
        for each in law.articles
    }


def _flat(text: str) -> str:
    """Return *text* in one line of printable letters."""
    printable = (each if each.isprintable() else " " for each in text)
    return " ".join("".join(printable).split())
