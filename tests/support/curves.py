"""A curve of measured numbers as SVG."""

import math
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT, EDGE = 640, 360, 60
COLOURS = ("#0b5c8a", "#b3541e", "#3c7a3a", "#6b4c9a")


def curve(
    title: str, lines: Mapping[str, Sequence[tuple[int, float]]], *, across: str, up: str
) -> str:
    """Return a picture of *lines*, each a name and its points; across by powers of ten."""
    points = [each for line in lines.values() for each in line]
    least, most = (f(math.log10(x) for x, _ in points) for f in (min, max))
    top = max(y for _, y in points) * 1.2
    inner = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE

    def place(x: float, y: float) -> tuple[float, float]:
        share = (math.log10(x) - least) / ((most - least) or 1)
        return EDGE + share * inner[0], HEIGHT - EDGE - y / top * inner[1]

    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>', _text(EDGE, 28, title)]
    for x in sorted({x for x, _ in points}):
        left, low = place(x, 0)
        parts.append(_text(left, low + 20, f"{x:,}", anchor="middle"))
    for y in (0.0, top / 2, top):
        low = place(10**least, y)[1]
        parts.append(_text(EDGE - 8, low + 4, f"{y:.0f}", anchor="end"))
        parts.append(f'<path d="M{EDGE} {low:.1f}h{inner[0]}" stroke="#dddddd"/>')
    parts.extend((_text(WIDTH / 2, HEIGHT - 14, across, anchor="middle"), _text(EDGE, 46, up)))
    for number, (name, line) in enumerate(lines.items()):
        colour, places = COLOURS[number], [place(x, y) for x, y in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.extend(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places
        )
        at = HEIGHT - EDGE - 20 - 18 * number
        parts.append(_text(WIDTH - EDGE, at, name, anchor="end", colour=colour))
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    style = 'font-family="sans-serif" font-size="13"'
    body = "\n".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n{body}\n</svg>\n'


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = "#222222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'
