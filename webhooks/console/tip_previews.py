"""What the sender of a tip will read of an act, looked at before it is done."""

from starlette.responses import Response

from bot.conversation.handlers import receipts
from bot.staff import console_words as words
from bot.tips import asking
from bot.tips import words as tip_words
from bot.tips.case import Case
from bot.tips.printout import safe
from bot.tips.tip import Status, Voice
from webhooks.console.tip_case import as_sender_reads
from webhooks.console.tip_forms import Asked, Closed
from webhooks.console.visit import Visit


def question_preview(visit: Visit, case: Case) -> Response:
    """Return a question as its reader will see it, with what it should not say."""
    text = visit.read(Asked).pertanyaan
    today = visit.day(visit.services.clock.today())
    asks = [visit.say(words.ASKS_IDENTITY, isi=each) for each in asking.asks_identity(text)]
    tells = [visit.say(words.TELLS_IDENTITY, isi=each) for each in asking.tells_identity(text)]
    return visit.show(
        "tips/question.html",
        case=case,
        text=text,
        seen=visit.field("dilihat"),
        shown=visit.say(receipts.LINES[Voice.STAFF], tanggal=today, isi=safe(text)),
        status_shown=as_sender_reads(visit, Status.NEEDS_INFO),
        doubts=[*asks, *tells],
    )


def closing_preview(visit: Visit, case: Case) -> Response:
    """Return an ending as the sender will read it."""
    wanted = visit.read(Closed)
    status = Status(wanted.hasil)
    return visit.show(
        "tips/closing.html",
        case=case,
        wanted=wanted,
        seen=visit.field("dilihat"),
        name=visit.say(tip_words.STATUSES[status]),
        shown=as_sender_reads(visit, status),
    )
