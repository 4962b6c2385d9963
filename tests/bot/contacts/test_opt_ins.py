import io
from zoneinfo import ZoneInfo

import pytest
from fakes import FakeClock

from bot.contacts.opt_ins import Known, Line, read_list
from bot.errors import ListRefused
from bot.messages import Address
from bot.questions.guide import LiveGuide

HEAD = "nomor,kategori,sumber,tanggal,peran,kecamatan,kantor\n"
GOOD = "+6281234567890,pengingat-hari-pemilu,formulir loket Beji,2026-11-01,pns,beji,kecamatan-beji"


@pytest.fixture
def known(guide: LiveGuide, clock: FakeClock) -> Known:
    library = guide.current.library
    zone, say = ZoneInfo("Asia/Jakarta"), guide.current.phrases.say
    return Known(library.regions, library.offices, _reach, clock.today(), zone, say)


def _reach(number: str) -> Address | None:
    return Address("whatsapp", number) if number.startswith("+") else None


def read(text: str, known: Known) -> list[Line]:
    return list(read_list(io.StringIO(text), known))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("0812,pengingat-hari-pemilu,formulir,2026-11-01,,,", "nomor"),
        ("+62812,pengingat,formulir,2026-11-01,,,", "kategori"),
        ("+62812,,formulir,2026-11-01,,,", "kategori"),
        ("+62812,pengingat-hari-pemilu,,2026-11-01,,,", "sumber"),
        (f"+62812,pengingat-hari-pemilu,{'a' * 201},2026-11-01,,,", "sumber"),
        ("+62812,pengingat-hari-pemilu,formulir,1 Nov,,,", "tanggal"),
        ("+62812,pengingat-hari-pemilu,formulir,2027-01-01,,,", "tanggal"),
        ("+62812,pengingat-hari-pemilu,formulir,2026-11-01,lurah,,", "peran"),
        ("+62812,pengingat-hari-pemilu,formulir,2026-11-01,,Bogor,", "kecamatan"),
        ("+62812,pengingat-hari-pemilu,formulir,2026-11-01,,,pusat", "kantor"),
        ("+62812", "sumber"),
    ],
)
def test_a_wrong_line_is_told_and_the_others_are_read(
    line: str, problem: str, known: Known
) -> None:
    first, second = read(f"{HEAD}{line}\n{GOOD}\n", known)
    assert first.problem.startswith(problem)
    assert (first.number, first.opt_in) == (2, None)
    assert second.opt_in


def test_a_list_without_its_columns_is_refused_as_a_whole(known: Known) -> None:
    with pytest.raises(ListRefused, match="sumber, tanggal"):
        read("nomor,kategori\n+62812,pengingat-hari-pemilu\n", known)
    with pytest.raises(ListRefused):
        read("", known)
