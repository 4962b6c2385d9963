"""A text as people see it: strong words, and what changed between two versions."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import starmap

from markupsafe import Markup, escape

from bot.channels.text import spans

_WORDS = re.compile(r"\s+|[^\s]+")


def formatted(text: str) -> Markup:
    """Return *text* with its strong words as the phone shows them.

    >>> formatted("*Besok* <b>")
    Markup('<strong>Besok</strong> &lt;b&gt;')
    """
    lines = (Markup("").join(starmap(_run, spans(line))) for line in text.split("\n"))
    return Markup("\n").join(lines)


def _run(part: str, strong: bool) -> Markup:  # noqa: FBT001 - as spans gives it
    """Return one run of a line."""
    return Markup("<strong>{}</strong>").format(part) if strong else escape(part)


def difference(old: str, new: str) -> Markup:
    """Return *new* with what it took out of *old* and what it put in, word by word.

    >>> difference("besok pagi", "besok sore")
    Markup('besok <del>pagi</del><ins>sore</ins>')
    """
    return Markup("").join(_runs(_WORDS.findall(old), _WORDS.findall(new)))


def _runs(old: list[str], new: list[str]) -> Iterator[Markup]:
    """Yield what stayed, went and came."""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield escape("".join(old[a:b]))
            continue
        if a < b:
            yield Markup("<del>{}</del>").format("".join(old[a:b]))
        if c < d:
            yield Markup("<ins>{}</ins>").format("".join(new[c:d]))
