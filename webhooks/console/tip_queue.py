"""What the list of tips is asked for: filters, search, order and page, all of it in the address."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
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

    def takes(self, line: Line, name: str) -> bool:
        """Tell whether *line* is asked for by the account *name*, whatever its status."""
        return (
            self.kecamatan.casefold() in {"", line.tip.district.casefold()}
            and self.perangkat in {"", line.tip.office, *line.offices}
            and self._owned(line, name)
            and self._due(line)
            and (not self.serius or line.serious is (self.serius == "ya"))
            and (line.answered or not self.jawaban)
        )

    def at_status(self, line: Line) -> bool:
        """Tell whether *line* is at the status that is asked for."""
        if self.status == OPEN:
            return line.tip.status not in CLOSED
        return self.status in {"", line.tip.status}

    def ordered(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Return *lines*, which are by age or by how well they match, in the order asked for."""
        order = self.urut or ("" if self.cari else ORDERS[0])
        if order == "terbaru":
            return lines[::-1] if not self.cari else sorted(lines, key=_age, reverse=True)
        key = {"mendesak": _pressing, "terlama": _age, "kecamatan": _place}.get(order)
        return sorted(lines, key=key) if key else lines

    def _owned(self, line: Line, name: str) -> bool:
        """Tell whether *line* is with whom it is asked for."""
        wanted = {"saya": name, "belum": ""}.get(self.petugas)
        return wanted is None or line.assigned == wanted

    def _due(self, line: Line) -> bool:
        """Tell whether the days that *line* has left are those asked for."""
        if not self.tenggat:
            return True
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


def found(lines: Iterable[Line], sought: Sought, name: str) -> Found:
    """Return the page of *lines* that *sought* asks for in the name of the account *name*."""
    fitting = [each for each in lines if sought.takes(each, name)]
    counts = Counter(str(each.tip.status) for each in fitting)
    counts[OPEN] = sum(counts[each] for each in Status if each not in CLOSED)
    counts[""] = len(fitting)
    wanted = sought.ordered([each for each in fitting if sought.at_status(each)])
    last = max(1, -(-len(wanted) // PAGE))
    page = min(sought.hal, last)
    return Found(wanted[(page - 1) * PAGE : page * PAGE], len(wanted), page, last, counts)


def _pressing(line: Line) -> tuple[int, int, object]:
    """Return where *line* comes when what can still be saved comes first."""
    waits = 0 if may_vanish(line.tip.status) else 1
    if line.left is None:
        return waits, _LATER, _age(line)
    return waits, line.left if line.left >= 0 else _LATER - line.left, _age(line)


def _age(line: Line) -> tuple[object, str]:
    """Return where *line* comes by its day."""
    return line.tip.day, line.tip.id


def _place(line: Line) -> tuple[str, object]:
    """Return where *line* comes by its kecamatan; those without one last."""
    return line.tip.district or "\uffff", _age(line)


def _one_of(text: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return *text* when it is *known*, else what stands for all."""
    return text if text in set(known) else otherwise
