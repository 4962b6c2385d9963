import csv
from dataclasses import replace
from io import StringIO

import pytest
from tipping import DAY

from bot.tips.listing import Line, as_csv
from bot.tips.tip import Status, Tip

TIP = Tip("a" * 16, DAY, Status.NEW, "Beji", "bkpsdm", "", b"r" * 32)


def cells(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_the_list_as_a_file_has_a_row_for_each_tip() -> None:
    [row] = cells(as_csv([Line(TIP, DAY, 0, assigned="budi", answered=True)]))
    assert (row["nomor"], row["hari"], row["sisa_hari"]) == ("a" * 16, str(DAY), "0")
    assert (row["petugas"], row["pelapor_menjawab"], row["ditahan"]) == ("budi", "ya", "tidak")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "|", "%"])
def test_no_cell_is_computed_by_a_spreadsheet(start: str) -> None:
    line = Line(replace(TIP, district=f"{start}HYPERLINK(1)"), None, -3, assigned=f"{start}x")
    [row] = cells(as_csv([line]))
    assert row["kecamatan"].startswith("'")
    assert row["petugas"].startswith("'")
    assert row["sisa_hari"] == "0"
    assert row["batas_lapor"] == ""
