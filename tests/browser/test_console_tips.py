"""Aduan behind its key, as everybody can use it: the list, a case and every act on it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from axe import assert_for_everybody
from logged_in import WORDS, Terminal
from playwright.sync_api import Page
from tipping import CONTENT
from watching import Serving, Watched

from bot.settings import Settings
from bot.staff.account import Role
from bot.tips.tip import Account, Content

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

BARE = Content(Account(story="Ada yang aneh di kantor.", district="Beji"))


@pytest.fixture(scope="module")
def tips(serving: Serving) -> list[str]:
    """The numbers of tips on the server: a whole one twice, and one that lacks nearly all."""

    def made() -> list[str]:
        own = serving.data.parent / "handler.json"
        settings = Settings(_env_file=None, data_dir=serving.data, staff_session_file=own)
        terminal = Terminal(settings)
        terminal.logs_in(Role.VERIFIER, Role.AUDITOR, name="ratna")
        terminal.has_a_desk()
        return [terminal.takes(each).id for each in (CONTENT, CONTENT, BARE)]

    # Playwright occupies the event loop of this thread.
    with ThreadPoolExecutor() as threads:
        return threads.submit(made).result()


@pytest.fixture
def unlocked(watched: Watched, serving: Serving, tips: list[str]) -> Page:
    """The list of tips, unlocked."""
    page = watched.page(token="ratna")
    page.goto(f"{serving.address}/meja/aduan")
    if page.query_selector("#desk_password"):
        page.fill("#desk_password", WORDS)
        page.get_by_role("button", name="Buka", exact=True).click()
    page.wait_for_selector("text=Tutup meja")
    return page


def test_the_list_is_for_everybody_full_and_empty(unlocked: Page, tips: list[str]) -> None:
    for tip in tips:
        assert unlocked.locator(f"a.opens[href='/meja/aduan/{tip}']").count() == 1
    assert_for_everybody(unlocked)
    unlocked.fill("#cari", "kapal selam")
    unlocked.get_by_role("button", name="Tampilkan").click()
    unlocked.wait_for_selector("text=Tidak ada aduan yang cocok")
    assert_for_everybody(unlocked)


def test_a_case_and_its_acts_are_for_everybody(
    unlocked: Page, serving: Serving, tips: list[str]
) -> None:
    page, place = unlocked, f"{serving.address}/meja/aduan/{tips[0]}"
    page.goto(f"{serving.address}/meja/aduan/{tips[2]}")
    page.wait_for_selector("text=Belum ada: bukti atau saksi")
    assert_for_everybody(page)
    page.goto(place)
    page.fill("#pertanyaan", "Ada fotonya? Siapa nama Anda?")
    page.get_by_role("button", name="Periksa dulu sebelum dikirim").click()
    page.wait_for_selector("text=Begini pelapor membacanya")
    assert_for_everybody(page)
    page.get_by_role("button", name="Kirim pertanyaan").click()
    page.fill("#catatan", "Mirip aduan kemarin.")
    page.get_by_role("button", name="Simpan catatan").click()
    page.select_option("#petugas", "ratna")
    page.get_by_role("button", name="Tugaskan").click()
    page.wait_for_selector("text=Ambil kembali")
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    assert_for_everybody(page)
    page.get_by_text("Siapa membuka aduan ini").click()
    page.wait_for_selector("#jejak .log")
    assert_for_everybody(page)


def test_what_stands_against_an_act_is_for_everybody(
    unlocked: Page, serving: Serving, tips: list[str]
) -> None:
    page, place = unlocked, f"{serving.address}/meja/aduan/{tips[1]}"
    page.goto(place)
    page.get_by_text("Tutup aduan").click()
    page.get_by_label("Ditolak").check()
    page.fill("#alasan", "Bukan soal netralitas.")
    page.get_by_role("button", name="Periksa sebelum menutup").click()
    page.wait_for_selector("text=Tutup sebagai ditolak?")
    assert_for_everybody(page)
    other = page.context.new_page()
    other.goto(place)
    other.get_by_role("button", name="Tandai tidak serius").click()
    other.wait_for_selector("text=Tandai serius lagi")
    page.get_by_role("button", name="Ya, tutup aduan").click()
    page.wait_for_selector("text=berubah sejak Anda membukanya")
    assert page.input_value("#alasan") == "Bukan soal netralitas."
    assert_for_everybody(page)
    page.goto(f"{place}/jejak")
    assert_for_everybody(page)
