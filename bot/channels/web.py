"""The web chat: a browser posts a message and fetches its replies."""

import re
from dataclasses import dataclass

import segno

from bot.channels.text import spans
from bot.errors import UnreadableMessage
from bot.messages import Address, IncomingMessage, OutgoingMessage

NAME = "web"
LONGEST = 2000

_ID = re.compile(r"[\w-]{8,64}", re.ASCII)
_CHOICE = re.compile(r"[a-z-]+:[\w:-]{0,60}", re.ASCII)
_LINK = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)])")
_ITEM = re.compile(r"-\s+|\d+\.\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; *link* is an address, or ""."""

    text: str
    strong: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or one item of a list."""

    spans: tuple[Span, ...]
    item: bool = False


def address(session: str) -> Address:
    """Return the address of the browser that holds *session*."""
    return Address(NAME, session)


def parse(session: str, message_id: str, *, text: str, choice_id: str) -> IncomingMessage:
    """Return what a browser sent.

    Raises UnreadableMessage when the id or the choice is none of ours, or the text is too long.
    """
    if not _ID.fullmatch(message_id):
        raise UnreadableMessage("The message has no usable id")
    if choice_id and not _CHOICE.fullmatch(choice_id):
        raise UnreadableMessage("There is no such choice")
    if len(text) > LONGEST:
        raise UnreadableMessage(f"The message is longer than {LONGEST} characters")
    return IncomingMessage(message_id, address(session), text, choice_id)


def blocks(message: OutgoingMessage) -> tuple[Block, ...]:
    """Return the text of *message* as paragraphs and list items, ready to be marked up."""
    return marked(message.reply.text)


def marked(text: str) -> tuple[Block, ...]:
    """Return *text*, as a reply has it, as paragraphs and list items."""
    return tuple(_block(line) for line in text.splitlines() if line.strip())


def picture(code: str) -> str:
    """Return a QR code of *code* as SVG for a page, readable on light and dark grounds."""
    made = segno.make_qr(code, error="m")
    label = f"QR {code}"
    return str(made.svg_inline(scale=4, border=4, light="#fff", title=label, svgclass="code"))


def _block(line: str) -> Block:
    """Return one line as a block."""
    item = _ITEM.match(line)
    shown = line[item.end() :] if item and line.startswith("-") else line
    found = tuple(span for text, strong in spans(shown) for span in _linked(text, strong=strong))
    return Block(found, item=bool(item))


def _linked(text: str, *, strong: bool) -> list[Span]:
    """Return *text* with the web addresses in it as links."""
    parts = _LINK.split(text)
    return [
        Span(part, strong, part if place % 2 else "") for place, part in enumerate(parts) if part
    ]
