"""Tips as they leave, in a browser: struck, forwarded, followed, and their evidence looked at."""

import os
import re

import pytest
from at_desk_pages import at_the_desk
from axe import AXE, SHOWN, small_targets, violations
from playwright.sync_api import Page, expect
from tip_examples import SECRET, example_tip
from watching import Serving, Watched

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

ARRIVES = 30_000  # milliseconds; whatever sends looks every twenty seconds


def select(page: Page, text: str) -> None:
    """Select *text* of the story with the mouse."""
    found = page.evaluate(
        """text => {
          const root = document.querySelector("#teks-cerita");
          const at = root.textContent.indexOf(text);
          const node = root.firstChild;
          const range = document.createRange();
          const box = (from, to) => { range.setStart(node, from); range.setEnd(node, to);
            const all = range.getClientRects(); return all[0]; };
          const first = box(at, at + 1), last = box(at + text.length - 1, at + text.length);
          return [first.left + 1, first.top + first.height / 2,
                  last.right - 1, last.top + last.height / 2];
        }""",
        text,
    )
    page.mouse.move(found[0], found[1])
    page.mouse.down()
    page.mouse.move(found[2], found[3], steps=5)
    page.mouse.up()


def test_a_passage_is_selected_struck_and_forwarded(watched: Watched, serving: Serving) -> None:
    tip = example_tip(serving.data, 1)
    page = at_the_desk(watched, serving, "penerus")
    page.goto(f"{serving.address}/meja/aduan/{tip}")
    page.get_by_role("link", name="Sunting", exact=True).click()
    page.locator("#teks-cerita").scroll_into_view_if_needed()
    select(page, "Budi, satpam")
    page.get_by_role("group", name="Cerita", exact=True).get_by_role(
        "button", name="Samarkan pilihan"
    ).click()
    expect(page.locator("#teks-cerita del")).to_have_text("Budi, satpam")
    page.get_by_role("button", name="Simpan suntingan").click()
    leaving = page.locator("#keluar")
    expect(leaving).to_contain_text("Saya [disamarkan] di sana.")
    expect(leaving).not_to_contain_text("Budi")

    leaving.get_by_role("link", name="Lanjut ke Teruskan").click()
    page.get_by_role("radio", name="Badan Kepegawaian Negara").check()
    page.get_by_label("Alasan diteruskan").fill("Unsurnya lengkap dan ada bukti.")
    page.get_by_role("button", name="Teruskan sekarang").click()
    expect(page.get_by_role("status")).to_contain_text("diserahkan untuk dikirim")
    expect(page.locator("#penerusan")).to_contain_text("Badan Kepegawaian Negara")
    arrives(page)


def test_the_keyboard_and_tick_boxes_are_enough(watched: Watched, serving: Serving) -> None:
    tip = example_tip(serving.data, 2)
    page = at_the_desk(watched, serving, "papan")
    page.goto(f"{serving.address}/meja/aduan/{tip}")
    page.get_by_role("link", name="Sunting", exact=True).focus()
    page.keyboard.press("Enter")
    tick = page.get_by_role("checkbox", name=SECRET)
    tick.focus()
    page.keyboard.press("Space")
    expect(page.locator("#teks-cerita del")).to_have_text(SECRET)
    text = page.locator("#teks-siapa")
    text.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(text.locator("del")).to_have_text("Lurah")
    page.get_by_role("button", name="Simpan suntingan").focus()
    page.keyboard.press("Enter")
    link = page.locator("#keluar").get_by_role("link", name="Lanjut ke Teruskan")
    expect(page.locator("#keluar")).to_contain_text("[disamarkan] Kukusan")
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.get_by_label("Alasan diteruskan").focus()
    page.keyboard.type("Unsurnya lengkap dan ada bukti.")
    page.get_by_role("button", name="Teruskan sekarang").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("diserahkan untuk dikirim")
    arrives(page)


def arrives(page: Page) -> None:
    """Return once the line of the tip says so."""
    for _ in range(15):
        if page.locator("#penerusan").get_by_text("Tercatat di buku register").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    expect(page.locator("#penerusan")).to_contain_text(re.compile(r"dengan nomor \d{4}-\d{4}"))


def test_what_was_struck_is_restored_by_selecting_it(watched: Watched, serving: Serving) -> None:
    page = at_the_desk(watched, serving, "pulih")
    page.goto(f"{serving.address}/meja/aduan/{example_tip(serving.data)}/sunting")
    group = page.get_by_role("group", name="Cerita", exact=True)
    group.get_by_role("checkbox", name="Samarkan seluruhnya").check()
    page.evaluate(
        "document.getSelection().selectAllChildren(document.querySelector('#teks-cerita'))"
    )
    group.get_by_role("button", name="Kembalikan pilihan").click()
    expect(page.locator("#teks-cerita del")).to_have_count(0)
    expect(group.get_by_role("checkbox", name="Samarkan seluruhnya")).not_to_be_checked()


def test_a_picture_and_a_pdf_are_shown(watched: Watched, serving: Serving) -> None:
    tip = example_tip(serving.data)
    page = at_the_desk(watched, serving, "bukti")
    place = f"{serving.address}/meja/aduan/{tip}/bukti"
    page.goto(f"{place}/1", wait_until="networkidle")
    assert page.evaluate("document.querySelector('img.shown').naturalWidth") == 48
    page.goto(f"{place}/2", wait_until="networkidle")
    frame = page.query_selector("iframe.shown")
    shown = frame.content_frame() if frame else None
    assert shown
    assert shown.url == f"{place}/2/isi"  # a viewer that refuses leads to an error of its own


def test_open_pages_are_for_everybody(watched: Watched, serving: Serving) -> None:
    tip = example_tip(serving.data)
    page = at_the_desk(watched, serving, "semua")
    page.goto(f"{serving.address}/meja/aduan/{tip}")
    for path in (
        "/aduan/penerusan",
        *(f"/aduan/{tip}{each}" for each in ("", "/sunting", "/teruskan", "/bukti/1", "/bukti/2")),
    ):
        page.goto(f"{serving.address}/meja{path}", wait_until="networkidle")
        page.evaluate(AXE)
        for width, scheme in SHOWN:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if folder := os.environ.get("SHOTS"):
                name = path.replace(tip, "").replace("/", "_")
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
            assert violations(page) == [], (path, width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert small_targets(page) == [], (path, width)
