"""Giving a reply the form that WhatsApp can show: text, buttons or a list."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.channels.text import numbered, split
from bot.channels.whatsapp.templates import Kind, Menu, Row
from bot.messages import Choice, Reply
from knowledge.phrasebook import Phrase

TEXT_LONGEST = 1600
BODY_LONGEST = 1024
LABEL_LONGEST = {Kind.QUICK_REPLY: 20, Kind.LIST_PICKER: 24}
DESCRIPTION_LONGEST = 72

NEXT = Phrase("whatsapp.lanjut")
OPEN = Phrase("whatsapp.buka-daftar")
TYPED = Phrase("whatsapp.ketik-nomor", ("nomor",))

Say = Callable[..., str]

_MOST = {Kind.QUICK_REPLY: 3, Kind.LIST_PICKER: 10}
# Twilio refuses these in a menu's body: https://www.twilio.com/docs/api/errors/21656
_BREAKS_BODY = re.compile(r"[\n\r\t]| {5}")


@dataclass(frozen=True, slots=True)
class Part:
    """One message for Twilio: *body* alone, or in the menu *sid* that *variables* fill.

    *spelled* says the same as numbered text, in case the menu is refused.
    """

    body: str = field(repr=False)
    sid: str = ""
    variables: str = field(default="", repr=False)
    spelled: tuple[str, ...] = field(default=(), repr=False)


def parts(reply: Reply, sids: Mapping[str, str], *, say: Say) -> list[Part]:
    """Return *reply* as messages, with the menu that fits it best of those that have a SID."""
    menu = next((each for each in _fitting(reply.choices) if each.name in sids), None)
    if menu is None:
        return [Part(text) for text in split(numbered(reply), TEXT_LONGEST)]
    alone = _fits_body(reply.text)
    before = [] if alone else [Part(text) for text in split(reply.text, TEXT_LONGEST)]
    body = reply.text if alone else say(NEXT)
    rows = _rows(menu.kind, reply, say)
    spelled = tuple(split(numbered(replace(reply, text=body)), TEXT_LONGEST))
    return [*before, Part(body, sids[menu.name], menu.variables(body, rows), spelled)]


def shortened(text: str, longest: int) -> str:
    """Return *text*, cut where it is longer than *longest*.

    >>> shortened("Memberi like pada unggahan calon", 20)
    'Memberi like pada u…'
    """
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _fitting(choices: Sequence[Choice]) -> Iterator[Menu]:
    """Yield the menus that can show *choices*, the one with the most of their labels first."""
    count = len(choices)
    kinds = [kind for kind in Kind if 0 < count <= _MOST[kind]]
    if any(len(each.label) > LABEL_LONGEST[Kind.QUICK_REPLY] for each in choices):
        kinds.reverse()
    for kind in kinds:
        labels = {shortened(each.label, LABEL_LONGEST[kind]) for each in choices}
        if kind is Kind.LIST_PICKER or len(labels) == count:  # buttons must differ
            yield Menu(kind, count)


def _rows(kind: Kind, reply: Reply, say: Say) -> list[Row]:
    """Return the choices of *reply* as a menu shows them; a cut label is spelled out below."""
    rows = []
    for number, each in enumerate(reply.choices, reply.first):
        label = shortened(each.label, LABEL_LONGEST[kind])
        below = shortened(each.label, DESCRIPTION_LONGEST)
        rows.append(Row(each.id, label, below if label != each.label else say(TYPED, nomor=number)))
    return rows


def _fits_body(text: str) -> bool:
    """Tell whether *text* can stand in a menu."""
    return 0 < len(text) <= BODY_LONGEST and not _BREAKS_BODY.search(text)
