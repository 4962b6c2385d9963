"""Two tabs, two clicks and going back where it matters: nothing is done twice or lost."""

import pytest
from at_desk_pages import at_the_desk
from broadcast_examples import drafted_broadcast
from playwright.sync_api import Page, expect
from question_examples import waiting_asker
from tip_examples import SECRET, example_tip
from watching import Serving, Watched

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

MINE, THEIRS = "Naskah saya: tetap netral.", "Naskah rekan: tetap netral."


def two_tabs(watched: Watched, token: str, address: str) -> tuple[Page, Page]:
    """Open *address* twice in one browser."""
    first = watched.page(token=token)
    second = first.context.new_page()
    for each in (first, second):
        each.goto(address)
    return first, second


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten_unseen(
    watched: Watched, serving: Serving, entered: str
) -> None:
    place = f"{serving.address}/meja/siaran/{drafted_broadcast(serving.data, 'dua-tab')}"
    first, second = two_tabs(watched, entered, f"{place}/ubah")
    for page, text in ((second, THEIRS), (first, MINE)):
        page.locator("#naskah").fill(text)
    second.get_by_role("button", name="Simpan draf").click()
    expect(second.get_by_role("status")).to_contain_text("Draf disimpan")
    first.get_by_role("button", name="Lihat di ponsel").click()
    first.get_by_role("button", name="Simpan draf").click()
    expect(first.get_by_role("alert")).to_contain_text("berubah sejak Anda membukanya")
    expect(first.locator("#naskah")).to_have_value(MINE)
    second.reload()
    expect(second.locator(".phone").first).to_contain_text(THEIRS)
    first.get_by_role("button", name="Simpan draf").click()
    expect(first.locator(".phone").first).to_contain_text(MINE)


def test_only_what_was_read_is_submitted(watched: Watched, serving: Serving, entered: str) -> None:
    place = f"{serving.address}/meja/siaran/{drafted_broadcast(serving.data, 'ajukan2')}"
    first, second = two_tabs(watched, entered, place)
    second.goto(f"{place}/ubah")
    second.locator("#naskah").fill(f"{THEIRS} Sekali lagi.")
    second.get_by_role("button", name="Simpan draf").click()
    expect(second.get_by_role("status")).to_contain_text("Draf disimpan")
    first.get_by_role("button", name="Ajukan untuk disetujui").click()
    expect(first.get_by_role("alert")).to_contain_text("berubah sejak Anda membukanya")
    expect(first.locator(".phone").first).to_contain_text("Sekali lagi.")
    first.get_by_role("button", name="Ajukan untuk disetujui").click()
    expect(first.get_by_role("status")).to_contain_text("diajukan")


def test_an_answer_that_nobody_waits_for_any_more_is_not_lost(
    watched: Watched, serving: Serving, entered: str
) -> None:
    page = watched.page(token=entered)
    page.goto(f"{serving.address}/meja{waiting_asker(serving.data)}")
    page.get_by_label("Jawaban", exact=True).fill(MINE)
    page.get_by_role("button", name="Lihat pratinjau").click()
    # Whose address cannot be read is told nothing, as if somebody had answered before.
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada lagi yang menunggu")
    expect(page.get_by_label("Jawaban", exact=True)).to_have_value(MINE)


def test_two_clicks_forward_once_and_back_does_not_forward_again(
    watched: Watched, serving: Serving
) -> None:
    tip = example_tip(serving.data, 13)
    page = at_the_desk(watched, serving, "dua.klik")
    place = f"{serving.address}/meja/aduan/{tip}"
    page.goto(place)
    page.goto(f"{place}/sunting")
    page.get_by_role("checkbox", name=SECRET).check()
    page.get_by_role("button", name="Simpan suntingan").click()
    page.get_by_role("link", name="Lanjut ke Teruskan").click()
    page.get_by_role("radio").first.check()
    page.get_by_label("Alasan diteruskan").fill("Unsurnya lengkap.")
    page.get_by_role("button", name="Teruskan sekarang").dblclick(no_wait_after=True)
    expect(page.get_by_role("status")).to_contain_text("diserahkan untuk dikirim")
    page.go_back()
    again = page.get_by_role("button", name="Teruskan sekarang")
    if again.count():  # the browser may show the page as it was
        page.get_by_role("radio").first.check()
        page.get_by_label("Alasan diteruskan").fill("Unsurnya lengkap.")
        again.click()
        expect(page.get_by_role("status")).to_contain_text("sudah")
    page.goto(place)
    expect(page.locator("#penerusan ol.line")).to_have_count(1)


def test_what_another_tab_struck_stays_struck(watched: Watched, serving: Serving) -> None:
    page = at_the_desk(watched, serving, "dua.tanda")
    place = f"{serving.address}/meja/aduan/{example_tip(serving.data, 14)}/sunting"
    other = page.context.new_page()
    for each in (page, other):
        each.goto(place)
    other.get_by_role("checkbox", name=SECRET).check()
    other.get_by_role("button", name="Simpan suntingan").click()
    expect(other.locator("#keluar")).to_contain_text("Sudah disimpan.")
    page.get_by_role("checkbox", name="Mohon diperiksa.").check()
    page.get_by_role("button", name="Simpan suntingan").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("checkbox", name=SECRET)).to_be_checked()
    expect(page.get_by_role("checkbox", name="Mohon diperiksa.")).to_be_checked()
