"""What was typed when a session ended is in its form again after the login, in each form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from at_desk_pages import unlock
from broadcast_examples import drafted_broadcast
from coming_in import colleague
from playwright.sync_api import Page, expect
from question_examples import waiting_asker
from tip_examples import SECRET, example_tip
from watching import Serving, Watched

from bot.staff.account import Role

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

RULE = "like-unggahan-calon"
SENTENCE = 'Tulisan panjang: "kutipan" & <b>tanda</b>.\nBaris kedua.'


@dataclass(frozen=True)
class Typing:
    """Where something is typed, what, what is ticked, and the button that is then pressed."""

    path: str
    button: str
    texts: Mapping[str, str] = field(default_factory=dict)
    ticks: tuple[str, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)


AT_THE_DESK = {
    "note": Typing("", "Simpan catatan", {"catatan": SENTENCE}),
    "question": Typing("", "Periksa dulu sebelum dikirim", {"pertanyaan": SENTENCE}),
    "closing": Typing("", "Periksa sebelum menutup", {"alasan": SENTENCE}, ("Ditolak",)),
    "redaction": Typing("/sunting", "Simpan suntingan", ticks=(SECRET,)),
    "forwarding": Typing(
        "/teruskan", "Teruskan sekarang", {"alasan": SENTENCE}, ("Inspektorat Kota Depok",)
    ),
}
WRITING = {"judul": "Menjelang hari H", "naskah": SENTENCE, "tanggal": "2027-01-10", "jam": "09:30"}
INVITED = {"full_name": "Dewi Lestari", "account_name": "dewi.lestari"}
ELSEWHERE = {
    "broadcast": Typing("/siaran/tulis", "Simpan draf", WRITING, ("ASN",)),
    "change": Typing("/siaran/{draft}/ubah", "Simpan draf", {"naskah": SENTENCE}),
    "answer": Typing("{answer}", "Lihat pratinjau", {"jawaban": SENTENCE}, chosen={"aturan": RULE}),
    "invitation": Typing("/pengaturan/undangan", "Buat tautan undangan", INVITED, ("Pengawas",)),
    "powers": Typing("/pengaturan/akun/sesi.powers", "Simpan", ticks=("Pengawas",)),
    "trial": Typing("/pertanyaan/coba", "Coba", {"question": SENTENCE}),
}


def fill_in(page: Page, typing: Typing) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    for name, text in typing.texts.items():
        page.locator(f"#{name}").fill(text)
    for name, value in typing.chosen.items():
        page.locator(f"#{name}").select_option(value)
    for label in typing.ticks:
        page.get_by_label(label).first.check()


def stands(page: Page, typing: Typing) -> None:
    """Fail unless everything that was typed is there, and nothing was done with it."""
    expect(page.get_by_role("status").first).to_contain_text("Belum ada yang dikirim")
    for name, text in {**typing.texts, **typing.chosen}.items():
        expect(page.locator(f"#{name}")).to_have_value(text)
    for label in typing.ticks:
        expect(page.get_by_label(label).first).to_be_checked()


@pytest.mark.parametrize("name", AT_THE_DESK)
def test_a_form_of_a_tip_comes_back_once_the_desk_is_open_again(
    name: str, watched: Watched, serving: Serving
) -> None:
    handler = colleague(serving, f"meja.{name}", Role.VERIFIER, Role.FORWARDER)
    typing, page = AT_THE_DESK[name], watched.page()
    tip = f"{serving.address}/meja/aduan/{example_tip(serving.data, 12)}"
    page.goto(tip)
    handler.comes_in(page)
    unlock(page)
    page.goto(f"{tip}{typing.path}")
    fill_in(page, typing)
    handler.session_ends()
    page.get_by_role("button", name=typing.button).click()
    expect(page.get_by_role("status")).to_contain_text("Tulisan Anda tidak hilang")
    handler.comes_in(page)
    expect(page.get_by_role("status")).to_contain_text("tidak hilang")
    unlock(page)
    stands(page, typing)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_form_comes_back_after_the_login(name: str, watched: Watched, serving: Serving) -> None:
    roles = (Role.BROADCASTER, Role.EDITOR, Role.ADMIN)
    writer = colleague(serving, f"sesi.{name}", *roles)
    typing, page = ELSEWHERE[name], watched.page()
    draft, answer = drafted_broadcast(serving.data, f"sesi-{name}"[:8]), waiting_asker(serving.data)
    page.goto(f"{serving.address}/meja{typing.path.format(draft=draft, answer=answer)}")
    writer.comes_in(page)
    fill_in(page, typing)
    writer.session_ends()
    page.get_by_role("button", name=typing.button, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Tulisan Anda tidak hilang")
    writer.comes_in(page)
    stands(page, typing)
