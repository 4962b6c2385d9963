"""Redaction: what must not leave is struck, and what would leave is shown before it does."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel
from starlette.responses import Response

from bot.errors import WrongMove
from bot.staff import leaving_words as words
from bot.tips.acting import Acting
from bot.tips.case import Case
from bot.tips.dispatch import Dispatch
from bot.tips.previewing import fingerprint, is_decided, marked
from bot.tips.redaction import UnknownPassage
from bot.tips.words import KNOWN, OTHERWISE
from webhooks.console.forms import Form, typed_of
from webhooks.console.tip_desk import case_of
from webhooks.console.tip_leaving import leaving_of
from webhooks.console.tip_passages import TICKS, file_tick, kept_fields, passages, passages_in
from webhooks.console.visit import Visit


class Wanted(BaseModel):
    """What is to be done with what was struck, after what had been *dilihat*."""

    lakukan: Literal["lihat", "simpan", "lepas"] = "lihat"
    dilihat: str = ""


async def page(visit: Visit, acting: Acting) -> Response:
    """Show a tip with what is struck of it, or was when a session ended."""
    case = await case_of(visit, acting)
    return _shown(visit, case, visit.form if visit.form.typed else Form(kept_fields(case)))


async def redact(visit: Visit, acting: Acting) -> Response:
    """Keep what was struck, or only show what would then leave."""
    wanted, form = visit.read(Wanted), Form({"dilihat": ("",), **typed_of(visit.fields)})
    case = await case_of(visit, acting)
    if wanted.lakukan == "lepas":
        return _shown(visit, case, Form({"dilihat": (wanted.dilihat,)}))
    found, wrong = passages_in(form, case, visit.say)
    if wanted.lakukan == "lihat" or wrong:
        return _shown(visit, case, Form(form.typed, wrong))
    try:
        await Dispatch(acting).redact(case.tip.id, found, afresh=True, seen=wanted.dilihat or "-")
    except UnknownPassage:
        return _shown(visit, case, form)
    except WrongMove:
        return _shown(visit, await case_of(visit, acting), form)
    return visit.go(f"/aduan/{case.tip.id}/sunting", notice="suntingan-disimpan")


def _shown(visit: Visit, case: Case, form: Form) -> Response:
    """Return the page with what *form* strikes; what of it cannot be read strikes nothing."""
    seen, refusal = fingerprint(case), ""
    if form.typed.get("dilihat", (seen,))[-1] != seen:
        form, refusal = _together(form, case), visit.say(OTHERWISE)
    found, _ = passages_in(form, case, visit.say)
    try:
        after = marked(case, found, afresh=True)
    except UnknownPassage:
        after, refusal = case, visit.say(words.CHANGED_ALREADY)
    return visit.show(
        "tips/redaction.html",
        form=form,
        status=422 if refusal or form.errors else 200,
        refusal=refusal,
        case=case,
        chosen=frozenset(form.values(TICKS)),
        passages=list(passages(after, visit.say, told=_told(visit, case))),
        files=[(file_tick(number), number, each) for number, each in enumerate(case.evidence, 1)],
        leaving=leaving_of(visit, after),
        seen=seen,
        is_saved=fingerprint(after) == seen,
        is_decided=is_decided(case),
    )


def _told(visit: Visit, case: Case) -> Mapping[str, str]:
    """Return what reads better in words than as it is kept."""
    account = case.account
    offices = {each.code: each.name for each in visit.services.guide.current.library.offices}
    return {
        "day": visit.day(account.day) if account.day else "",
        "known": visit.say(KNOWN[account.known]) if account.known else "",
        "office": offices.get(account.office, account.office),
    }


def _together(form: Form, case: Case) -> Form:
    """Return *form* with what is struck by now as well: nothing comes back by being overtaken."""
    both = dict(form.typed)
    for name, values in kept_fields(case).items():
        theirs, own = values, both.get(name, ())
        if name == TICKS:
            both[name] = (*own, *(each for each in theirs if each not in own))
        else:
            both[name] = (", ".join(filter(None, (*own[-1:], *theirs))),)
    del both["dilihat"]
    return Form(both, form.errors)
