"""Which handler takes a message: a tapped choice, a command, or the sense of free text."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.choices import typed_number
from bot.conversation.drafting import opening
from bot.conversation.handlers import (
    broadcasts,
    contacts,
    media,
    menu,
    pledge,
    privacy,
    questions,
    receipts,
    roles,
    steering,
    tips,
)
from bot.conversation.sensing import sense
from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Media
from bot.tips.receipt import find_receipt

_FEW = 30  # letters beside a receipt, e.g. "status bukti lapor saya"
Handler = Callable[[Step], Turn]

HANDLERS = (
    broadcasts,
    contacts,
    media,
    menu,
    pledge,
    privacy,
    questions,
    receipts,
    roles,
    steering,
    tips,
)
COMMANDS: Mapping[str, Handler] = {
    "start": menu.start,
    "mulai": menu.start,
    "menu": menu.show,
    "bantuan": menu.explain,
    "help": menu.explain,
    "topik": menu.topics,
    "saya": roles.ask,
    "ikrar": pledge.read,
    "privasi": privacy.explain,
    "lupakan": privacy.ask,
    "petugas": contacts.staff,
    "kenapa": questions.why,
    "bukan itu": questions.not_that,
    "lapor": tips.start,
    "batal": tips.cancel,
    "status": receipts.status,
    "langganan": broadcasts.subscribe,
    "berlangganan": broadcasts.subscribe,
    "berhenti": broadcasts.stop,
    "stop": broadcasts.stop,
    "unsubscribe": broadcasts.stop,
    "siaran": steering.overview,
}

CHOICES: Mapping[str, Handler] = {
    "ask": questions.show,
    "law": questions.law,
    "sanction": questions.sanction,
    "related": questions.related,
    "helped": questions.helped,
    "unhelpful": questions.unhelpful,
    "not-that": questions.not_that,
    "tell-me": questions.tell_me,
    "topics": menu.topics,
    "topic": menu.topic,
    "help": menu.explain,
    "me": roles.ask,
    "role": roles.settle,
    "pledge": pledge.read,
    "pledged": pledge.affirm,
    "privacy": privacy.explain,
    "rights": privacy.rights,
    "forget": privacy.ask,
    "forgotten": privacy.forget,
    "keep": privacy.keep,
    "staff": contacts.staff,
    "tip": tips.choose,
    "receipt": receipts.choose,
    "subscribe": broadcasts.subscribe,
    "on": broadcasts.turn_on,
    "off": broadcasts.turn_off,
    "districts": broadcasts.ask_district,
    "district": broadcasts.set_district,
    "offices": broadcasts.ask_office,
    "office": broadcasts.set_office,
    "stop": broadcasts.stop,
    "back": broadcasts.come_back,
    "later": broadcasts.decline,
    "steer": steering.choose,
}

AWAITED: Mapping[str, Callable[[Step], Turn | None]] = {
    "forget": privacy.confirm,
    "role": roles.named,
    "tip": tips.told,
    "receipt": receipts.told,
    "office": broadcasts.name_office,
    "steer": steering.told,
}
# What is written there is a story, a receipt or a code, but a command is obeyed all the same.
_AFTER_COMMANDS = frozenset({"tip", "receipt", "steer"})


def route(step: Step, choice_id: str) -> Turn:
    """Return what the right handler makes of *step*, and a word on a draft that it left open."""
    turn = _chosen(step, choice_id) if choice_id else _said(step)
    return opening.reminded(step.conversation, step, turn)


def _chosen(step: Step, choice_id: str) -> Turn:
    """Return what a choice leads to."""
    verb, _, argument = choice_id.partition(":")
    handler = CHOICES.get(verb, menu.show)
    return handler(replace(step, argument=argument))


def _said(step: Step) -> Turn:
    """Return what a message leads to; text beside a photo is the question."""
    return broadcasts.stopped(step) or _awaited(step) or _free(step)


def _awaited(step: Step) -> Turn | None:
    """Return what an answer leads to that was waited for, None where it is none."""
    awaiting = step.conversation.awaiting.partition(":")[0]
    if awaiting in _AFTER_COMMANDS and (commanded := _command(step)):
        return commanded
    if awaiting in AWAITED and (awaiting in _AFTER_COMMANDS or not _is_bare(step)):
        return AWAITED[awaiting](step)
    return None


def _is_bare(step: Step) -> bool:
    """Tell whether a file came without a word."""
    return step.media is not None and not step.text.strip()


def _free(step: Step) -> Turn:
    """Return what a message leads to that nobody waited for."""
    if _is_bare(step):
        return media.photo(step) if step.media is Media.PHOTO else media.unreadable(step)
    if typed_number(step.text):
        return menu.no_such_number(step)
    return _command(step) or _receipt(step) or sense(step)


def _receipt(step: Step) -> Turn | None:
    """Return the status of a tip whose receipt is all that a message holds; None for others."""
    receipt = find_receipt(step.text)
    rest = sum(each.isalpha() for each in step.text)
    return receipts.status(step) if step.hand and receipt and rest <= _FEW else None


def _command(step: Step) -> Turn | None:
    """Return what a command, with or without its slash, leads to; None for other text."""
    slashed = step.text.startswith("/")
    plain = step.text.strip().removeprefix("/").rstrip("?!.").lower()
    if plain in COMMANDS:
        return COMMANDS[plain](replace(step, argument=""))
    word, _, argument = step.text.strip().removeprefix("/").partition(" ")
    handler = COMMANDS.get(word.partition("@")[0].lower())
    if handler and slashed:
        return handler(replace(step, argument=argument))
    return menu.unknown_command(replace(step, argument=word)) if slashed else None
