"""The pictures of README, of a server with made-up questions, tips and reminders: `make pictures`.

PICTURES (a folder) adds every page, on a phone and at a desk, in light and in dark.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from broadcast_examples import drafted_broadcast, running_broadcast
from coming_in import colleague
from logged_in import WORDS
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Locator, Page
from question_examples import asked_questions, waiting_asker
from questioning import EXAMPLES
from tip_examples import SECRET, example_tip
from watching import ColorScheme, Serving

from bot.staff.account import Role

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

DOCS = Path(__file__).parents[2] / "docs"
SHOWN = ("beranda", "aduan")  # as they open
COLOURS = 96
PHONE, OFFICE = 360, 1280
EDGE = 12  # around what is cut out of a page
PROPOSAL = {
    "judul": "Memakai payung bergambar kuda",
    "jawaban": "Jangan dipakai ke kantor.",
    "alasan": "Gambarnya mudah dibaca sebagai dukungan.",
    "alternatif": "Pakai payung polos.",
    "contoh": "\n".join(EXAMPLES),
}


@pytest.fixture(scope="module")
def pages(serving: Serving) -> dict[str, str]:
    """The path of each page that is drawn, by the picture's name."""
    data = serving.data
    for name, role in (("rina", Role.BROADCASTER), ("tono", Role.APPROVER)):
        colleague(serving, name, role)
    tip, broadcast = example_tip(data), running_broadcast(data)
    draft = drafted_broadcast(data, "draf")
    answer = waiting_asker(data)
    return {
        "beranda": asked_questions(data),
        "aduan-daftar": "/aduan",
        "aduan": f"/aduan/{tip}",
        "menyunting": f"/aduan/{tip}/sunting",
        "meneruskan": f"/aduan/{tip}/teruskan",
        "bukti": f"/aduan/{tip}/bukti/1",
        "jejak-aduan": f"/aduan/{tip}/jejak",
        "siaran-daftar": "/siaran",
        "siaran-menulis": f"/siaran/{draft}/ubah",
        "siaran": f"/siaran/{draft}",
        "siaran-berjalan": f"/siaran/{broadcast}",
        "laporan": f"/siaran/{broadcast}/laporan",
        "pertanyaan": "/pertanyaan",
        "menjawab": answer,
        "coba": "/pertanyaan/coba",
        "usulan": "/pertanyaan/aturan-baru",
        "pengetahuan": "/pengetahuan",
        "kartu": "/pengetahuan/isi/like-unggahan-calon",
        "pengaturan": "/pengaturan",
        "akun": "/pengaturan/akun",
        "retensi": "/pengaturan/masa-simpan",
        "jejak": "/pengaturan/jejak",
        "bantuan": "/bantuan",
        "peran": "/bantuan/peran",
    }


def visitor(
    chromium: Browser, serving: Serving, token: str, *, width: int, scheme: ColorScheme
) -> Page:
    """Return a page of somebody who is logged in and has unlocked the desk."""
    context = chromium.new_context(
        viewport={"width": width, "height": 860}, locale="id-ID", color_scheme=scheme
    )
    context.add_cookies([{"name": "meja", "value": token, "url": serving.address}])
    page = context.new_page()
    page.goto(f"{serving.address}/meja/aduan")
    if page.query_selector("#desk_password"):
        page.fill("#desk_password", WORDS)
        page.get_by_role("button", name="Buka", exact=True).click()
        page.wait_for_selector("text=Tutup meja")
    return page


def draw(page: Page, file: Path, *, whole: bool = False, clip: FloatRect | None = None) -> None:
    """Write what *page* looks like, or what of it lies in *clip*, to *file* in few colours."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(400)  # charts and parts that come by themselves
    shot = Image.open(BytesIO(page.screenshot(full_page=whole or clip is not None, clip=clip)))
    shot.convert("RGB").quantize(COLOURS).save(file, optimize=True)


@pytest.fixture
def office(
    chromium: Browser, serving: Serving, entered: str, pages: dict[str, str]
) -> Iterator[Page]:
    assert pages
    page = visitor(chromium, serving, entered, width=OFFICE, scheme="light")
    yield page
    page.context.close()


def draw_the_web_chat(chromium: Browser, server: str) -> None:
    page = chromium.new_page(viewport={"width": PHONE, "height": 1000}, locale="id-ID")
    page.goto(server)
    page.get_by_label("Pertanyaan Anda").fill("boleh gak gw like postingan paslon?")
    page.keyboard.press("Enter")
    page.locator("[data-verdict=dilarang]").last.wait_for()
    draw(page, DOCS / "web-chat.png")
    page.close()


@pytest.mark.parametrize("name", SHOWN)
def draw_a_page_of_readme(name: str, office: Page, serving: Serving, pages: dict[str, str]) -> None:
    office.goto(f"{serving.address}/meja{pages[name]}")
    draw(office, DOCS / f"{name}.png")


def draw_what_is_struck(office: Page, serving: Serving, pages: dict[str, str]) -> None:
    office.goto(f"{serving.address}/meja{pages['menyunting']}")
    office.get_by_role("checkbox", name=SECRET).check()
    office.get_by_role("button", name="Lihat persis yang akan keluar").click()
    office.wait_for_selector("#keluar mark")
    office.evaluate("scrollTo(0, 0)")
    draw(office, DOCS / "menyunting.png")


def draw_calendar_and_phones(office: Page, serving: Serving, pages: dict[str, str]) -> None:
    office.set_viewport_size({"width": 1500, "height": 860})  # phones stand side by side
    office.goto(f"{serving.address}/meja{pages['siaran-menulis']}")
    office.fill("#tanggal", "2024-11-26")  # the day before people voted
    office.get_by_role("button", name="Lihat di ponsel").click()
    office.wait_for_selector("text=November 2024")
    calendar = office.locator("section[aria-labelledby=kalender]")
    draw(
        office, DOCS / "siaran-menulis.png", clip=around(calendar, office.locator(".phone").nth(1))
    )


def draw_a_report(office: Page, serving: Serving, pages: dict[str, str]) -> None:
    office.goto(f"{serving.address}/meja{pages['laporan']}")
    draw(office, DOCS / "laporan.png", clip=around(office.locator("h1"), office.locator("figure")))


def around(first: Locator, last: Locator) -> FloatRect:
    """Return what lies on a page from *first* to the end of *last*, as wide as the wider one."""
    first.page.evaluate("scrollTo(0, 0)")
    top, low = first.bounding_box(), last.bounding_box()
    assert top
    assert low
    left = min(top["x"], low["x"])
    right = max(each["x"] + each["width"] for each in (top, low))
    return FloatRect(
        x=left - EDGE,
        y=top["y"] - EDGE,
        width=right - left + 2 * EDGE,
        height=low["y"] + low["height"] - top["y"] + 2 * EDGE,
    )


@pytest.mark.skipif("PICTURES" not in os.environ, reason="no folder for every page")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, OFFICE])
def draw_every_page(
    width: int,
    scheme: ColorScheme,
    chromium: Browser,
    serving: Serving,
    entered: str,
    pages: dict[str, str],
) -> None:
    folder = Path(os.environ["PICTURES"])
    folder.mkdir(exist_ok=True)
    page = visitor(chromium, serving, entered, width=width, scheme=scheme)
    for name, path in pages.items():
        page.goto(f"{serving.address}/meja{path}")
        draw(page, folder / f"{name}-{width}-{scheme}.png", whole=True)
    page.goto(f"{serving.address}/meja{pages['usulan']}")
    for name, text in PROPOSAL.items():
        page.fill(f"#{name}", text)
    page.select_option("#topik", "atribut")
    page.select_option("#putusan", "dilarang")
    page.select_option("#dasar", index=3)
    page.get_by_role("button", name="Lihat hasilnya").click()
    page.wait_for_selector("text=Pengaruhnya", timeout=120_000)
    draw(page, folder / f"usulan-hasil-{width}-{scheme}.png", whole=True)
    page.context.close()
