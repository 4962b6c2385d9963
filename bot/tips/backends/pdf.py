"""The printed report: "Informasi Awal Dugaan Pelanggaran Netralitas", on A4.

The same package gives the same bytes. Nothing of this machine or moment is in them.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from bot.tips.backends import words
from bot.tips.backends.printable import printable
from bot.tips.backends.report import file_name
from bot.tips.evidence.sizes import size_name
from bot.tips.tip import Account, Evidence, Package

Say = Callable[..., str]

_FONT, _BOLD = "Vera", "VeraBd"
_INK = colors.HexColor("#1a1a1a")
_PALE = colors.HexColor("#f1f3f5")
_LINE = colors.HexColor("#9aa3ab")
_ACCENT = colors.HexColor("#7a1420")
_TEXT = ParagraphStyle("text", fontName=_FONT, fontSize=9, leading=13.5, textColor=_INK)
_LABEL = ParagraphStyle("label", _TEXT, fontName=_BOLD, fontSize=8.5)
_SMALL = ParagraphStyle("small", _TEXT, fontSize=7.5, leading=10.5)
_SMALL_LABEL = ParagraphStyle("small label", _SMALL, fontName=_BOLD)
_HEADING = ParagraphStyle(
    "heading", _TEXT, fontName=_BOLD, fontSize=10, spaceBefore=11, spaceAfter=4, textColor=_ACCENT
)
_TITLE = ParagraphStyle(
    "title", _TEXT, fontName=_BOLD, fontSize=16, leading=20, alignment=TA_CENTER, textColor=_ACCENT
)
_SUBTITLE = ParagraphStyle("subtitle", _TITLE, fontSize=11, leading=16, textColor=_INK)
_MARGIN = 20 * mm
_LONG_WORD = 50  # broken between any two letters; by words it would take minutes
_PADDING = 6  # the library's frame keeps this off both margins
_WIDTH = A4[0] - 2 * (_MARGIN + _PADDING)
_GRID: list[Any] = [  # commands of a TableStyle, each of its own shape
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a report is printed with: phrases, and the names behind the codes of a package."""

    say: Say
    targets: Mapping[str, str]
    offices: Mapping[str, str]


def printed(package: Package, number: str, *, head: Letterhead) -> bytes:
    """Return *package* as a PDF that is called *number*."""
    _register_fonts()
    pages, _ = _built(package, number, head=head, pages=0)
    return _built(package, number, head=head, pages=pages)[1]


def _built(package: Package, number: str, *, head: Letterhead, pages: int) -> tuple[int, bytes]:
    """Return how many pages the report has, and its bytes with *pages* in the footer."""
    target = io.BytesIO()
    title = printable(f"{head.say(words.TITLE)} {number}", _glyphs())
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=18 * mm,
        bottomMargin=22 * mm,
        title=title,
        author="JagaNetral",
        creator="JagaNetral",
        subject=head.say(words.SUBTITLE),
        lang="id",
        invariant=1,
    )

    def footer(canvas: Canvas, document: SimpleDocTemplate) -> None:
        """Write the foot of a page."""
        text = head.say(words.FOOTER, nomor=number, halaman=document.page, jumlah=pages)
        canvas.setFont(_FONT, 7.5)
        canvas.setFillColor(_INK)
        canvas.setStrokeColor(_LINE)
        canvas.line(_MARGIN, 17 * mm, A4[0] - _MARGIN, 17 * mm)
        canvas.drawCentredString(A4[0] / 2, 12 * mm, printable(text, _glyphs()))

    story = list(_story(package, number, head=head))
    document.build(story, onFirstPage=footer, onLaterPages=footer)
    return document.page, target.getvalue()


def _story(package: Package, number: str, *, head: Letterhead) -> Iterator[Flowable]:
    """Yield the report from top to bottom."""
    say = head.say
    untold = say(words.UNTOLD)
    yield _text(say(words.TITLE), _TITLE)
    yield _text(say(words.SUBTITLE), _SUBTITLE)
    yield Spacer(1, 4)
    yield HRFlowable(width="100%", thickness=1.2, color=_ACCENT, spaceAfter=8)
    yield from _pairs(
        [
            (say(words.NUMBER), number),
            (say(words.DAY), _day_name(say, package.day)),
            (say(words.TARGET), head.targets.get(package.target, package.target) or untold),
            (say(words.SENDER), say(words.ANONYMOUS)),
        ]
    )
    yield _heading(say(words.STORY))
    yield _text(package.account.story or untold)
    yield _heading(say(words.ELEMENTS))
    yield from _pairs(_elements(package.account, head))
    yield _heading(say(words.MISSING))
    for each in package.completeness or (say(words.NOTHING_MISSING),):
        yield _text(f"\N{BULLET} {each}" if package.completeness else each)
    if package.reason:
        yield _heading(say(words.REASON))
        yield _text(package.reason)
    yield _heading(say(words.EVIDENCE))
    yield _evidence(package.evidence, say) if package.evidence else _text(say(words.NO_EVIDENCE))
    yield Spacer(1, 12)
    yield _legal(say)


def _elements(account: Account, head: Letterhead) -> Iterator[tuple[str, str]]:
    """Yield what a report consists of, each with its label."""
    say = head.say
    region = ", ".join(each for each in (account.district, account.village) if each)
    told = (
        (words.WHO, account.who),
        (words.WHEN, account.when),
        (words.EVENT_DAY, _day_name(say, account.day) if account.day else ""),
        (words.WHERE, account.where),
        (words.REGION, region),
        (words.OFFICE, head.offices.get(account.office, account.office)),
        (words.KNOWN, say(words.KNOWN_NAMES[account.known]) if account.known else ""),
        (words.WITNESSES, account.witnesses),
        (words.LINKS, "\n".join(account.links)),
    )
    for label, value in told:
        yield say(label), value or say(words.UNTOLD)


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[Table]:
    """Yield labels with their values, side by side.

    Each is a table of its own: a page that ends in a long one measures nothing but that one again.
    """
    for label, value in pairs:
        row = [_text(label, _LABEL), _text(value)]
        table = Table([row], colWidths=[_WIDTH * 0.27, _WIDTH * 0.73], splitInRow=1)
        table.setStyle([*_GRID, ("BACKGROUND", (0, 0), (0, -1), _PALE)])
        yield table


def _evidence(evidence: tuple[Evidence, ...], say: Say) -> Table:
    """Return the list of evidence: a line for each file, and its SHA-256 below."""
    head = (words.FILE, words.KIND, words.SIZE, words.CLEANED)
    rows: list[list[Any]] = [[_text(say(each), _SMALL_LABEL) for each in head]]
    spans: list[Any] = []
    for number, each in enumerate(evidence, start=1):
        state = say(words.IS_CLEANED if each.cleaned else words.IS_AS_IT_CAME)
        told = (file_name(each, number), each.kind, size_name(each.size), state)
        rows.append([_text(cell, _SMALL) for cell in told])
        rows.append([_text(f"SHA-256  {each.sha256}", _SMALL), "", "", ""])
        spans += [
            ("SPAN", (0, 2 * number), (-1, 2 * number)),
            ("LINEBELOW", (0, 2 * number - 1), (-1, 2 * number - 1), 0, colors.white),
        ]
    widths = [_WIDTH * share for share in (0.24, 0.34, 0.2, 0.22)]
    table = Table(rows, colWidths=widths, repeatRows=1)
    table.setStyle([*_GRID, ("BACKGROUND", (0, 0), (-1, 0), _PALE), *spans])
    return table


def _legal(say: Say) -> Flowable:
    """Return what the paper is and is not, in a frame that is not torn apart."""
    inside = [_text(say(words.LEGAL), _SMALL_LABEL), _text(say(words.LEGAL_TEXT), _SMALL)]
    frame = Table([[inside]], colWidths=[_WIDTH])
    frame.setStyle([("BOX", (0, 0), (-1, -1), 0.8, _LINE), ("BACKGROUND", (0, 0), (-1, -1), _PALE)])
    return KeepTogether([frame])


def _heading(text: str) -> Paragraph:
    """Return the heading of a section; it stays with what follows."""
    return _text(text, ParagraphStyle("kept", _HEADING, keepWithNext=1))


def _text(text: str, style: ParagraphStyle = _TEXT) -> Paragraph:
    """Return *text* as a paragraph that shows all of it and obeys none of it."""
    plain = printable(text, _glyphs())
    if max(map(len, plain.split()), default=0) > _LONG_WORD:
        style = ParagraphStyle("broken", style, wordWrap="CJK")
    shown = escape(plain).replace("\n", "<br/>")
    return Paragraph(shown, style)


def _day_name(say: Say, day: date) -> str:
    """Return *day* as it is written in Indonesian."""
    return f"{day.day} {say(words.MONTHS).split()[day.month - 1]} {day.year}"


@cache
def _register_fonts() -> None:
    """Load the fonts that come with the library."""
    for name in (_FONT, _BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))


@cache
def _glyphs() -> frozenset[int]:
    """Return the characters that both fonts have."""
    _register_fonts()
    fonts = [pdfmetrics.getFont(name) for name in (_FONT, _BOLD)]
    known = [set(each.face.charToGlyph) for each in fonts if isinstance(each, TTFont)]
    return frozenset(set.intersection(*known))
