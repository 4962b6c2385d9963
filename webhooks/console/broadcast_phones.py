"""A broadcast on the phones of those who get it."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from bot.broadcasts.broadcast import Content
from bot.broadcasts.checking import LONGEST_CAPTION, LONGEST_TEXT
from bot.broadcasts.series import LONGEST_BODY
from bot.channels.text import plain
from webhooks.console.broadcast_words import formatted


@dataclass(frozen=True, slots=True)
class Phone:
    """What one way to a reader shows: *left* letters are free, fewer than none are too many.

    Without *text* nobody is reached that way.
    """

    way: str
    text: Markup
    left: int
    choices: tuple[str, ...] = ()
    is_illustrated: bool = False
    alt: str = ""


def phones(content: Content) -> Iterator[Phone]:
    """Yield *content* as Telegram shows it, and WhatsApp within and outside of 24 hours."""
    text, shown = content.text, formatted(content.text)
    labels = tuple(each.label for each in content.choices)
    most = LONGEST_TEXT - len(text)
    if content.illustration:
        yield Phone(
            "telegram",
            shown,
            min(most, LONGEST_CAPTION - len(plain(text))),
            labels,
            is_illustrated=True,
            alt=content.illustration.alt,
        )
    else:
        yield Phone("telegram", shown, most, labels)
    yield Phone("whatsapp", shown, most)
    if content.template:
        filled = content.template.filled
        yield Phone("template", formatted(filled), LONGEST_BODY - len(filled))
    else:
        yield Phone("template", Markup(""), LONGEST_BODY - len(text))
