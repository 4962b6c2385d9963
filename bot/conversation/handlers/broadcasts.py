"""Subscribing to reminders: what is on, what each is for, and leaving in one word."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from bot.contacts.contact import Category, Subscription
from bot.conversation.paging import page, page_number
from bot.conversation.state import Subscribed, Turn, Unsubscribed
from bot.conversation.step import Step
from bot.messages import PRIVATE, Choice, Reply
from knowledge.phrasebook import Phrase

CONSENT = Phrase("broadcasts.persetujuan")
SETTINGS = Phrase("broadcasts.sekarang", ("isi", "kecamatan"))
ON = Phrase("broadcasts.nyala", ("nama",))
OFF = Phrase("broadcasts.mati", ("nama",))
ANYWHERE = Phrase("broadcasts.semua-kecamatan")
STOPPED = Phrase("broadcasts.berhenti")
NOT_SUBSCRIBED = Phrase("broadcasts.tidak-berlangganan")
BACK = Phrase("broadcasts.kembali")
DECLINED = Phrase("broadcasts.nanti")
ELSEWHERE = Phrase("broadcasts.di-saluran-lain")
NOT_IN_PUBLIC = Phrase("broadcasts.tidak-di-grup")
DISTRICT = Phrase("broadcasts.tanya-kecamatan")
STOP_WORDS = Phrase("broadcasts.kata-berhenti")
TO_SCHEDULE = Phrase("broadcasts.pilihan.jadwal")
TO_SUBSCRIBE = Phrase("broadcasts.pilihan.langganan")
TO_DISTRICT = Phrase("broadcasts.pilihan.kecamatan")
TO_MORE = Phrase("broadcasts.pilihan.lainnya")
TO_ANYWHERE = Phrase("broadcasts.pilihan.semua-kecamatan")
TO_STOP = Phrase("broadcasts.pilihan.berhenti")
TO_BACK = Phrase("broadcasts.pilihan.kembali")
TO_PRIVATE = Phrase("broadcasts.pilihan.pribadi")

NAMES = {
    Category.REMINDERS: Phrase("broadcasts.kategori.pengingat-hari-pemilu"),
    Category.EDUCATION: Phrase("broadcasts.kategori.edukasi-netralitas"),
    Category.OUTREACH: Phrase("broadcasts.kategori.sosialisasi-pemilih"),
}
TURN_ON = {each: Phrase(f"broadcasts.pilihan.nyalakan.{each}") for each in Category}
TURN_OFF = {each: Phrase(f"broadcasts.pilihan.matikan.{each}") for each in Category}
_LETTERS = {each[0]: each for each in Category}
_VERSION = 16  # hexadecimal digits of the hash that names a wording


def subscribe(step: Step) -> Turn:
    """Show what is on; who hears nothing yet is first told what they would agree to."""
    if step.public:
        return step.turn(Reply(step.say(NOT_IN_PUBLIC), (step.choice(PRIVATE, TO_PRIVATE),)))
    if not step.reachable:
        choices = (step.choice("ask:tahapan-hari-ini", TO_SCHEDULE),)
        return step.turn(Reply(step.say(ELSEWHERE), choices))
    if _plain(step) and set(_plain(step).split()) & set(_stop_words(step)):
        return stop(step)
    if step.subscription:
        return step.turn(_shown(step, step.subscription))
    offered = tuple(Choice(f"on:{each}", step.say(name)) for each, name in NAMES.items())
    return step.turn(Reply(step.say(CONSENT), offered))


def turn_on(step: Step) -> Turn:
    """Add a category, by the consent that stands above the choice."""
    if step.argument not in set(Category) or not step.reachable:
        return subscribe(step)
    before = step.subscription or Subscription()
    return _changed(step, before.categories | {Category(step.argument)})


def turn_off(step: Step) -> Turn:
    """Take a category away; without the last one nothing is sent any more."""
    if step.argument not in set(Category) or not step.subscription:
        return subscribe(step)
    left = step.subscription.categories - {Category(step.argument)}
    return _changed(step, left) if left else stop(step)


def ask_district(step: Step) -> Turn:
    """Ask for the kecamatan, a page at a time; nobody has to say."""
    if not step.subscription:
        return subscribe(step)
    names = enumerate(step.guide.library.regions.districts)
    choices = [Choice(f"district:{number}", each.name) for number, each in names]
    shown = page(choices, page_number(step.argument), more=step.choice("districts:", TO_MORE))
    offered = (*shown, step.choice("district:", TO_ANYWHERE))
    return step.turn(Reply(step.say(DISTRICT), offered, in_place=True))


def set_district(step: Step) -> Turn:
    """Keep the chosen kecamatan, or that all of the city matters."""
    if not step.subscription:
        return subscribe(step)
    wanted = replace(step.subscription, district=_district(step, step.argument))
    return _kept(step, wanted)


def stop(step: Step) -> Turn:
    """Send nothing more, and leave one tap to take that back."""
    if not step.subscription:
        choices = (step.choice("subscribe:", TO_SUBSCRIBE),) if step.reachable else ()
        return step.turn(Reply(step.say(NOT_SUBSCRIBED), choices))
    choices = (step.choice(f"back:{_code(step, step.subscription)}", TO_BACK),)
    return step.turn(Reply(step.say(STOPPED), choices), effects=(Unsubscribed(),))


def stopped(step: Step) -> Turn | None:
    """Stop for a subscriber whose whole message is a word for it; None for any other message."""
    return stop(step) if step.subscription and _plain(step) in _stop_words(step) else None


def come_back(step: Step) -> Turn:
    """Take back having left: what was on before is on again."""
    letters, _, district = step.argument.partition(":")
    categories = frozenset(_LETTERS[each] for each in letters if each in _LETTERS)
    if not categories or not step.reachable:
        return subscribe(step)
    wanted = Subscription(categories, step.conversation.role, _district(step, district))
    effect = Subscribed(wanted, wording(step))
    shown = _shown(step, wanted)
    text = f"{step.say(BACK)}\n\n{shown.text}"
    return step.turn(replace(shown, text=text), effects=(effect,))


def decline(step: Step) -> Turn:
    """Take a no to the invitation for good."""
    return step.turn(Reply(step.say(DECLINED)))


def wording(step: Step) -> str:
    """Return the version of the consent text: the beginning of its SHA-256."""
    return hashlib.sha256(step.say(CONSENT).encode()).hexdigest()[:_VERSION]


def _changed(step: Step, categories: Iterable[Category]) -> Turn:
    """Keep *categories*, with the role that the conversation knows."""
    before = step.subscription or Subscription()
    role = step.conversation.role or before.role
    return _kept(step, replace(before, categories=frozenset(categories), role=role))


def _kept(step: Step, wanted: Subscription) -> Turn:
    """Keep *wanted* and show it."""
    effects = (Subscribed(wanted, wording(step)),)
    return step.turn(_shown(step, wanted), effects=effects)


def _shown(step: Step, wanted: Subscription) -> Reply:
    """Return what is on, and a choice to change each part of it."""
    lines, choices = [], []
    for each, name in NAMES.items():
        on = each in wanted.categories
        lines.append(step.say(ON if on else OFF, nama=step.say(name)))
        verb, label = ("off", TURN_OFF[each]) if on else ("on", TURN_ON[each])
        choices.append(step.choice(f"{verb}:{each}", label))
    where = wanted.district or step.say(ANYWHERE)
    text = step.say(SETTINGS, isi="\n".join(lines), kecamatan=where)
    ways = (step.choice("districts:", TO_DISTRICT), step.choice("stop:", TO_STOP))
    return Reply(text, (*choices, *ways), in_place=True)


def _code(step: Step, wanted: Subscription) -> str:
    """Return *wanted* in few letters, so that it fits into the id of a choice."""
    names = [each.name for each in step.guide.library.regions.districts]
    place = names.index(wanted.district) if wanted.district in names else ""
    return f"{''.join(each[0] for each in sorted(wanted.categories))}:{place}"


def _district(step: Step, number: str) -> str:
    """Return the name of the kecamatan with *number*, "" for none."""
    names = [each.name for each in step.guide.library.regions.districts]
    return names[int(number)] if number.isdecimal() and int(number) < len(names) else ""


def _plain(step: Step) -> str:
    """Return what was written, without case and punctuation."""
    letters = (each if each.isalnum() else " " for each in step.text.casefold())
    return " ".join("".join(letters).split())


def _stop_words(step: Step) -> list[str]:
    """Return the messages that mean to leave."""
    return [each.strip() for each in step.say(STOP_WORDS).split(",")]
