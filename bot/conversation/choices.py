"""From what a person typed to the choice that was meant."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Choice, Reply

_NUMBER = re.compile(r"(?:no\.?|nomor|nomer|pilih(?:an)?)?\s*\(?(\d{1,2})[.)]?", re.IGNORECASE)


def resolve(text: str, offered: Sequence[Choice]) -> str:
    """Return the id of the choice that *text* names by number or label, or ""."""
    if number := typed_number(text):
        return offered[number - 1].id if number <= len(offered) else ""
    wanted = _plain(text)
    return next((choice.id for choice in offered if wanted and _plain(choice.label) == wanted), "")


def typed_number(text: str) -> int:
    """Return the number that *text* consists of, or 0.

    >>> typed_number("2."), typed_number("nomor 3"), typed_number("2 orang")
    (2, 3, 0)
    """
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else 0


def numbered(replies: Sequence[Reply]) -> tuple[Reply, ...]:
    """Return *replies* with choices numbered through, so that a typed number means one."""
    result: list[Reply] = []
    first = 1
    for reply in replies:
        result.append(replace(reply, first=first))
        first += len(reply.choices)
    return tuple(result)


def _plain(text: str) -> str:
    """Return *text* without case, punctuation and outer space."""
    return " ".join(re.findall(r"\w+", text.casefold()))
