"""A text as people see it, with its strong words."""

from itertools import starmap

from markupsafe import Markup, escape

from bot.channels.text import spans


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
