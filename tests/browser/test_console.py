"""Coming in, working and leaving, as a person does it in a browser."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from staffed import Phone
from watching import Serving, Watched

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

SLOW = 30_000  # milliseconds; comparing a password is dear by design
PASSWORD = "kopi tubruk di teras belakang"


@dataclass
class Administrator:
    """The first administrator: their phone, and the codes that they wrote down."""

    phone: Phone
    recovery: list[str]


@pytest.fixture(scope="module")
def administrator(chromium: Browser, serving: Serving) -> Administrator:
    """Follow the link that the server printed, to its end."""
    page = chromium.new_context(locale="id-ID").new_page()
    page.goto(re.findall(r"http\S+/undangan/\S+", serving.told)[0])
    page.get_by_label("Kata sandi baru", exact=True).fill(PASSWORD)
    page.get_by_label("Kata sandi baru sekali lagi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("img", name="Kode QR")).to_be_visible()
    phone = Phone(page.locator("code").inner_text().replace(" ", ""))
    page.get_by_label("Kode dari aplikasi").fill(phone.code())
    page.get_by_role("button", name="Selesai").click()
    recovery = page.locator(".codes code").all_inner_texts()
    page.get_by_role("link", name="Sudah saya simpan").click()
    expect(page).to_have_url(re.compile("/meja/masuk$"), timeout=SLOW)
    page.context.close()
    return Administrator(phone, recovery)


def log_in(page: Page, server: str, code: str, path: str = "/") -> None:
    page.goto(f"{server}/meja{path}")
    page.get_by_label("Nama akun").fill("admin")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_label("Kode").fill(code)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Masuk ke meja", timeout=SLOW)


def test_the_first_administrator_comes_in_with_password_and_phone(
    watched: Watched,
    server: str,
    administrator: Administrator,
) -> None:
    page = watched.page()
    log_in(page, server, administrator.phone.code())
    expect(page.get_by_role("heading", level=1)).to_have_text("Beranda")
    expect(page.get_by_role("navigation", name="Menu utama")).to_contain_text("Pengaturan")
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("status")).to_contain_text("Anda sudah keluar")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk ke meja")


def test_the_keyboard_alone_is_enough(
    watched: Watched,
    server: str,
    administrator: Administrator,
) -> None:
    page = watched.page()
    page.goto(f"{server}/meja/pengaturan/sesi")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    for text in ("admin", PASSWORD, administrator.recovery[0]):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sesi", timeout=SLOW)
    page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Bantuan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bantuan")


def test_the_menu_of_a_phone_leads_on(watched: Watched, server: str, entered: str) -> None:
    page = watched.page(width=360, token=entered)
    page.goto(f"{server}/meja/")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("navigation", name="Menu", exact=True).get_by_role(
        "link", name="Pengaturan"
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pengaturan")


def test_a_session_that_is_ended_elsewhere_asks_for_the_login_and_leads_back(
    watched: Watched,
    server: str,
    administrator: Administrator,
    entered: str,
) -> None:
    page = watched.page()
    log_in(page, server, administrator.recovery[1])
    expect(page.get_by_role("heading", level=1)).to_have_text("Beranda")

    other = watched.page(token=entered)
    other.goto(f"{server}/meja/pengaturan/sesi")
    rows = other.get_by_role("row").filter(has_text="admin")
    while rows.count():
        rows.first.get_by_role("button", name="Akhiri").click()
        expect(other.get_by_role("status")).to_contain_text("sudah diakhiri")

    page.goto(f"{server}/meja/bantuan/peran")
    expect(page.get_by_role("status")).to_contain_text("Sesi Anda sudah berakhir")
    log_in(page, server, administrator.recovery[2], "/bantuan/peran")
    expect(page.get_by_role("heading", level=1)).to_have_text("Siapa boleh apa")


def test_everything_works_without_scripts(
    chromium: Browser,
    server: str,
    entered: str,
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="id-ID")
    context.add_cookies([{"name": "meja", "value": entered, "url": server}])
    page = context.new_page()
    page.goto(f"{server}/meja/")
    for name in ("Beranda", "Pengaturan", "Bantuan"):
        page.locator(".wide nav").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    context.close()


def test_the_first_page_renews_itself(watched: Watched, server: str, entered: str) -> None:
    page = watched.page(token=entered)
    page.clock.install()
    page.goto(f"{server}/meja/", wait_until="networkidle")
    page.evaluate("document.querySelector('#keadaan').dataset.old = '1'")
    with page.expect_response("**/meja/"):
        page.clock.fast_forward(61_000)
    expect(page.locator("#keadaan[data-old]")).to_have_count(0)
    expect(page.locator("#keadaan")).to_contain_text("Keadaan layanan")
