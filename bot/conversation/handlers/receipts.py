"""What the holder of a receipt can do: read the status, answer staff, add evidence, withdraw."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.conversation.drafting import adding, afterwards
from bot.conversation.drafting.checks import left, took_out
from bot.conversation.drafting.limits import official
from bot.conversation.drafting.opening import in_public
from bot.conversation.holding import DraftKept, Hand, LookUpWanted, Opened, TipWithdrawn
from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Choice, Reply
from bot.tips.receipt import find_receipt, is_whole
from bot.tips.tip import CLOSED, Status, Voice, may_vanish
from knowledge.phrasebook import Phrase

NO_STATUS = Phrase("tips.status-belum-tersedia", ("isi",))
ASK = Phrase("receipts.tanya")
WRONG_DIGIT = Phrase("receipts.salah-ketik")
NOT_FOUND = Phrase("receipts.tidak-ditemukan")
PAUSE = Phrase("receipts.tunggu", ("waktu",))
SECONDS = Phrase("receipts.detik", ("jumlah",))
MINUTES = Phrase("receipts.menit", ("jumlah",))
AGAIN = Phrase("receipts.ketik-ulang-bukti")
SHOWN = Phrase("receipts.status", ("tanggal", "status"))
TALK = Phrase("receipts.percakapan")
LINES = {
    Voice.STAFF: Phrase("receipts.baris-petugas", ("tanggal", "isi")),
    Voice.SENDER: Phrase("receipts.baris-pelapor", ("tanggal", "isi")),
}
STATUSES = {
    Status.NEW: Phrase("receipts.arti.baru"),
    Status.READ: Phrase("receipts.arti.dibaca"),
    Status.NEEDS_INFO: Phrase("receipts.arti.perlu-info"),
    Status.FORWARDED: Phrase("receipts.arti.diteruskan"),
    Status.RECEIVED: Phrase("receipts.arti.diterima"),
    Status.IN_PROGRESS: Phrase("receipts.arti.ditindaklanjuti"),
    Status.DONE: Phrase("receipts.arti.selesai"),
    Status.REJECTED: Phrase("receipts.arti.ditolak"),
}
ANSWER = Phrase("receipts.tulis-jawaban")
EVIDENCE = Phrase("receipts.kirim-bukti")
WITHDRAW = Phrase("receipts.tarik")
WITHDRAWN = Phrase("receipts.ditarik")
OUT_OF_HAND = Phrase("receipts.sudah-diteruskan")
ENDED = Phrase("receipts.sudah-ditutup")
TO_HOW = Phrase("tips.pilihan.cara")
TO_ANSWER = Phrase("receipts.pilihan.jawab")
TO_EVIDENCE = Phrase("receipts.pilihan.bukti")
TO_WITHDRAW = Phrase("receipts.pilihan.tarik")
TO_YES = Phrase("receipts.pilihan.ya-tarik")
TO_NO = Phrase("receipts.pilihan.tidak")

_ASKED = "receipt:ask"
_A_MINUTE = 60


def status(step: Step) -> Turn:
    """Show where a tip stands: with the receipt in this message, or by asking for it."""
    if step.public:
        return in_public(step)
    if step.hand is None:
        text = step.say(NO_STATUS, isi=official(step))
        return step.turn(Reply(text, (step.choice("ask:cara-melapor", TO_HOW),)))
    receipt = find_receipt(f"{step.argument} {step.text}")
    if not receipt:
        return _asks(step, ASK)
    if not is_whole(receipt):
        return _asks(step, WRONG_DIGIT)
    return _looked_up(step, step.hand, receipt)


def choose(step: Step) -> Turn:
    """Do what a tapped choice says, as long as the tip is open."""
    if step.hand is None or step.public:
        return status(replace(step, argument="", text=""))
    if step.argument in _UNOPENED:
        return _UNOPENED[step.argument](step)
    if step.hand.opened is None:
        return _asks(step, AGAIN)
    action = _OPENED.get(step.argument)
    return action(step, step.hand.opened) if action else _shown(step, step.hand.opened)


def told(step: Step) -> Turn | None:
    """Take what was written: a receipt, its last digits, or what is to be added to a tip."""
    match step.conversation.awaiting:
        case "receipt:ask":
            return status(step) if re.search(r"\d{3}", step.text) else None
        case "receipt:tail":
            return afterwards.compare_tail(step)
        case "receipt:add":
            return adding.take(step)
    return None


def _asks(step: Step, phrase: Phrase) -> Turn:
    """Ask for the receipt."""
    return step.turn(Reply(step.say(phrase)), awaiting=_ASKED)


def _looked_up(step: Step, hand: Hand, receipt: str) -> Turn:
    """Show the tip of *receipt*, have it looked up first, or ask for patience."""
    if hand.looked_up == receipt:
        return _shown(step, hand.opened) if hand.opened else _asks(step, NOT_FOUND)
    if hand.pause:
        return step.turn(Reply(step.say(PAUSE, waktu=_span(step, hand.pause))), awaiting=_ASKED)
    return Turn((), step.conversation, (LookUpWanted(receipt),))


def _span(step: Step, seconds: int) -> str:
    """Return *seconds* in words."""
    if seconds <= _A_MINUTE:
        return step.say(SECONDS, jumlah=seconds)
    return step.say(MINUTES, jumlah=-(-seconds // _A_MINUTE))


def _shown(step: Step, opened: Opened, *, first: str = "") -> Turn:
    """Show what is said *first*, the status, what staff asked and what was answered."""
    tip = opened.tip
    parts = [step.say(SHOWN, tanggal=f"{tip.day:%d/%m/%Y}", status=step.say(STATUSES[tip.status]))]
    if first:
        parts.insert(0, first)
    if opened.remarks:
        parts.append("\n".join((step.say(TALK), *_talk(step, opened))))
    return step.turn(Reply("\n\n".join(parts), tuple(_offered(step, tip.status))))


def _offered(step: Step, status: Status) -> Iterator[Choice]:
    """Yield what still does something at *status*."""
    if status in CLOSED:
        return
    yield step.choice("receipt:answer", TO_ANSWER)
    yield step.choice("receipt:evidence", TO_EVIDENCE)
    if may_vanish(status):
        yield step.choice("receipt:withdraw", TO_WITHDRAW)


def _talk(step: Step, opened: Opened) -> Iterator[str]:
    """Yield the remarks, a line each."""
    for each in opened.remarks:
        yield step.say(LINES[each.voice], tanggal=f"{each.day:%d/%m/%Y}", isi=each.text)


def _withdraw(step: Step, opened: Opened) -> Turn:
    """Ask once more before a tip is taken back, or say why it no longer can be."""
    if not may_vanish(opened.tip.status):
        return _too_late(step, opened)
    choices = (step.choice("receipt:withdrawn", TO_YES), step.choice("receipt:show", TO_NO))
    return step.turn(Reply(step.say(WITHDRAW), choices))


def _withdrawn(step: Step, opened: Opened) -> Turn:
    """Take the tip back, unless it moved on since it was asked."""
    if not may_vanish(opened.tip.status):
        return _too_late(step, opened)
    return step.turn(Reply(step.say(WITHDRAWN)), effects=(TipWithdrawn(),))


def _too_late(step: Step, opened: Opened) -> Turn:
    """Say why the tip stays, and what can be done instead."""
    reason = ENDED if opened.tip.status in CLOSED else OUT_OF_HAND
    return _shown(step, opened, first=step.say(reason))


def _resume(step: Step) -> Turn:
    """Go on with an addition."""
    draft = adding.addition_of(step)
    return adding.show(step, DraftKept(draft)) if draft else _asks(step, ASK)


def _sent(step: Step, opened: Opened) -> Turn:
    """Hand the addition over."""
    return adding.send(step) or _shown(step, opened)


_UNOPENED: Mapping[str, Callable[[Step], Turn]] = {
    "erased": afterwards.tell_erased,
    "resume": _resume,
    "out": lambda step: adding.decided(step, took_out) or _asks(step, AGAIN),
    "leave": lambda step: adding.decided(step, left) or _asks(step, AGAIN),
}
_OPENED: Mapping[str, Callable[[Step, Opened], Turn]] = {
    "answer": lambda step, _: adding.begin(step, ANSWER),
    "evidence": lambda step, _: adding.begin(step, EVIDENCE),
    "send": _sent,
    "withdraw": _withdraw,
    "withdrawn": _withdrawn,
}
