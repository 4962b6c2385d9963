"""Giving a reply the form of plain text."""

import re

from bot.messages import Reply

_STRONG = re.compile(r"(?<!\w)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\w)")
_BREAKS = ("\n\n", "\n", ". ", " ")
_GLUE = "\ue000"  # of the private use area: nobody types it


def plain(text: str) -> str:
    """Return *text* without its marks for strong words.

    >>> plain("*DILARANG* bagi ASN")
    'DILARANG bagi ASN'
    """
    return _STRONG.sub(r"\1", text)


def spans(line: str) -> list[tuple[str, bool]]:
    """Return *line* as runs of text, each with whether it is strong.

    >>> spans("a *b* c")
    [('a ', False), ('b', True), (' c', False)]
    """
    parts = _STRONG.split(line)
    return [(part, bool(place % 2)) for place, part in enumerate(parts) if part]


def numbered(reply: Reply) -> str:
    """Return *reply* as text with its choices as a numbered list."""
    lines = [f"{number}. {each.label}" for number, each in enumerate(reply.choices, reply.first)]
    return "\n\n".join(filter(None, [reply.text, "\n".join(lines)]))


def split(text: str, limit: int) -> list[str]:
    """Return *text* in parts of at most *limit* characters, cut where a reader would pause.

    Strong words stay together, so that every part is marked up correctly:

    >>> split("Ini kalimat *sangat penting* ya", 20)
    ['Ini kalimat', '*sangat penting* ya']
    """
    parts: list[str] = []
    text = _STRONG.sub(lambda found: found[0].replace(" ", _GLUE), text)
    while len(text) > limit:
        cut = _place_to_cut(text, limit)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [part.replace(_GLUE, " ") for part in (*parts, text) if part]


def _place_to_cut(text: str, limit: int) -> int:
    """Return where the first part ends: at a paragraph, line, sentence or word, else anywhere."""
    for mark in _BREAKS:
        place = text.rfind(mark, limit // 3, limit)
        if place > 0:
            return place + len(mark)
    return limit
