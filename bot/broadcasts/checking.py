"""What a text must be before anybody is asked to approve it."""

import re
from collections.abc import Iterator
from typing import Any

from bot.broadcasts.broadcast import Broadcast, Content, State
from bot.broadcasts.words import Rule, Say, refused
from bot.channels.text import plain
from bot.messages import Template

LONGEST_TITLE = 70
LONGEST_CAPTION = 1024  # Telegram's; picture and text apart could not both be sent exactly once
LARGEST_PICTURE = 5 * 1024 * 1024  # bytes; Telegram takes 10 MB
PICTURE_KINDS = ("image/jpeg", "image/png")
LONGEST_TEXT = 1500  # Twilio takes 1,600 characters, Telegram 4,096

_LONGEST_ID = 64  # bytes, of Telegram's callback_data
_LONGEST_LABEL = 34
_LONGEST_VALUES = 1024  # of a template's whole body, after filling it in
_UNFILLED = re.compile(r"\{[^{}\n]*\}|\{\{|\}\}")
_BROKEN = re.compile(r"[\n\t]| {5}")  # error 132018 of Meta's Cloud API, 63013 at Twilio

Problem = tuple[Rule, dict[str, Any]]


def problems(broadcast: Broadcast) -> Iterator[Problem]:
    """Yield every rule that *broadcast* breaks, with the words of its sentence."""
    if not broadcast.title.strip() or len(broadcast.title) > LONGEST_TITLE:
        yield Rule.TITLE, {"batas": LONGEST_TITLE}
    if broadcast.ends_at <= broadcast.starts_at:
        yield Rule.ORDER, {}
    yield from _problems_of_text(broadcast.content.text)
    if broadcast.content.illustration and len(plain(broadcast.content.text)) > LONGEST_CAPTION:
        length = len(plain(broadcast.content.text))
        yield Rule.CAPTION, {"panjang": length, "batas": LONGEST_CAPTION}
    yield from _problems_of_choices(broadcast.content)
    if broadcast.content.template:
        yield from _problems_of_template(broadcast.content.template)


def refuse_state(say: Say, broadcast: Broadcast, states: tuple[State, ...]) -> None:
    """Raise Refused when *broadcast* is in none of *states*."""
    if broadcast.state not in states:
        allowed = ", ".join(states)
        raise refused(say, Rule.STATE, keadaan=broadcast.state, boleh=allowed)


def refuse_approving(say: Say, broadcast: Broadcast, account: str) -> None:
    """Raise Refused when nobody is asked to approve *broadcast*, or *account* wrote it."""
    refuse_state(say, broadcast, (State.SUBMITTED,))
    if broadcast.author == account:
        raise refused(say, Rule.SAME_PERSON)


def _problems_of_text(text: str) -> Iterator[Problem]:
    """Yield what is wrong with *text*."""
    if not text.strip():
        yield Rule.EMPTY, {}
    if len(text) > LONGEST_TEXT:
        yield Rule.LONG, {"panjang": len(text), "batas": LONGEST_TEXT}
    if "*" in plain(text):
        yield Rule.STRONG, {}
    if found := _UNFILLED.search(text):
        yield Rule.PLACEHOLDER, {"isian": found[0]}


def _problems_of_choices(content: Content) -> Iterator[Problem]:
    """Yield the choices that no button holds."""
    for each in content.choices:
        if len(each.id.encode()) > _LONGEST_ID or not 0 < len(each.label) <= _LONGEST_LABEL:
            yield Rule.CHOICE, {"pilihan": each.label}


def _problems_of_template(template: Template) -> Iterator[Problem]:
    """Yield what WhatsApp would refuse in the values of *template*."""
    for number, value in enumerate(template.values, 1):
        if not value.strip() or _BROKEN.search(value) or _UNFILLED.search(value):
            yield Rule.VARIABLE, {"nomor": number}
    length = sum(len(each) for each in template.values)
    if length > _LONGEST_VALUES:
        yield Rule.VARIABLES_LONG, {"panjang": length, "batas": _LONGEST_VALUES}
