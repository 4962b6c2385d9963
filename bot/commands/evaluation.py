"""A measurement of the answers as a table for the terminal and as a page for jurists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge.deciding import Action
from knowledge.evaluation import Figures
from knowledge.library import Library
from knowledge.outcome import Outcome
from knowledge.report import Report, title, verdict
from knowledge.rule import Intent

_WIDTH = 52
_TINTS = ((0.5, 3), (0.2, 2), (0.0, 1))


@dataclass(frozen=True, slots=True)
class Cell:
    """How often questions of a row were taken for a column, and how that is coloured."""

    times: int
    tint: str


@dataclass(frozen=True, slots=True)
class Row:
    """A topic, its number and what its questions were taken for."""

    number: int
    topic: str
    cells: tuple[Cell, ...]


def lines(figures: Figures) -> Iterator[str]:
    """Yield *figures* as a table, a line each."""
    shares = {
        "answered": figures.answered,
        "asked back": figures.clarified,
        "right rule first": figures.first,
        "helped (answered right, or offered the right one)": figures.helped,
        "right rule among answered": figures.right_of_answered,
        "right verdict among answered": figures.verdict_of_answered,
    }
    yield _line("questions about a rule", str(figures.asked))
    yield from (_line(name, f"{share:.1%}") for name, share in shares.items())
    yield _line("wrong boleh", str(figures.wrong_allowed))
    yield _line("wrong boleh at most (95 %)", f"{figures.wrong_allowed_at_most:.2%}")
    yield _line("soft (only dilarang was right)", str(figures.soft))
    yield _line("Brier (0 is perfect)", f"{figures.brier:.3f}")
    for intent, share in figures.elsewhere.items():
        yield _line(f"{intent} came where it belongs", f"{share:.1%} of {figures.others[intent]}")
    if Intent.OUT_OF_SCOPE in figures.others:
        yield _line("oos given a verdict", f"{figures.out_of_scope_answered:.1%}")
        yield _line("oos asked back", f"{figures.out_of_scope_clarified:.1%}")
    if figures.hypothetical:
        kept = f"{figures.hypothetical_kept:.1%} of {figures.hypothetical}"
        yield _line("hypothetical kept out of tips", kept)


def page(report: Report, library: Library, *, name: str, day: str) -> str:
    """Return *report* as one HTML page that needs nothing else; *name* says what was measured."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(persen=percent, angka=number, konsep=_spoken)
    return environment.get_template("evaluation.html").render(
        report=report,
        columns=report.topics,
        rows=tuple(_rows(report)),
        wrong=_wrong(report.outcomes),
        abstained=_abstained(report.outcomes),
        topics=library.topics,
        title=lambda entry: title(library, entry),
        verdict=lambda entry: verdict(library, entry),
        radius=lambda answers: round(3 + min(answers, 400) ** 0.5 / 3, 1),
        version=library.version,
        name=name,
        day=day,
    )


def number(value: float, digits: int = 0) -> str:
    """Return *value* as it is written in Indonesian.

    >>> number(1234.5, 1), number(7)
    ('1.234,5', '7')
    """
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def percent(share: float) -> str:
    r"""Return a share as percent; all or nothing is only said where it is exact.

    >>> percent(0.9009), percent(1.0), percent(0.9999)
    ('90,1\xa0%', '100\xa0%', '99,9\xa0%')
    """
    if share in {0.0, 1.0}:
        return f"{share:.0%}".replace("%", "\xa0%")
    inexact = min(max(share * 100, 0.1), 99.9)
    return f"{number(inexact, 1)}\xa0%"


def _line(name: str, value: str) -> str:
    """Return one line of the table."""
    return f"{name:{_WIDTH}} {value:>16}"


def _spoken(concept: str) -> str:
    """Return the name of a concept as words."""
    return concept.lower().replace("_", " ")


def _rows(report: Report) -> Iterator[Row]:
    """Yield the topics that were asked about."""
    for at, wanted in enumerate(report.topics, 1):
        times = [report.confusion.get((wanted, taken), 0) for taken in report.topics]
        if sum(times):
            cells = tuple(
                Cell(each, _tint(each / sum(times), right=taken == wanted))
                for taken, each in zip(report.topics, times, strict=True)
            )
            yield Row(at, wanted, cells)


def _tint(share: float, *, right: bool) -> str:
    """Return the class of a cell with a *share* of its row, "" for an empty one."""
    level = next((level for least, level in _TINTS if share > least), 0)
    return f"{'good' if right else 'bad'}-{level}" if level else ""


def _wrong(found: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Return the answers that were wrong, by how bad that is."""
    wrong = [each for each in found if each.asks and each.answered and not each.right]
    allowed = [each for each in wrong if each.wrong_allowed]
    soft = [each for each in wrong if each.soft and not each.wrong_allowed]
    other = [each for each in wrong if each not in (*allowed, *soft)]
    return {"allowed": allowed, "soft": soft, "other": other}


def _abstained(found: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Return the questions that got no verdict, by what they got instead."""
    silent = [each for each in found if each.asks and not each.answered]
    asked = [each for each in silent if each.clarified]
    declined = [each for each in silent if each.decision.action is Action.DECLINE]
    return {
        "offered": [each for each in asked if each.helped],
        "missed": [each for each in asked if not each.helped],
        "declined": declined,
        "sent": [each for each in silent if each not in (*asked, *declined)],
    }
