"""From the login to what comes of it, by the keyboard alone: a tip, a broadcast, a question."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from at_desk_pages import unlock
from colleagues import PASSWORD
from coming_in import Colleague, colleague
from keyboards import Keyboard
from logged_in import WORDS
from playwright.sync_api import Locator, Page, expect
from tip_examples import SECRET, example_tip
from watching import Serving, Watched

from bot.staff.account import Role

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

ANSWER = "Jadwal itu bukan urusan netralitas."
TITLE = "Sore sebelum hari H"
REGISTERED = re.compile(r"Tercatat di buku register dengan nomor \d{4}-\d{4}")
TEXT = "Besok hari pemungutan suara. Tetap netral."
ASKED = "Kira-kira jam berapa kejadiannya?"


def come_in(watched: Watched, who: Colleague, section: str) -> tuple[Page, Keyboard]:
    """Log in by keys and go to a *section* of the menu."""
    page = watched.page()
    keyboard = Keyboard(page)
    page.goto(f"{who.serving.address}/meja/")
    keyboard.types(page.get_by_label("Nama akun"), who.name)
    keyboard.types(page.get_by_label("Kata sandi"), PASSWORD)
    keyboard.types(page.get_by_label("Kode"), who.phone.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beranda")
    menu = page.get_by_role("navigation", name="Menu utama")
    keyboard.presses(menu.get_by_role("link", name=section))
    expect(page.get_by_role("heading", level=1)).to_have_text(section)
    keyboard.skips()
    return page, keyboard


def test_a_tip_is_read_asked_about_struck_and_forwarded(watched: Watched, serving: Serving) -> None:
    tip = example_tip(serving.data, 11)
    who = colleague(serving, "wulan", Role.VERIFIER, Role.FORWARDER)
    page, keyboard = come_in(watched, who, "Aduan")
    keyboard.types(page.get_by_label("Kata sandi kunci meja"), WORDS)
    page.keyboard.press("Enter")
    keyboard.presses(page.locator(f"a.opens[href='/meja/aduan/{tip}']"))
    ask_the_sender(page, keyboard)
    keyboard.skips()
    keyboard.presses(page.get_by_role("link", name="Sunting", exact=True))
    keyboard.presses(page.get_by_role("checkbox", name=SECRET), "Space")
    keyboard.presses(page.get_by_role("button", name="Simpan suntingan"))
    expect(page.get_by_role("status")).to_be_visible()
    leaving = page.locator("#keluar .package")
    seen = leaving.inner_text()
    assert "[disamarkan]" in seen
    assert SECRET not in seen
    keyboard.presses(page.get_by_role("link", name="Lanjut ke Teruskan"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Teruskan aduan")
    assert page.locator(".package").inner_text() == seen
    keyboard.presses(page.get_by_role("radio").first, "Space")
    keyboard.types(page.get_by_label("Alasan diteruskan"), "Unsurnya lengkap.")
    who.code_grows_old()
    keyboard.presses(page.get_by_role("button", name="Teruskan sekarang"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Pastikan ini Anda")
    keyboard.types(page.get_by_label("Kode"), who.phone.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("diserahkan untuk dikirim")
    comes(page, page.locator("#penerusan").get_by_text(REGISTERED))


def ask_the_sender(page: Page, keyboard: Keyboard) -> None:
    """Ask what lacks, after a look at how it reads."""
    keyboard.types(page.locator("#pertanyaan"), ASKED)
    keyboard.presses(page.get_by_role("button", name="Periksa dulu sebelum dikirim"))
    expect(page.get_by_text("Begini pelapor membacanya")).to_be_visible()
    keyboard.presses(page.get_by_role("button", name="Kirim pertanyaan"), "Space")
    expect(page.locator("#percakapan + .talk")).to_contain_text(ASKED)


def test_who_asked_in_vain_reads_the_answer_of_staff(watched: Watched, serving: Serving) -> None:
    asker = watched.page(width=390)
    asker.goto(serving.address)
    asker.get_by_label("Pertanyaan Anda").fill("zumbrik velora kuntaska berapa jam")
    asker.keyboard.press("Enter")
    asker.get_by_role("button", name="Kabari saya").click()
    expect(asker.locator(".message").last).to_contain_text("petugas")

    page, keyboard = come_in(watched, colleague(serving, "nurul", Role.EDITOR), "Pertanyaan")
    group = page.get_by_role("link", name="zumbrik")
    expect(group).to_be_visible(timeout=60_000)
    keyboard.presses(group)
    keyboard.presses(page.get_by_role("link", name="Tulis jawaban"))
    keyboard.types(page.get_by_label("Jawaban", exact=True), ANSWER)
    keyboard.presses(page.get_by_role("button", name="Lihat pratinjau"))
    expect(page.get_by_role("article", name="Pratinjau")).to_contain_text(ANSWER)
    keyboard.presses(page.get_by_role("button", name="Kirim jawaban"))
    expect(page.get_by_role("status")).to_contain_text("Jawaban dikirim")
    asker.reload()
    expect(asker.get_by_role("log")).to_contain_text(ANSWER)


def test_a_broadcast_is_written_approved_by_another_and_reported(
    watched: Watched, serving: Serving
) -> None:
    page, keyboard = come_in(watched, colleague(serving, "rina", Role.BROADCASTER), "Siaran")
    keyboard.presses(page.get_by_role("link", name="Tulis pengingat"))
    write(page, keyboard)
    keyboard.presses(page.get_by_role("button", name="Simpan draf"))
    keyboard.presses(page.get_by_role("button", name="Ajukan untuk disetujui"), "Space")
    expect(page.get_by_role("status")).to_contain_text("diajukan")

    who = colleague(serving, "tono", Role.APPROVER)
    page, keyboard = come_in(watched, who, "Siaran")
    keyboard.presses(page.get_by_role("link", name=TITLE))
    expect(page.locator(".phone").first).to_contain_text(TEXT)
    who.code_grows_old()
    page.reload()
    keyboard.types(page.get_by_label("Kode 6 angka"), who.phone.code())
    keyboard.presses(page.get_by_role("button", name="Setujui siaran ini"))
    expect(page.get_by_role("status")).to_contain_text("disetujui")
    report = page.get_by_role("link", name="Laporan lengkap")
    comes(page, report)
    keyboard.presses(report)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Laporan")


def write(page: Page, keyboard: Keyboard) -> None:
    """Write a broadcast of today, whatever hour it is."""
    begin = datetime.now(ZoneInfo("Asia/Jakarta"))
    keyboard.types(page.get_by_label("Judul"), TITLE)
    keyboard.types(page.get_by_label("Teks"), TEXT)
    # By which keys depends on the language of the machine.
    page.get_by_label("Jam mulai").fill(f"{begin:%H:%M}")
    keyboard.types(page.get_by_label("Alasan mendesak"), "Uji coba malam hari.")
    today = page.get_by_role("button", name=re.compile(f"^Pilih {begin.day} "))
    keyboard.presses(today, "Space")
    expect(page.locator("#tanggal")).to_have_value(f"{begin:%Y-%m-%d}")
    keyboard.presses(page.get_by_role("button", name="Lihat di ponsel"))
    expect(page.locator(".phone").first).to_contain_text(TEXT)


def comes(page: Page, wanted: Locator) -> None:
    """Return once *wanted* is on the page, which is looked at again and again."""
    for _ in range(60):
        if wanted.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(wanted).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/aduan/{tip}", "/aduan/{tip}/sunting", "/siaran/tulis"])
def test_the_focus_goes_around_a_page_and_is_seen_everywhere(
    path: str, watched: Watched, serving: Serving, entered: str
) -> None:
    tip = example_tip(serving.data, 12)
    page = watched.page(token=entered)
    page.goto(f"{serving.address}/meja/aduan")
    if page.get_by_label("Kata sandi kunci meja").count():
        unlock(page)
    page.goto(f"{serving.address}/meja{path.format(tip=tip)}")
    page.locator("body").focus()
    assert Keyboard(page).goes_around() > 10
