"""Which handler takes a message: a tapped choice, a command, or the sense of free text."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.choices import typed_number
from bot.conversation.handlers import (
    broadcasts,
    contacts,
    media,
    menu,
    pledge,
    privacy,
    questions,
    roles,
    tips,
)
from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Media
from knowledge.deciding import Action, Decision, decide
from knowledge.following import Leaning, leaning
from knowledge.rule import Intent

Handler = Callable[[Step], Turn]

HANDLERS = (broadcasts, contacts, media, menu, pledge, privacy, questions, roles, tips)

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
    "langganan": broadcasts.subscribe,
    "berlangganan": broadcasts.subscribe,
    "berhenti": broadcasts.stop,
    "stop": broadcasts.stop,
    "unsubscribe": broadcasts.stop,
}

CHOICES: Mapping[str, Handler] = {
    "ask": questions.show,
    "law": questions.law,
    "sanction": questions.sanction,
    "related": questions.related,
    "helped": questions.helped,
    "unhelpful": questions.unhelpful,
    "not-that": questions.not_that,
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
    "subscribe": broadcasts.subscribe,
    "on": broadcasts.turn_on,
    "off": broadcasts.turn_off,
    "districts": broadcasts.ask_district,
    "district": broadcasts.set_district,
    "stop": broadcasts.stop,
    "back": broadcasts.come_back,
    "later": broadcasts.decline,
}

AWAITED: Mapping[str, Callable[[Step], Turn | None]] = {
    "forget": privacy.confirm,
    "role": roles.named,
}

PARTS: Mapping[Leaning, Handler] = {
    Leaning.SANCTION: questions.sanction,
    Leaning.LAW: questions.law,
}

INTENTS: Mapping[Intent, Handler] = {
    Intent.TIP: tips.offer,
    Intent.STATUS: tips.status,
    Intent.SUBSCRIBE: broadcasts.subscribe,
    Intent.HUMAN: contacts.staff,
    Intent.SMALLTALK: menu.greet,
}


def route(step: Step, choice_id: str, sent: Media | None) -> Turn:
    """Return what the right handler makes of *step*; text beside a photo is the question."""
    if choice_id:
        verb, _, argument = choice_id.partition(":")
        handler = CHOICES.get(verb, menu.show)
        return handler(replace(step, argument=argument))
    if sent and not step.text.strip():
        return media.photo(step) if sent is Media.PHOTO else media.unreadable(step)
    if left := broadcasts.stopped(step):
        return left
    if step.conversation.awaiting in AWAITED:
        answered = AWAITED[step.conversation.awaiting](step)
        if answered:
            return answered
    if typed_number(step.text):
        return menu.no_such_number(step)
    return _command(step) or _sense(step)


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


def _sense(step: Step) -> Turn:
    """Return what free text leads to, by what it most likely wants."""
    if not any(each.isalpha() for each in step.text):
        return questions.ask(step)
    match = step.guide.matcher.match(step.text)
    decision = decide(match, step.guide.library)
    if step.conversation.asked:
        leans = leaning(match.reading)
        if leans in PARTS and step.conversation.entry in step.guide.library.rules:
            return PARTS[leans](replace(step, argument=step.conversation.entry))
        if leans is Leaning.REFINES:
            step, decision = _refined(step, decision)
    handler = INTENTS.get(decision.intent, questions.ask)
    return handler(replace(step, decision=decision))


def _refined(step: Step, alone: Decision) -> tuple[Step, Decision]:
    """Return the question before with this message added, where that says more than this alone."""
    together = f"{step.conversation.asked.rstrip(' ?')} {step.text}"
    decision = decide(step.guide.matcher.match(together), step.guide.library)
    if alone.action is Action.ANSWER:
        better = decision.action is Action.ANSWER and decision.score > alone.score
    else:
        better = decision.action in {Action.ANSWER, Action.CLARIFY}
    if better:
        return replace(step, text=together), decision
    return step, alone
