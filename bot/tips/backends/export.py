"""The register as a table or as JSON, to be handed over."""

import csv
import io
import json
from collections.abc import Iterator, Sequence

from bot.tips.backends.register import Entry
from bot.tips.backends.report import report

_COLUMNS = (
    "nomor",
    "tanggal",
    "tujuan",
    "peristiwa",
    "terlapor",
    "waktu",
    "tanggal_peristiwa",
    "tempat",
    "kecamatan",
    "kelurahan",
    "kantor",
    "cara_tahu",
    "saksi",
    "tautan",
    "belum_lengkap",
    "alasan",
    "bukti",
)
# A spreadsheet takes a cell that begins so for a formula (owasp.org, CSV injection); blanks, the
# wide forms and what is not seen in front of them do not stop it.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_json(entries: Sequence[Entry]) -> str:
    """Return *entries* as a list in JSON, each with its number."""
    found = [
        {"number": entry.reference, **report(entry.package, key=entry.id)}
        for entry in entries
        if entry.package
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def as_csv(entries: Sequence[Entry]) -> str:
    """Return *entries* as CSV in which no cell is a formula."""
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    table.writerows([_harmless(cell) for cell in _cells(each)] for each in entries if each.package)
    return text.getvalue()


def _cells(entry: Entry) -> Iterator[str]:
    """Yield the cells of *entry*, in the order of the columns."""
    package = entry.package
    if package is None:
        return
    account = package.account
    yield from (entry.reference, entry.day.isoformat(), package.target)
    yield from (account.story, account.who, account.when)
    yield account.day.isoformat() if account.day else ""
    yield from (account.where, account.district, account.village, account.office)
    yield account.known or ""
    yield from (account.witnesses, "\n".join(account.links), "; ".join(package.completeness))
    yield package.reason
    yield "\n".join(f"{each.kind} {each.sha256}" for each in package.evidence)


def _harmless(cell: str) -> str:
    """Return *cell*, with an apostrophe in front where a spreadsheet would compute it.

    >>> _harmless("=1+1"), _harmless(" +62"), _harmless("lurah")
    ("'=1+1", "' +62", 'lurah')
    """
    clean = "".join(each for each in cell if each.isprintable() or each in "\n\t")
    begins = clean.lstrip(" \u00a0\ufeff\u200b")
    return f"'{clean}" if begins.startswith(_FORMULAS) else clean
