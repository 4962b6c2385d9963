"""Long lists of choices, a page at a time."""

from collections.abc import Sequence

from bot.messages import Choice

SIZE = 8


def page(
    choices: Sequence[Choice], number: int, *, more: Choice, size: int = SIZE
) -> tuple[Choice, ...]:
    """Return page *number* of *choices*, with *more* (its id extended by the next number) if any.

    >>> items = [Choice(f"x:{n}", str(n)) for n in range(10)]
    >>> [each.id for each in page(items, 1, more=Choice("xs:", "Lainnya"))]
    ['x:8', 'x:9']
    """
    start = max(number, 0) * size
    shown = tuple(choices[start : start + size])
    if start + size >= len(choices):
        return shown
    return (*shown, Choice(f"{more.id}{number + 1}", more.label))


def page_number(text: str) -> int:
    """Return the page that *text* names, 0 if none."""
    return int(text) if text.isdecimal() else 0
