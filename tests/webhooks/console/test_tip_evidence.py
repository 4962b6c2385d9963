"""Evidence in the browser: shown in a box, handed out under our own names, never run."""

from dataclasses import replace
from pathlib import Path

import pytest
from handled import Handled, handled
from pictures import png
from tipping import CONTENT
from visiting import Visitor

from bot.staff.account import Act, Role
from bot.staff.session import CONFIRMED_FOR

SCRIPT = (
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
)
FILM = bytes(range(256)) * 400
WHY = "Penerima meminta berkas asli."


@pytest.fixture
async def desk(console: Visitor) -> Handled:
    made = await handled(console)
    await made.enters()
    return made


async def test_a_picture_is_shown_in_a_box_and_handed_out_under_our_name(desk: Handled) -> None:
    tip = await desk.takes_files(desk.file(png(), "image/png"))
    place = f"/aduan/{tip.id}/bukti/1"
    page = await desk.console.opens(place)
    assert f'<img class="shown" src="/meja{place}/isi"' in page.text
    shown = await desk.console.opens(f"{place}/isi")
    assert (shown.content, shown.headers["content-type"]) == (png(), "image/png")
    assert shown.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cross-origin-resource-policy"] == "same-origin"
    assert shown.headers["cache-control"] == "no-store"
    kept = await desk.console.opens(f"{place}/unduh")
    assert kept.content == png()
    assert kept.headers["content-disposition"] == 'attachment; filename="bukti-1.png"'
    assert kept.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "application/xhtml+xml"])
async def test_what_could_run_is_never_a_page(desk: Handled, kind: str) -> None:
    tip = await desk.takes_files(desk.file(SCRIPT, kind, cleaned=False))
    place = f"/aduan/{tip.id}/bukti/1"
    page = await desk.console.opens(place)
    assert "<iframe" not in page.text
    assert "Peramban tidak dapat menampilkan" in page.text
    assert (await desk.console.opens(f"{place}/isi")).status_code == 404
    kept = await desk.console.opens(f"{place}/unduh")
    assert kept.headers["content-type"] == "application/octet-stream"
    assert kept.headers["content-disposition"] == 'attachment; filename="bukti-1.bin"'


async def test_text_with_tags_stays_text_and_a_pdf_is_shown_only_when_it_is_clean(
    desk: Handled,
) -> None:
    tip = await desk.takes_files(
        desk.file(SCRIPT, "text/plain", cleaned=False),
        desk.file(b"%PDF-1.7 /JS (app.alert(1))", "application/pdf", cleaned=False),
        desk.file(b"%PDF-1.7 bersih", "application/pdf"),
    )
    place = f"/aduan/{tip.id}/bukti"
    shown = await desk.console.opens(f"{place}/1/isi")
    assert shown.headers["content-type"] == "text/plain; charset=utf-8"
    assert "sandbox" in shown.headers["content-security-policy"]
    assert (
        '<iframe class="shown page" sandbox src=' in (await desk.console.opens(f"{place}/1")).text
    )
    assert (await desk.console.opens(f"{place}/2/isi")).status_code == 404
    assert "Tidak dibersihkan" in (await desk.console.opens(f"{place}/2")).text
    paper = await desk.console.opens(f"{place}/3/isi")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-99", 206, 0, 99),
        ("bytes=102000-", 206, 102_000, 102_399),
        ("bytes=-10", 206, 102_390, 102_399),
        ("bytes=0-999999", 206, 0, 102_399),
        ("bytes=102400-", 416, 0, -1),
        ("bytes=9-2", 416, 0, -1),
        ("bytes=-0", 416, 0, -1),
        ("bytes=0-1,5-6", 200, 0, 102_399),
        ("letters=0-1", 200, 0, 102_399),
    ],
)
async def test_a_player_gets_the_part_that_it_asks_for(
    desk: Handled, asked: str, status: int, first: int, last: int
) -> None:
    tip = await desk.takes_files(desk.file(FILM, "video/mp4", cleaned=False))
    part = await desk.console.opens(f"/aduan/{tip.id}/bukti/1/isi", range=asked)
    assert (part.status_code, part.content) == (status, FILM[first : last + 1])
    if status == 206:
        assert part.headers["content-range"] == f"bytes {first}-{last}/{len(FILM)}"


async def test_the_original_is_for_a_forwarder_with_a_reason_and_a_fresh_code(
    desk: Handled,
) -> None:
    tip = await desk.takes_files(desk.file(b"bersih", "image/jpeg", came_as=b"asli dengan GPS"))
    place = f"/aduan/{tip.id}/bukti/1"
    assert (await desk.console.sends(f"{place}/asli", alasan=" ")).status_code == 422
    desk.console.clock.forward(seconds=CONFIRMED_FOR.total_seconds())
    assert (await desk.console.sends(f"{place}/asli", alasan=WHY)).status_code == 403
    await desk.enters(Role.FORWARDER, name="rina")
    given = await desk.console.sends(f"{place}/asli", alasan=WHY)
    assert given.content == b"asli dengan GPS"
    assert given.headers["content-disposition"] == 'attachment; filename="bukti-1-asli.jpg"'
    assert f"1: {WHY}" in (await desk.console.opens(f"/aduan/{tip.id}")).text
    await desk.enters(Role.VERIFIER, name="budi")
    assert "Berkas asli" not in (await desk.console.opens(place)).text
    assert (await desk.console.sends(f"{place}/asli", alasan=WHY)).status_code == 403
    noted = [each for each in await desk.console.desk.noted() if each.act == Act.OPEN_ORIGINALS]
    assert [each.outcome for each in noted] == ["refused", "done", "refused"]


async def test_a_file_that_is_not_this_tip_s_is_not_there(desk: Handled, tmp_path: Path) -> None:
    one = await desk.takes_files(desk.file(png(), "image/png"))
    two = await desk.takes_files(desk.file(b"lain", "text/plain"), desk.file(b"dua", "text/plain"))
    for number in ("2", "0", "-1", "1.0", "\u0661", "9999", "..%2f..", "%2e%2e"):
        for more in ("", "/isi", "/unduh"):
            path = f"/aduan/{one.id}/bukti/{number}{more}"
            assert (await desk.console.opens(path)).status_code == 404, path
    assert (await desk.console.opens(f"/aduan/{two.id}/bukti/2/unduh")).content == b"dua"
    gone = replace(CONTENT.evidence[0], id="../" * 9 + "etc/passwd")
    tip = await desk.takes_files(gone, replace(gone, id="f" * 32))
    for number in (1, 2):
        answer = await desk.console.opens(f"/aduan/{tip.id}/bukti/{number}/unduh")
        assert answer.status_code == 404


async def test_nothing_is_ever_in_clear_on_the_disk(desk: Handled) -> None:
    tip = await desk.takes_files(desk.file(b"rahasia" * 99, "image/jpeg", came_as=b"aslinya" * 99))
    place = f"/aduan/{tip.id}/bukti/1"
    await desk.console.opens(f"{place}/isi")
    await desk.console.opens(f"{place}/unduh")
    await desk.console.sends(f"{place}/asli", alasan=WHY)
    folder = desk.console.services.settings.data_dir
    kept = [each.read_bytes() for each in folder.rglob("*") if each.is_file()]
    assert kept
    assert not any(b"rahasia" * 2 in each or b"aslinya" * 2 in each for each in kept)


async def test_a_made_up_kind_becomes_text(desk: Handled) -> None:
    evil = 'image/png"><script>alert(1)</script>'
    tip = await desk.takes_files(desk.file(png(), evil, cleaned=False))
    for path in ("", "/bukti/1", "/sunting"):
        assert "<script>alert" not in (await desk.console.opens(f"/aduan/{tip.id}{path}")).text
    kept = await desk.console.opens(f"/aduan/{tip.id}/bukti/1/unduh")
    assert kept.headers["content-disposition"] == 'attachment; filename="bukti-1.bin"'
