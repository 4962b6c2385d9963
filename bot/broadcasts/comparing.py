"""What differs between two broadcasts, for whoever is to approve the newer one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

from bot.broadcasts.broadcast import Broadcast, Illustration

_TOKEN = re.compile(r"\s+|[^\s]+")


class Basis(StrEnum):
    """What a broadcast is compared with."""

    APPROVED = "disetujui"
    REMINDER = "naskah"


class Kind(StrEnum):
    """Whether a piece of a text stayed, was taken out, or was put in."""

    SAME = "tetap"
    GONE = "dihapus"
    NEW = "ditambah"


class PictureChange(StrEnum):
    """What became of a picture."""

    ADDED = "ditambahkan"
    REPLACED = "diganti"
    REMOVED = "dilepas"
    DESCRIBED = "dijelaskan-ulang"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text that had the same fate."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a broadcast, *before* approved or drafted *at* that time, and *after*."""

    basis: Basis
    before: Broadcast
    after: Broadcast
    at: datetime | None = None

    @property
    def text(self) -> tuple[Piece, ...]:
        """Return the text word by word, nothing when all of it stayed."""
        return worded(self.before.content.text, self.after.content.text)

    @property
    def template(self) -> tuple[Piece, ...]:
        """Return the text of the template word by word, nothing when all of it stayed."""
        old, new = (each.content.template for each in (self.before, self.after))
        return worded(old.filled if old else "", new.filled if new else "")

    @property
    def picture(self) -> PictureChange | None:
        """Return what became of the picture, None when it stayed."""
        return _picture(self.before.content.illustration, self.after.content.illustration)

    @property
    def has_other_audience(self) -> bool:
        """Tell whether it is for others."""
        return self.before.audience != self.after.audience

    @property
    def has_other_time(self) -> bool:
        """Tell whether it begins or ends at another time."""
        old, new = self.before, self.after
        return (old.starts_at, old.ends_at) != (new.starts_at, new.ends_at)

    @property
    def has_other_choices(self) -> bool:
        """Tell whether the buttons below it are others."""
        return self.before.content.choices != self.after.content.choices

    @property
    def has_other_urgency(self) -> bool:
        """Tell whether another reason is given for sending it at night."""
        return self.before.content.urgent != self.after.content.urgent

    @property
    def is_same(self) -> bool:
        """Tell whether nothing differs that an approval is for."""
        return self.before.fingerprint == self.after.fingerprint


def worded(old: str, new: str) -> tuple[Piece, ...]:
    """Return *new* with what it took out of *old* and put in, nothing when they are the same.

    >>> [(str(each.kind), each.text) for each in worded("di TPS 4", "di TPS 5")]
    [('tetap', 'di TPS '), ('dihapus', '4'), ('ditambah', '5')]
    """
    return () if old == new else tuple(_pieces(_TOKEN.findall(old), _TOKEN.findall(new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Yield the pieces of two texts in words."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, begin, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Kind.SAME, "".join(old[begin:end]))
            continue
        if end > begin:
            yield Piece(Kind.GONE, "".join(old[begin:end]))
        if last > first:
            yield Piece(Kind.NEW, "".join(new[first:last]))


def _picture(old: Illustration | None, new: Illustration | None) -> PictureChange | None:
    """Return what became of a picture."""
    if old == new:
        return None
    if old is None:
        return PictureChange.ADDED
    if new is None:
        return PictureChange.REMOVED
    return PictureChange.DESCRIBED if old.digest == new.digest else PictureChange.REPLACED
