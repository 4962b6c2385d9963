"""What the list of tips is asked for: filters, search, order and page, all of it in the address."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from bot.tips.listing import Line
from bot.tips.tip import CLOSED, Status, may_vanish

PAGE = 25
OPEN = "terbuka"
ORDERS = ("mendesak", "terlama", "terbaru", "kecamatan")
LIMITS = ("0", "1", "2", "3", "7")  # at most so many days are left
LATE, UNKNOWN = "lewat", "tidak-diketahui"
_DIGITS = 6
_LATER = 10_000  # days: behind all that can still be reported


@dataclass(frozen=True, slots=True)
class Sought:
    """What the list is asked for; what is "" asks for all, and fields are called as in the address.

    *status* may be OPEN, *petugas* "saya" or "belum", *tenggat* days, LATE or UNKNOWN.
    """

    cari: str = ""
    status: str = OPEN
    kecamatan: str = ""
    perangkat: str = ""
    tenggat: str = ""
    petugas: str = ""
    serius: str = ""
    jawaban: str = ""
    urut: str = ""
    hal: int = 1

    @classmethod
    def of(cls, query: QueryParams) -> "Sought":
        """Return what an address asks for; what it cannot mean asks for nothing."""
        page = query.get("hal", "")
        return cls(
            cari=query.get("cari", "")[:200].strip(),
            status=_one_of(query.get("status", OPEN), (OPEN, "", *Status), OPEN),
            kecamatan=query.get("kecamatan", "")[:100],
            perangkat=query.get("perangkat", "")[:100],
            tenggat=_one_of(query.get("tenggat", ""), (*LIMITS, LATE, UNKNOWN)),
            petugas=_one_of(query.get("petugas", ""), ("saya", "belum")),
            serius=_one_of(query.get("serius", ""), ("tidak", "ya")),
            jawaban=_one_of(query.get("jawaban", ""), ("ada",)),
            urut=_one_of(query.get("urut", ""), ORDERS),
            hal=max(1, int(page)) if page.isdecimal() and len(page) <= _DIGITS else 1,
        )

    @property
    def query(self) -> str:
        """Return this as an address has it, without what goes without saying."""
        usual = asdict(Sought())
        return urlencode({name: each for name, each in asdict(self).items() if each != usual[name]})

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the usual is asked for."""
        return replace(self, hal=1, urut="") != Sought()

    def at(self, page: int) -> str:
        """Return the address of another *page*."""
        query = replace(self, hal=page).query
        return f"/meja/aduan?{query}" if query else "/meja/aduan"

    def among(self, lines: Sequence[Line], name: str) -> Sequence[Line]:
        """Return those of *lines* that the account *name* asks for, whatever their status."""
        place = self.kecamatan.casefold()
        asked: list[tuple[str, Callable[[Line], bool]]] = [
            (place, lambda line: line.tip.district.casefold() == place),
            (self.perangkat, lambda line: self.perangkat in {line.tip.office, *line.offices}),
            (self.petugas, lambda line: line.assigned == (name if self.petugas == "saya" else "")),
            (self.tenggat, self._due),
            (self.serius, lambda line: line.serious is (self.serius == "ya")),
            (self.jawaban, lambda line: line.answered),
        ]
        for wanted, test in asked:
            if wanted:
                lines = [each for each in lines if test(each)]
        return lines

    @property
    def statuses(self) -> frozenset[Status]:
        """Return the statuses that are asked for."""
        if self.status == OPEN:
            return frozenset(Status) - CLOSED
        return frozenset({Status(self.status)}) if self.status else frozenset(Status)

    @property
    def key(self) -> Callable[[Line], Any] | None:
        """Return what puts lines in the order asked for; None leaves what was found as it is."""
        return _KEYS.get(self.urut or ("" if self.cari else ORDERS[0]))

    def _due(self, line: Line) -> bool:
        """Tell whether the days that *line* has left are those asked for."""
        if self.tenggat == UNKNOWN or line.left is None:
            return self.tenggat == UNKNOWN and line.left is None
        if self.tenggat == LATE:
            return line.left < 0
        return 0 <= line.left <= int(self.tenggat)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list: its *lines*, how many there are in all, and how many at each status."""

    lines: Sequence[Line]
    total: int
    page: int
    last: int
    counts: Mapping[str, int]

    @property
    def first(self) -> int:
        """Return the number of the first line, counted from 1 over all pages."""
        return (self.page - 1) * PAGE + 1


def found(lines: Sequence[Line], sought: Sought, name: str) -> Found:
    """Return the page of *lines*, which are in order, that the account *name* asks for."""
    fitting = sought.among(lines, name)
    counts = Counter[str](map(attrgetter("tip.status"), fitting))
    counts[OPEN] = sum(counts[each] for each in Status if each not in CLOSED)
    counts[""] = len(fitting)
    statuses = sought.statuses
    wanted = [each for each in fitting if each.tip.status in statuses]
    last = max(1, -(-len(wanted) // PAGE))
    page = min(sought.hal, last)
    return Found(wanted[(page - 1) * PAGE : page * PAGE], len(wanted), page, last, counts)


def _pressing(line: Line) -> tuple[int, int, object]:
    """Return where *line* comes when what can still be saved comes first."""
    waits = 0 if may_vanish(line.tip.status) else 1
    if line.left is None:
        return waits, _LATER, tip_age(line)
    return waits, line.left if line.left >= 0 else _LATER - line.left, tip_age(line)


def tip_age(line: Line) -> tuple[object, str]:
    """Return where *line* comes by its day."""
    return line.tip.day, line.tip.id


def _newest(line: Line) -> tuple[int, str]:
    """Return where *line* comes when the newest day comes first."""
    return -line.tip.day.toordinal(), line.tip.id


def _place(line: Line) -> tuple[str, object]:
    """Return where *line* comes by its kecamatan; those without one last."""
    return line.tip.district or "\uffff", tip_age(line)


_KEYS: Mapping[str, Callable[[Line], Any]] = {
    "mendesak": _pressing,
    "terlama": tip_age,
    "terbaru": _newest,
    "kecamatan": _place,
}


def _one_of(text: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return *text* when it is *known*, else what stands for all."""
    return text if text in set(known) else otherwise
