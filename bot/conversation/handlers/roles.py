"""Who the person is before the law: asked once, changed with /saya."""

from dataclasses import replace

from bot.conversation.entries import card
from bot.conversation.paging import page_number
from bot.conversation.roles import role_choices
from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Reply
from bot.questions.words import ROLE_NAMES
from knowledge.phrasebook import Phrase
from knowledge.rule import Role

QUESTION = Phrase("roles.tanya")
CURRENT = Phrase("roles.sekarang", ("peran",))
SET = Phrase("roles.disimpan", ("peran",))
UNSET = Phrase("roles.belum-tahu")

# What a person may be called by the vocabulary, and which role that is.
CONCEPTS = {
    "CPNS": Role.CPNS,
    "PPPK": Role.PPPK,
    "PPPK_PARUH": Role.PPPK_PART_TIME,
    "HONORER": Role.NON_ASN,
    "GURU_HONORER": Role.NON_ASN,
    "GURU_DOSEN": Role.TEACHER,
    "KADES": Role.VILLAGE_HEAD,
    "RT_RW": Role.NEIGHBOURHOOD,
    "KADER": Role.CADRE,
    "PENSIUNAN": Role.RETIRED,
    "WARGA": Role.CITIZEN,
}
WORDS = {"pns": Role.PNS, "guru": Role.TEACHER, "dosen": Role.TEACHER}
_BESIDE = frozenset({"SAYA", "KAMI", "ASN", "LURAH_CAMAT"})
_LONGEST = 6


def ask(step: Step) -> Turn:
    """Ask for the role and say which one is kept now."""
    known = step.conversation.role
    now = [step.say(CURRENT, peran=step.say(ROLE_NAMES[known]))] if known else []
    text = "\n".join([*now, step.say(QUESTION)])
    choices = role_choices(step, page_number(step.argument))
    reply = Reply(text, choices, in_place=True)
    return step.turn(reply, role_settled=True, awaiting="role")


def named(step: Step) -> Turn | None:
    """Keep the role that a short text names by itself; None for any other text."""
    reading = step.guide.matcher.match(step.text).reading
    roles = {CONCEPTS[each.concept] for each in reading.concepts if each.concept in CONCEPTS}
    if not roles:
        roles = {WORDS[each.plain] for each in reading.words if each.plain in WORDS}
    others = {each.concept for each in reading.concepts} - {*CONCEPTS, *_BESIDE}
    if len(roles) != 1 or others or len(reading.words) > _LONGEST:
        return None
    return settle(replace(step, argument=roles.pop()))


def settle(step: Step) -> Turn:
    """Keep the chosen role; where it was asked below a card, show the card for this role."""
    role = Role(step.argument) if step.argument in set(Role) else None
    text = step.say(SET, peran=step.say(ROLE_NAMES[role])) if role else step.say(UNSET)
    entry = step.conversation.entry
    asked_below_card = step.conversation.awaiting == "role" and role is not None
    if not asked_below_card or entry not in step.guide.library.rules:
        return step.turn(Reply(text), role=role, role_settled=True)
    knowing = replace(step, conversation=replace(step.conversation, role=role, role_settled=True))
    reply, given = card(knowing, entry)
    return knowing.turn(Reply(text), reply, effects=(given,))
