"""The list of tips: a line each without a story, what is asked for, and the list as a file."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO

from bot.tips.tip import Status, Tip

_HEADINGS = (
    "nomor",
    "hari",
    "status",
    "kecamatan",
    "perangkat",
    "tujuan",
    "batas_lapor",
    "sisa_hari",
    "petugas",
    "pelapor_menjawab",
    "serius",
    "ditahan",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


@dataclass(frozen=True, slots=True)
class Line:
    """A tip in the list; *assigned* is an account's name, *left* the days to report it in.

    *offices* are the codes of those it is hidden from.
    """

    tip: Tip
    deadline: date | None
    left: int | None
    assigned: str = ""
    answered: bool = False
    serious: bool = True
    held: bool = False
    offices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tips to list; what is None or empty asks for all.

    *within* is the most days left to report it, also for what is too late.
    """

    status: Status | None = None
    district: str = ""
    office: str = ""
    within: int | None = None
    assigned: str | None = None

    def takes(self, line: Line) -> bool:
        """Tell whether *line* is asked for."""
        tip = line.tip
        return (
            self.status in {None, tip.status}
            and self.district.casefold() in {"", tip.district.casefold()}
            and self.office in {"", tip.office, *line.offices}
            and self.assigned in {None, line.assigned}
            and (self.within is None or (line.left is not None and line.left <= self.within))
        )


def as_csv(lines: Iterable[Line]) -> str:
    """Return *lines* as a spreadsheet opens them; no cell begins as a formula does."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for line in lines:
        writer.writerow([_safe(str(each)) for each in _cells(line)])
    return written.getvalue()


def _cells(line: Line) -> list[object]:
    """Return what stands in the row of *line*."""
    tip = line.tip
    return [
        tip.id,
        tip.day,
        tip.status,
        tip.district,
        tip.office,
        tip.target,
        line.deadline or "",
        "" if line.left is None else max(line.left, 0),
        line.assigned,
        _said(value=line.answered),
        _said(value=line.serious),
        _said(value=line.held),
    ]


def _said(*, value: bool) -> str:
    """Return yes or no as staff read it."""
    return "ya" if value else "tidak"


def _safe(cell: str) -> str:
    """Return *cell* so that no spreadsheet computes it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
