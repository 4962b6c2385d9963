"""The result of a broadcast as one picture that opens anywhere: SVG, nothing loaded."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

from bot.broadcasts.broadcast import Outcome
from bot.broadcasts.results import Count

_WIDTH = 720
_MARGIN = 24
_BAR = 26
_LINE = 22
_TOP = 76
_COLOURS = {
    Outcome.READ: "#0b6e4f",
    Outcome.DELIVERED: "#2a9d6f",
    Outcome.SENT: "#7cc6a4",
    Outcome.WAITING: "#c9ced6",
    Outcome.CLAIMED: "#9aa3b2",
    Outcome.UNKNOWN: "#e0a100",
    Outcome.NOT_SENT: "#b3372f",
}


def picture(title: str, subtitle: str, counts: Sequence[Count]) -> str:
    """Return a stacked bar for each channel, and what was not sent by reason."""
    channels = _by_channel(counts)
    parts = [
        _text(_MARGIN, 32, title, size=18, weight="bold"),
        _text(_MARGIN, 54, subtitle, size=12),
    ]
    y = _TOP
    for channel, outcomes in channels.items():
        parts += _bar(channel, outcomes, y)
        y += _BAR + 2 * _LINE
    parts += _legend(counts, y)
    y += _LINE * (len(_present(counts)) + 1)
    reasons = _reasons(counts)
    for number, (reason, people) in enumerate(reasons.items()):
        words = f"{Outcome.NOT_SENT}, {reason}: {_number(people)}"
        parts.append(_text(_MARGIN, y + number * _LINE, words, size=13))
    height = y + len(reasons) * _LINE + _MARGIN
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" role="img" '
        f'aria-label="{escape(title)}">\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _bar(channel: str, outcomes: dict[Outcome, int], y: int) -> Iterator[str]:
    """Yield the bar of one channel with its name above."""
    total = sum(outcomes.values())
    yield _text(_MARGIN, y, f"{channel}: {_number(total)}", size=13)
    x = float(_MARGIN)
    for outcome, colour in _COLOURS.items():
        people = outcomes.get(outcome, 0)
        width = (_WIDTH - 2 * _MARGIN) * people / total
        if people:
            yield (
                f'<rect x="{x:.2f}" y="{y + 8}" width="{width:.2f}" height="{_BAR}" '
                f'fill="{colour}"><title>{outcome}: {people}</title></rect>'
            )
        x += width


def _legend(counts: Sequence[Count], y: int) -> Iterator[str]:
    """Yield a line for each outcome that occurs, with its number."""
    total = sum(each.people for each in counts)
    for number, (outcome, people) in enumerate(_present(counts).items()):
        line = y + number * _LINE
        yield (
            f'<rect x="{_MARGIN}" y="{line - 11}" width="12" height="12" '
            f'fill="{_COLOURS[outcome]}"/>'
        )
        share = f"{100 * people / total:.1f}".replace(".", ",")
        yield _text(_MARGIN + 20, line, f"{outcome}: {_number(people)} ({share} %)", size=13)


def _text(x: int, y: int, words: str, *, size: int, weight: str = "normal") -> str:
    """Return a line of text."""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" '
        f'fill="#1c2430">{escape(words)}</text>'
    )


def _number(people: int) -> str:
    """Return a number as Indonesians write it, e.g. 12.345."""
    return f"{people:,}".replace(",", ".")


def _by_channel(counts: Sequence[Count]) -> dict[str, dict[Outcome, int]]:
    """Return how many came to which outcome on each channel."""
    found: dict[str, dict[Outcome, int]] = defaultdict(lambda: defaultdict(int))
    for each in counts:
        found[each.channel][each.outcome] += each.people
    return found


def _present(counts: Sequence[Count]) -> dict[Outcome, int]:
    """Return how many came to each outcome that occurs, in the order of the bars."""
    sums = dict.fromkeys(_COLOURS, 0)
    for each in counts:
        sums[each.outcome] += each.people
    return {outcome: people for outcome, people in sums.items() if people}


def _reasons(counts: Sequence[Count]) -> dict[str, int]:
    """Return how many were not sent for each reason, the most frequent first."""
    sums: dict[str, int] = defaultdict(int)
    for each in counts:
        if each.outcome is Outcome.NOT_SENT:
            sums[each.reason] += each.people
    return dict(sorted(sums.items(), key=lambda item: -item[1]))
