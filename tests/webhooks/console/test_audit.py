import csv
import io

import pytest
from sqlalchemy import text
from visiting import Visitor

from bot.staff.account import Role
from bot.staff.chain import Entry

TRAIL = "/pengaturan/jejak"


@pytest.fixture
async def auditor(console: Visitor) -> Visitor:
    await console.enters(Role.AUDITOR)
    return console


async def noted(console: Visitor, *entries: Entry) -> None:
    room = console.services.staffing.room
    for each in entries:
        async with room.database.transaction() as connection:
            await room.note(connection, each)


async def test_rows_are_told_in_words_with_the_names_of_accounts(auditor: Visitor) -> None:
    refusal = Entry("siti", "forward-tips", "aduan-1", "refused", "office")
    unfit = Entry("siti", "read-audit", "list", "refused", "role")
    await noted(auditor, refusal, unfit, Entry("", "log-in", "", "refused", "credentials"))
    page = (await auditor.opens(TRAIL)).text
    for words in ("meneruskan", "aduan-1", "menyangkut perangkat daerah Anda", "tanpa akun"):
        assert words in page
    assert "perannya tidak mengizinkan" in page
    assert ">daftar</td>" in page
    for word in ("role", "list"):
        assert f">{word}</td>" not in page
        assert f": {word}</td>" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tindakan=log-out", {"dua"}),
        ("akun=budi", {"dua", "tiga"}),
        ("sejak=2026-11-26", {"tiga"}),
        ("sampai=2026-11-25", {"satu", "dua"}),
        ("akun=tidak-ada", set()),
        ("sejak=kemarin&sampai=9999-12-31&nomor=-1", {"satu", "dua", "tiga"}),
    ],
)
async def test_rows_are_filtered(auditor: Visitor, query: str, found: set[str]) -> None:
    await noted(auditor, Entry("rina", "log-in", "*satu"), Entry("budi", "log-out", "*dua"))
    auditor.clock.forward(seconds=86_400)
    await noted(auditor, Entry("budi", "log-in", "*tiga"))
    await auditor.enters(Role.AUDITOR, name="rini")
    page = (await auditor.opens(f"{TRAIL}?{query}")).text
    assert {each for each in ("satu", "dua", "tiga") if f"*{each}" in page} == found


async def test_a_long_trail_comes_a_page_at_a_time(auditor: Visitor) -> None:
    await noted(auditor, *(Entry("siti", "log-in", f"*{number:03}*") for number in range(60)))
    page = (await auditor.opens(f"{TRAIL}?tindakan=log-in")).text
    assert ("*059*" in page, "*010*" in page, "*009*" in page) == (True, True, False)
    older = page.split("nomor=")[1].split('"')[0]
    page = (await auditor.opens(f"{TRAIL}?tindakan=log-in&nomor={older}")).text
    assert ("*010*" in page, "*009*" in page, "Yang lebih lama" in page) == (False, True, False)


async def test_the_chain_is_verified_in_words(auditor: Visitor) -> None:
    await noted(auditor, Entry("siti", "log-in"))
    assert "Jejak audit utuh" in (await auditor.sends(f"{TRAIL}/periksa")).text
    async with auditor.services.database.transaction() as connection:
        await connection.execute(text("UPDATE audit_rows SET subject = 'x' WHERE number = 1"))
    page = (await auditor.sends(f"{TRAIL}/periksa")).text
    assert 'role="alert">Jejak audit berubah: baris nomor 1' in page


async def test_an_export_holds_no_formula_and_is_noted(auditor: Visitor) -> None:
    await noted(auditor, Entry("siti", "log-in", "=HYPERLINK(1)"), Entry("siti", "log-out", "@x"))
    answer = await auditor.sends(f"{TRAIL}/unduh", tindakan="", akun="", sejak="", sampai="")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="jejak-2026-11-25.csv"'
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert [row[4] for row in rows] == ["objek", "'=HYPERLINK(1)", "'@x", "export"]


async def test_what_is_typed_into_the_address_stays_text(auditor: Visitor) -> None:
    page = (await auditor.opens(f'{TRAIL}?sejak="><script>alert(1)</script>')).text
    assert "<script>alert" not in page
