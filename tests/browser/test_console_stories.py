"""What people do with browsers: back, two clicks, two tabs."""

from datetime import UTC, datetime, timedelta

import pytest
from at_desk_pages import at_the_desk, unlock
from broadcast_examples import drafted_broadcast
from playwright.sync_api import BrowserContext, Page, expect
from tip_examples import example_tip
from watching import Serving, Watched

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

NOTE = "Dua kali ditekan, satu kali ditulis."


def lock_elsewhere(context: BrowserContext, server: str) -> None:
    """Lock the desk in another tab of the same browser."""
    other = context.new_page()
    other.goto(f"{server}/meja/aduan")
    other.get_by_role("button", name="Tutup meja").click()
    expect(other.get_by_label("Kata sandi kunci meja")).to_be_visible()
    other.close()


def open_case(watched: Watched, serving: Serving, name: str, number: int) -> Page:
    """Return the page of the tip *number*, as somebody of that name sees it."""
    tip = example_tip(serving.data, number)
    page = at_the_desk(watched, serving, name)
    page.goto(f"{serving.address}/meja/aduan/{tip}")
    return page


def press_twice(page: Page, name: str) -> None:
    """Press a button again once the first press is on its way, before it was answered."""
    again = "button => { button.click(); setTimeout(() => button.click(), 15); }"
    page.get_by_role("button", name=name).evaluate(again)


def test_two_clicks_write_one_note_and_back_writes_no_other(
    watched: Watched, serving: Serving
) -> None:
    page = open_case(watched, serving, "dobel", 3)
    place = page.url
    page.locator("#catatan").fill(NOTE)
    press_twice(page, "Simpan catatan")
    expect(page.get_by_role("status")).to_contain_text("disimpan")
    page.wait_for_timeout(300)
    page.goto(place)
    expect(page.get_by_text(NOTE)).to_have_count(1)
    page.go_back()
    page.go_forward()
    page.reload()
    expect(page.get_by_text(NOTE)).to_have_count(1)


def test_two_clicks_make_one_draft_of_a_broadcast(
    watched: Watched, serving: Serving, entered: str
) -> None:
    page = watched.page(token=entered)
    page.goto(f"{serving.address}/meja/siaran/tulis")
    for name, text in {
        "judul": "Sekali saja",
        "naskah": "Tetap netral sampai hasil diumumkan.",
        "tanggal": f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}",
        "jam": "09:00",
    }.items():
        page.locator(f"#{name}").fill(text)
    press_twice(page, "Simpan draf")
    expect(page.get_by_role("status")).to_contain_text("Draf disimpan")
    page.goto(f"{serving.address}/meja/siaran")
    expect(page.get_by_role("link", name="Sekali saja")).to_have_count(1)


def test_what_another_tab_did_is_told_before_anything_is_done(
    watched: Watched, serving: Serving
) -> None:
    first = open_case(watched, serving, "tab", 4)
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_role("button", name="Tandai tidak serius").click()
    expect(second.get_by_role("status")).to_be_visible()
    first.locator("#pertanyaan").fill("Kira-kira jam berapa kejadiannya?")
    first.get_by_role("button", name="Periksa dulu sebelum dikirim").click()
    first.get_by_role("button", name="Kirim pertanyaan").click()
    told = first.get_by_role("alert")
    expect(told).to_be_visible()
    expect(first.locator("#pertanyaan")).to_have_value("Kira-kira jam berapa kejadiannya?")


def test_a_submission_by_going_back_is_told_and_not_done_again(
    watched: Watched, serving: Serving, entered: str
) -> None:
    page = watched.page(token=entered)
    page.goto(f"{serving.address}/meja/siaran/{drafted_broadcast(serving.data, 'mundur1')}")
    page.get_by_role("button", name="Ajukan untuk disetujui").click()
    expect(page.get_by_role("status")).to_contain_text("diajukan")
    page.go_back()
    again = page.get_by_role("button", name="Ajukan untuk disetujui")
    if again.count():  # the browser may show the page as it was
        again.click()
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("H-1")


def test_a_desk_that_was_locked_meanwhile_gives_back_what_was_typed(
    watched: Watched, serving: Serving
) -> None:
    page = open_case(watched, serving, "kunci", 5)
    place = page.url
    page.locator("#catatan").fill(NOTE)
    lock_elsewhere(page.context, serving.address)
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_role("status")).to_contain_text("tidak hilang")
    unlock(page)
    expect(page.locator("#catatan")).to_have_value(NOTE)

    page.goto(f"{place}/sunting")
    page.get_by_role("checkbox", name="Mohon diperiksa.").check()
    lock_elsewhere(page.context, serving.address)
    page.get_by_role("button", name="Simpan suntingan").click()
    expect(page.get_by_role("status")).to_contain_text("tidak hilang")
    unlock(page)
    expect(page.get_by_role("checkbox", name="Mohon diperiksa.")).to_be_checked()

    page.goto(f"{place}/teruskan")
    page.get_by_label("Alasan diteruskan").fill("Unsurnya lengkap.")
    page.get_by_role("radio").first.check()
    lock_elsewhere(page.context, serving.address)
    page.get_by_role("button", name="Teruskan sekarang").click()
    expect(page.get_by_role("status")).to_contain_text("tidak hilang")
    unlock(page)
    expect(page.get_by_label("Alasan diteruskan")).to_have_value("Unsurnya lengkap.")
    expect(page.get_by_role("radio").first).to_be_checked()
