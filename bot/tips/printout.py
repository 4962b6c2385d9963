"""A tip, the list and what leaves, as staff read them in a terminal.

What senders wrote is shown without signs that a terminal obeys, such as those that move the cursor.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.staff.refusal import Say
from bot.tips import words
from bot.tips.case import Case, Event, Note
from bot.tips.completeness import deadline, missing
from bot.tips.desk import Opened
from bot.tips.evidence.sizes import size_name
from bot.tips.listing import Line
from bot.tips.redaction import FIELDS
from bot.tips.tip import Account, Content, Evidence, Status
from knowledge.phrasebook import Phrase

_OBEYED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# What begins with the code of an office or a target.
_NAMING = frozenset({Event.OFFICE_MARKED, Event.OFFICE_UNMARKED, Status.FORWARDED})
_HAPPENED = {str(each): phrase for each, phrase in (words.STATUSES | words.EVENTS).items()}


def safe(text: str) -> str:
    r"""Return *text* without what a terminal obeys or hides.

    >>> safe("kaus\x1b[2J calon\u202e")
    'kaus�[2J calon�'
    """
    return "".join(
        each if each == "\n" or unicodedata.category(each) not in _OBEYED else "�" for each in text
    )


class Printout:
    """Write in words of the phrasebook, with the *names* of offices and targets by their codes."""

    def __init__(self, say: Say, *, names: Mapping[str, str]) -> None:
        self._say = say
        self._names = names

    def listed(self, lines: Iterable[Line]) -> str:
        """Return a line for each tip, and how many there are."""
        found = [self._line(each) for each in lines]
        if not found:
            return self._say(words.NO_LINE)
        return "\n".join([*found, self._say(words.TOTAL, jumlah=len(found))])

    def case(self, opened: Opened) -> str:
        """Return everything about a tip."""
        case, say = opened.case, self._say
        parts = [
            [
                say(
                    words.HEAD,
                    nomor=case.tip.id,
                    status=self.status(case.tip.status),
                    hari=case.tip.day,
                )
            ],
            [say(words.TARGET, tujuan=self.named(case.tip.target))] if case.tip.target else [],
            self._marks(case),
            [*self._elements(case.account), self._lacking(case.content)],
            [self.deadline(deadline(case.account), opened.left)],
            self._files(case.evidence),
            self._section(words.REMARKS, self._remarks(case)),
            self._section(words.NOTES, self._notes(case.notes)),
            self._section(words.HISTORY, self._notes(case.history)),
            self._similar(opened),
        ]
        return "\n\n".join("\n".join(part) for part in parts if part)

    def _similar(self, opened: Opened) -> list[str]:
        """Return a line with the tips that tell the same."""
        numbers = ", ".join(each.tip.id for each in opened.similar)
        return [self._say(words.SIMILAR, nomor=numbers)] if numbers else []

    def leaving(self, content: Content) -> str:
        """Return what leaves the house, and nothing else."""
        files = self._files(content.evidence) or [self._say(words.STAYS)]
        parts = [[self._say(words.LEAVES)], [*self._elements(content.account)], files]
        return "\n\n".join("\n".join(part) for part in parts)

    def _line(self, line: Line) -> str:
        """Return a tip in one line."""
        say, tip = self._say, line.tip
        signs = [
            say(words.MARK_ASSIGNED, nama=line.assigned) if line.assigned else "",
            say(words.MARK_ANSWERED) if line.answered else "",
            "" if line.serious else say(words.MARK_PRANK),
            say(words.MARK_HELD) if line.held else "",
        ]
        return say(
            words.LINE,
            nomor=tip.id,
            hari=tip.day,
            status=self.status(tip.status).ljust(15),
            kecamatan=(tip.district or "-").ljust(14),
            perangkat=tip.office or "-",
            batas=self.deadline(line.deadline, line.left),
            tanda="; ".join(filter(None, signs)),
        ).rstrip()

    def status(self, status: Status) -> str:
        """Return how a status is called."""
        return self._say(words.STATUSES[status])

    def deadline(self, last: date | None, left: int | None) -> str:
        """Return how long a tip may be reported."""
        if last is None or left is None:
            return self._say(words.NO_DEADLINE)
        if left == 0:
            return self._say(words.LAST_DAY)
        phrase = words.LEFT if left > 0 else words.TOO_LATE
        return self._say(phrase, hari=abs(left), tanggal=last)

    def _elements(self, account: Account) -> Iterator[str]:
        """Yield a line for each element, told or not."""
        for name, field in FIELDS.items():
            value = getattr(account, field)
            told = "\n".join(value) if isinstance(value, tuple) else str(value or "")
            if field == "known" and value:
                told = self._say(words.KNOWN[value])
            text = safe(told).replace("\n", "\n  ") or self._say(words.UNTOLD)
            name_shown = self._say(words.ELEMENTS[name])
            yield self._say(words.ELEMENT, nama=name_shown, isi=text)

    def _lacking(self, content: Content) -> str:
        """Return which elements are missing."""
        lacking = [
            self._say(words.MISSING[each])
            for each in missing(content.account, files=len(content.evidence))
        ]
        if not lacking:
            return self._say(words.COMPLETE)
        return self._say(words.LACKING, daftar=", ".join(lacking))

    def _marks(self, case: Case) -> list[str]:
        """Return whom the tip is hidden from, and what was marked."""
        found = []
        if case.offices:
            names = ", ".join(sorted(map(self.named, case.offices)))
            found.append(self._say(words.OFFICES, perangkat=names))
        if case.casework.assigned:
            found.append(self._say(words.MARK_ASSIGNED, nama=case.casework.assigned))
        found += [] if case.casework.serious else [self._say(words.MARK_PRANK)]
        return found + ([self._say(words.MARK_HELD)] if case.held else [])

    def _files(self, evidence: tuple[Evidence, ...]) -> list[str]:
        """Return a line for each file."""
        lines = [
            self._say(
                words.FILE,
                nomor=number,
                jenis=each.kind,
                ukuran=size_name(each.size),
                bersih=self._say(words.CLEANED if each.cleaned else words.NOT_CLEANED),
                asli=self._say(
                    words.WITH_ORIGINAL if each.original_sha256 else words.WITHOUT_ORIGINAL
                ),
                sha256=each.sha256,
            )
            for number, each in enumerate(evidence, 1)
        ]
        return self._section(words.FILES, lines)

    def _section(self, heading: Phrase, lines: list[str]) -> list[str]:
        """Return *lines* under *heading*; nothing when there are none."""
        return [self._say(heading), *lines] if lines else []

    def _remarks(self, case: Case) -> list[str]:
        """Return what staff asked and the sender answered."""
        return [
            self._entry(each.day, self._say(words.VOICES[each.voice]), each.text)
            for each in case.remarks
        ]

    def _notes(self, notes: Iterable[Note]) -> list[str]:
        """Return what colleagues wrote or did."""
        return [self._entry(each.day, each.author, self.told(each)) for each in notes]

    def told(self, note: Note) -> str:
        """Return what a note says, behind what happened."""
        happened = _HAPPENED.get(note.event)
        code, colon, rest = note.text.partition(":")
        text = f"{self.named(code)}{colon}{rest}" if note.event in _NAMING else note.text
        said = [self._say(happened) if happened else "", text]
        return ": ".join(each for each in said if each)

    def named(self, code: str) -> str:
        """Return how an office or a target is called, its code where nobody knows it any more."""
        return self._names.get(code, code)

    def _entry(self, day: date, who: str, text: str) -> str:
        """Return one line of a section."""
        return self._say(words.ENTRY, hari=day, siapa=who, isi=safe(text).replace("\n", "\n    "))
