"""Redaction: which passages of a tip must not leave, and what leaves without them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bot.errors import JagaNetralError
from bot.tips.case import Case, Mark
from bot.tips.tip import Account, Content

STRUCK = "[disamarkan]"
EVIDENCE = "bukti"
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "cerita": "story",
        "siapa": "who",
        "kapan": "when",
        "tanggal": "day",
        "di-mana": "where",
        "kecamatan": "district",
        "kelurahan": "village",
        "perangkat": "office",
        "cara-tahu": "known",
        "saksi": "witnesses",
        "tautan": "links",
    }
)
WHOLE: Mapping[str, Any] = MappingProxyType(
    {"day": None, "district": "", "village": "", "office": "", "known": None}
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]*", re.UNICODE)
_WRITTEN = re.compile(r"([a-z-]+)(?::(\d+)(?:-(\d+))?)?")


class UnknownPassage(JagaNetralError):
    """Report a mark that names no passage of this tip."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where each sentence of *text* begins and ends.

    >>> sentences("Satu. Dua jam 10.30! Tiga")
    [(0, 5), (6, 20), (21, 25)]
    """
    found = []
    for each in _SENTENCE.finditer(text):
        start = each.start() + len(each[0]) - len(each[0].lstrip())
        end = each.end() - len(each[0]) + len(each[0].rstrip())
        if start < end:
            found.append((start, end))
    return found


def mark_of(written: str, account: Account) -> Mark:
    """Return the passage that *written* names.

    `siapa` is a whole field, `cerita:2` its second sentence (or link), `cerita:10-25` its letters
    10 up to 25. Raises UnknownPassage when there is none.
    """
    parts = _WRITTEN.fullmatch(written.strip().lower())
    name = FIELDS.get(parts[1]) if parts else None
    if parts is None or name is None:
        raise UnknownPassage(f"{written}: tulis {', '.join(FIELDS)}, misalnya cerita:2")
    first, last = parts[2], parts[3]
    if first is None or name in WHOLE:
        return Mark(name)
    value: Sequence[Any] = getattr(account, name)
    if last is not None:
        return _letters(written, value, start=int(first), end=int(last), name=name)
    spans = [(n, n + 1) for n in range(len(value))] if name == "links" else sentences(str(value))
    if not 1 <= int(first) <= len(spans):
        raise UnknownPassage(f"{written}: di sana ada {len(spans)} bagian")
    start, end = spans[int(first) - 1]
    return Mark(name, start, end)


def withheld(written: Iterable[str], case: Case) -> frozenset[str]:
    """Return the ids of the files that *written* names, such as `bukti:2`, or `bukti` for all.

    Raises UnknownPassage when there is no such file.
    """
    ids = [each.id for each in case.evidence]
    found: set[str] = set()
    for each in written:
        _, _, number = each.partition(":")
        if not number:
            return frozenset(ids)
        if not number.isdecimal() or not 1 <= int(number) <= len(ids):
            raise UnknownPassage(f"{each}: aduan ini punya {len(ids)} berkas")
        found.add(ids[int(number) - 1])
    return frozenset(found)


def redacted(account: Account, marks: Iterable[Mark]) -> Account:
    """Return *account* without the passages at *marks*."""
    spans: dict[str, list[tuple[int, int]]] = {}
    changed: dict[str, Any] = {}
    for mark in marks:
        if mark.field in WHOLE:
            changed[mark.field] = WHOLE[mark.field]
            continue
        size = len(getattr(account, mark.field))
        end = size if mark.end is None else min(mark.end, size)
        spans.setdefault(mark.field, []).append((mark.start, end))
    for name, found in spans.items():
        value = getattr(account, name)
        changed[name] = _kept(value, found) if name == "links" else _struck(value, found)
    return replace(account, **changed)


def leaving(case: Case) -> Content:
    """Return exactly what leaves the house when *case* is forwarded."""
    chosen = tuple(
        replace(each, original=b"", original_sha256="")
        for each in case.evidence
        if each.id not in case.casework.withheld
    )
    return Content(redacted(case.account, case.casework.marks), chosen)


def _letters(written: str, value: Sequence[Any], *, start: int, end: int, name: str) -> Mark:
    """Return the letters from *start* up to *end*, counted from 1; raises UnknownPassage."""
    if not 1 <= start <= end <= len(value):
        raise UnknownPassage(f"{written}: di sana ada {len(value)} huruf")
    return Mark(name, start - 1, end)


def _struck(text: str, spans: list[tuple[int, int]]) -> str:
    """Return *text* with one sign for each passage; passages that touch are one."""
    kept, at = [], 0
    for start, end in joined(spans):
        if start < end:
            kept += [text[at:start], STRUCK]
            at = end
    return "".join([*kept, text[at:]])


def _kept(links: Sequence[str], spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """Return the links that no span covers."""
    return tuple(
        link
        for number, link in enumerate(links)
        if not any(start <= number < end for start, end in spans)
    )


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *spans* in order, those that touch or overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
