"""Subscribing to reminders: what is on, what each is for, and leaving in one word."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from bot.contacts.contact import Category, Subscription
from bot.conversation import whereabouts
from bot.conversation.paging import page, page_number
from bot.conversation.state import Subscribed, Turn, Unsubscribed
from bot.conversation.step import Step
from bot.messages import PRIVATE, Choice, Reply
from knowledge.phrasebook import Phrase

CONSENT = Phrase("broadcasts.persetujuan")
SETTINGS = Phrase("broadcasts.sekarang", ("isi", "kecamatan", "kantor"))
ON = Phrase("broadcasts.nyala", ("nama",))
OFF = Phrase("broadcasts.mati", ("nama",))
ANYWHERE = Phrase("broadcasts.semua-kecamatan")
NO_OFFICE = Phrase("broadcasts.tanpa-kantor")
STOPPED = Phrase("broadcasts.berhenti")
NOT_SUBSCRIBED = Phrase("broadcasts.tidak-berlangganan")
BACK = Phrase("broadcasts.kembali")
DECLINED = Phrase("broadcasts.nanti")
ELSEWHERE = Phrase("broadcasts.di-saluran-lain")
NOT_IN_PUBLIC = Phrase("broadcasts.tidak-di-grup")
DISTRICT = Phrase("broadcasts.tanya-kecamatan")
OFFICE = Phrase("broadcasts.tanya-kantor")
STOP_WORDS = Phrase("broadcasts.kata-berhenti")
TO_SCHEDULE = Phrase("broadcasts.pilihan.jadwal")
TO_SUBSCRIBE = Phrase("broadcasts.pilihan.langganan")
TO_DISTRICT = Phrase("broadcasts.pilihan.kecamatan")
TO_MORE = Phrase("broadcasts.pilihan.lainnya")
TO_ANYWHERE = Phrase("broadcasts.pilihan.semua-kecamatan")
TO_OFFICE = Phrase("broadcasts.pilihan.kantor")
TO_NO_OFFICE = Phrase("broadcasts.pilihan.tanpa-kantor")
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
    choices, number = whereabouts.districts(step), page_number(step.argument)
    shown = page(choices, number, more=step.choice("districts:", TO_MORE))
    offered = (*shown, step.choice("district:", TO_ANYWHERE))
    return step.turn(Reply(step.say(DISTRICT), offered, in_place=True))


def set_district(step: Step) -> Turn:
    """Keep the chosen kecamatan, or that all of the city matters."""
    if not step.subscription:
        return subscribe(step)
    district = whereabouts.district(step, step.argument)
    return _kept(step, replace(step.subscription, district=district))


def ask_office(step: Step) -> Turn:
    """Ask where somebody works, a page at a time or in their own words; nobody has to say."""
    if not step.subscription:
        return subscribe(step)
    choices = whereabouts.offices(step, within=step.subscription.district)
    more = step.choice("offices:", TO_MORE)
    shown = page(choices, page_number(step.argument), more=more)
    offered = (*shown, step.choice("office:", TO_NO_OFFICE))
    return step.turn(Reply(step.say(OFFICE), offered, in_place=True), awaiting="office")


def set_office(step: Step) -> Turn:
    """Keep the chosen office, or none."""
    if not step.subscription:
        return subscribe(step)
    return _kept(step, replace(step.subscription, office=whereabouts.office(step, step.argument)))


def name_office(step: Step) -> Turn | None:
    """Keep the office that was written; None for what names none and is something else."""
    code = whereabouts.office_named(step) if step.subscription else ""
    if not (code and step.subscription):
        return None
    return _kept(step, replace(step.subscription, office=code))


def stop(step: Step) -> Turn:
    """Send nothing more, and leave one tap to take that back."""
    if not step.subscription:
        choices = (step.choice("subscribe:", TO_SUBSCRIBE),) if step.reachable else ()
        return step.turn(Reply(step.say(NOT_SUBSCRIBED), choices))
    choices = (step.choice(f"back:{whereabouts.packed(step, step.subscription)}", TO_BACK),)
    return step.turn(Reply(step.say(STOPPED), choices), effects=(Unsubscribed(),))


def stopped(step: Step) -> Turn | None:
    """Stop for a subscriber whose whole message is a word for it; None for any other message."""
    return stop(step) if step.subscription and _plain(step) in _stop_words(step) else None


def come_back(step: Step) -> Turn:
    """Take back having left: what was on before is on again."""
    wanted = whereabouts.unpacked(step, step.argument)
    if not wanted.categories or not step.reachable:
        return subscribe(step)
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
    office = whereabouts.office_name(step, wanted.office) or step.say(NO_OFFICE)
    text = step.say(SETTINGS, isi="\n".join(lines), kecamatan=where, kantor=office)
    ways = {"districts:": TO_DISTRICT, "offices:": TO_OFFICE, "stop:": TO_STOP}
    offered = (*choices, *(step.choice(name, label) for name, label in ways.items()))
    return Reply(text, offered, in_place=True)


def _plain(step: Step) -> str:
    """Return what was written, without case and punctuation."""
    letters = (each if each.isalnum() else " " for each in step.text.casefold())
    return " ".join("".join(letters).split())


def _stop_words(step: Step) -> list[str]:
    """Return the messages that mean to leave."""
    return [each.strip() for each in step.say(STOP_WORDS).split(",")]
