"""Striking what must not leave, in the browser."""

from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest
from handled import Handled, handled
from pypdf import PdfReader
from tipping import CONTENT, STORY
from visiting import Visitor

from bot.staff.account import Role

TWO = replace(
    CONTENT, account=replace(CONTENT.account, story=f"{STORY} Saya Budi, satpam di sana. 🙈 Takut.")
)


@pytest.fixture
async def desk(console: Visitor) -> Handled:
    made = await handled(console)
    await made.enters()
    return made


def leaving(page: str) -> str:
    """Return what a page says that leaves."""
    return unescape(page.split('id="keluar-judul"')[1].split("Yang tidak ikut", maxsplit=1)[0])


def behind(page: str) -> str:
    return unescape(page.split("Yang tidak ikut")[1].split("</ul>", maxsplit=1)[0])


async def test_what_is_struck_does_not_leave_and_the_rest_does(desk: Handled) -> None:
    tip = await desk.takes(TWO)
    page = await desk.redacts(tip, "cerita:2", "saksi", "bukti:1", huruf_siapa="1-5")
    shown = leaving(page).replace("<mark>", "").replace("</mark>", "")
    assert f"{STORY} [disamarkan] 🙈 Takut." in shown
    assert "[disamarkan] Kukusan" in shown
    assert "dua tetangga" not in shown
    assert "Tidak ada berkas yang ikut" in shown
    told = behind(page)
    assert all(
        each in told
        for each in ("Cerita: 1 bagian", "Siapa: 1 bagian", "Saksi: seluruhnya", "Bukti 1")
    )
    assert "<del>Saya Budi, satpam di sana.</del>" in page


async def test_what_is_struck_once_and_still_told_elsewhere_is_warned_of(desk: Handled) -> None:
    account = replace(CONTENT.account, story="Pak <b>Dedi</b> marah.", witnesses="<b>Dedi</b>")
    tip = await desk.takes(replace(CONTENT, account=account))
    warned = leaving(await desk.redacts(tip, "saksi", act="lihat"))
    assert "masih terbaca di bagian lain: “<b>Dedi</b>”" in warned
    assert "masih terbaca" not in await desk.redacts(tip, "saksi", "cerita")


async def test_looking_keeps_nothing_and_everything_can_be_taken_back(desk: Handled) -> None:
    tip = await desk.takes(TWO)
    looked = await desk.redacts(tip, "siapa", act="lihat")
    assert "Belum disimpan" in looked
    assert "Lurah Kukusan</dd>" not in leaving(looked)
    assert "Lurah Kukusan</dd>" in leaving(
        (await desk.console.opens(f"/aduan/{tip.id}/sunting")).text
    )
    await desk.redacts(tip, "siapa", "cerita:2")
    page = await desk.redacts(tip, "cerita:2")
    assert "Lurah Kukusan</dd>" in leaving(page)
    assert "satpam" not in leaving(page)
    assert "satpam" in leaving(await desk.redacts(tip, "cerita:2", act="lepas"))


async def test_marks_of_the_terminal_stand_in_the_form(desk: Handled) -> None:
    tip = await desk.takes(TWO)
    await desk.redacts(tip, "cerita", "tanggal", "bukti:1", **{"huruf_di-mana": "3-9, 1"})
    page = (await desk.console.opens(f"/aduan/{tip.id}/sunting")).text
    for value in ("cerita", "tanggal", "bukti:1"):
        assert f'value="{value}" checked' in page
    assert 'name="huruf_di-mana" value="3-9, 1-1"' in page


async def test_letters_that_are_not_there_are_told_beside_their_field(desk: Handled) -> None:
    tip = await desk.takes(TWO)
    for wrong in ("0-3", "9-2", "1-999", "satu"):
        page = await desk.redacts(tip, "saksi", huruf_siapa=wrong)
        assert "Bagian ini punya 13 huruf" in page
        assert f'value="{wrong}"' in page
    assert "Belum ada yang disunting" in (await desk.console.opens(f"/aduan/{tip.id}/sunting")).text
    assert "tidak cocok lagi" in await desk.redacts(tip, "cerita:99")


async def test_a_stale_page_takes_no_mark_of_a_colleague_back(desk: Handled) -> None:
    tip = await desk.takes(TWO)
    stale = await desk.seen(tip)
    await desk.redacts(tip, "siapa", huruf_saksi="1-3")
    for act in ("simpan", "lihat"):
        answer = await desk.console.sends(
            f"/aduan/{tip.id}/sunting",
            samarkan="saksi",
            dilihat=stale,
            lakukan=act,
            huruf_saksi="5-7",
        )
        assert (answer.status_code, "sudah lain dari yang Anda lihat" in answer.text) == (422, True)
        for value in ("siapa", "saksi"):
            assert f'value="{value}" checked' in answer.text
        assert 'value="5-7, 1-3"' in answer.text
    assert "dua tetangga" not in leaving(
        (await desk.console.opens(f"/aduan/{tip.id}/sunting")).text
    )


async def test_what_a_citizen_wrote_is_text_here_too(desk: Handled) -> None:
    evil = "<script>alert(1)</script>\u202e. </textarea><img src=x>."
    told = replace(CONTENT.account, story=evil, who=evil, links=(f"https://x.example/{evil}",))
    tip = await desk.takes(replace(CONTENT, account=told))
    for path in ("sunting", "teruskan"):
        page = (await desk.console.opens(f"/aduan/{tip.id}/{path}")).text
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "\u202e" not in page


async def test_the_paper_waits_for_a_decision_and_has_nothing_that_is_struck(desk: Handled) -> None:
    tip = await desk.takes(TWO)
    early = await desk.console.opens(f"/aduan/{tip.id}/pdf")
    assert (early.status_code, "Belum ada yang memutuskan" in early.text) == (422, True)
    await desk.redacts(tip, "cerita:2", "siapa")
    paper = await desk.console.opens(f"/aduan/{tip.id}/pdf")
    text = "\n".join(each.extract_text() for each in PdfReader(BytesIO(paper.content)).pages)
    assert "Lurah Kukusan membagikan" in text
    assert "satpam" not in text
    assert tip.id not in text
    assert paper.headers["content-disposition"].startswith('attachment; filename="informasi-awal-')
    assert paper.headers["cache-control"] == "no-store"


async def test_to_leave_everything_is_a_decision_too(desk: Handled) -> None:
    tip = await desk.takes()
    assert "Sudah disimpan" in await desk.redacts(tip)
    assert (await desk.console.opens(f"/aduan/{tip.id}/pdf")).status_code == 200


async def test_one_s_own_office_and_a_shut_desk_see_nothing(desk: Handled) -> None:
    tip = await desk.takes()
    file = f"/aduan/{tip.id}/bukti/1"
    pages = [f"/aduan/{tip.id}/{each}" for each in ("sunting", "teruskan", "pdf")]
    pages += [file, f"{file}/isi", f"{file}/unduh"]
    offices = frozenset({CONTENT.account.office})
    await desk.enters(name="budi", offices=offices)
    for path in pages:
        answer = await desk.console.opens(path)
        assert (answer.status_code, STORY in answer.text) == (404, False), path
    for path in (pages[0], pages[1], f"{file}/asli"):
        answer = await desk.console.sends(path, alasan="Sangat perlu.", tujuan="bkn", dilihat="x")
        assert answer.status_code == 404, path
    await desk.console.enters(Role.VERIFIER, name="rina")
    for path in pages:
        answer = await desk.console.opens(path)
        assert (answer.status_code, "Buka meja aduan" in answer.text) == (423, True), path
