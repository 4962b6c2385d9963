"""Giving a reply the form that Telegram shows."""

from collections.abc import Sequence
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.text import numbered, spans, split
from bot.messages import PRIVATE, Choice, Reply

LONGEST = 4000  # Telegram takes 4,096 code units
_READABLE = 34  # what a telephone shows of a label
_SHORT = 14
_IN_A_ROW = 3
_ROW = 32


def parts(reply: Reply) -> list[str]:
    """Return *reply* as texts with HTML that are short enough to be sent.

    Where a label is longer than a telephone shows, the choices stand in the text too.
    """
    text = numbered(reply) if _is_listed(reply) else reply.text
    return [_marked_up(part) for part in split(text, LONGEST)]


def keyboard(reply: Reply, *, private_chat: str = "") -> InlineKeyboardMarkup | None:
    """Return the buttons below *reply*; the private talk is a link to *private_chat*."""
    if not reply.choices:
        return None
    shown = reply.choices
    if _is_listed(reply):
        shown = tuple(
            Choice(each.id, f"{number}. {each.label}")
            for number, each in enumerate(reply.choices, reply.first)
        )
    rows = [[_button(each, private_chat) for each in row] for row in _rows(shown)]
    return InlineKeyboardMarkup(rows)


def _is_listed(reply: Reply) -> bool:
    """Tell whether a label is too long to be read on its button."""
    return any(len(choice.label) > _READABLE for choice in reply.choices)


def _marked_up(text: str) -> str:
    """Return *text* as HTML, with nothing in it that a person could have meant as markup.

    >>> _marked_up("*DILARANG* <b>&")
    '<b>DILARANG</b> &lt;b&gt;&amp;'
    """
    return "\n".join(
        "".join(
            f"<b>{escape(run, quote=False)}</b>" if strong else escape(run, quote=False)
            for run, strong in spans(line)
        )
        for line in text.split("\n")
    )


def _rows(choices: Sequence[Choice]) -> list[list[Choice]]:
    """Return *choices* in rows: one in each, but short labels side by side.

    >>> labels = ["Ya", "Tidak", "Saya belum tahu"]
    >>> [len(row) for row in _rows([Choice(label, label) for label in labels])]
    [2, 1]
    """
    rows: list[list[Choice]] = []
    for choice in choices:
        if rows and _fits(rows[-1], choice):
            rows[-1].append(choice)
        else:
            rows.append([choice])
    return rows


def _fits(row: Sequence[Choice], choice: Choice) -> bool:
    """Tell whether *choice* may stand beside those in *row*."""
    labels = [each.label for each in (*row, choice)]
    short = all(len(label) <= _SHORT for label in labels)
    return short and len(labels) <= _IN_A_ROW and len("".join(labels)) <= _ROW


def _button(choice: Choice, private_chat: str) -> InlineKeyboardButton:
    """Return the button of *choice*."""
    if choice.id == PRIVATE:
        return InlineKeyboardButton(choice.label, url=private_chat)
    return InlineKeyboardButton(choice.label, callback_data=choice.id)
