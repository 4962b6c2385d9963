"""Proposing a rule as everybody can: with mistakes, and with what it makes."""

from pathlib import Path

import pytest
from axe import assert_for_everybody
from playwright.sync_api import Page
from questioning import EXAMPLES
from watching import Watched

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

LEARNING = 240_000  # milliseconds in which a copy of the knowledge is learned from
TYPED = {
    "judul": "Memakai payung bergambar kuda",
    "jawaban": "Jangan dipakai ke kantor.",
    "alasan": "Gambarnya mudah dibaca <b>sebagai</b> dukungan.",
    "alternatif": "Pakai payung polos.",
    "contoh": "\n".join(EXAMPLES),
}
TWIN = "boleh gak sih ngelove foto calon wali kota di ig? ya pak"  # of like-unggahan-calon
SELECTED = {"topik": "atribut", "putusan": "dilarang", "dasar": "uu-20-2023 Pasal 2 huruf f"}


@pytest.fixture
def form(watched: Watched, server: str, entered: str) -> Page:
    page = watched.page(token=entered)
    page.goto(f"{server}/meja/pertanyaan/aturan-baru", wait_until="networkidle")
    return page


def test_mistakes_are_told_to_everybody_and_nothing_typed_is_lost(form: Page) -> None:
    form.eval_on_selector("main form.card", "form => { form.noValidate = true }")
    form.fill("#alasan", TYPED["alasan"])
    form.get_by_role("button", name="Lihat hasilnya").click()
    form.get_by_role("alert").wait_for()
    assert form.input_value("#alasan") == TYPED["alasan"]
    assert_for_everybody(form)


def test_a_rule_is_proposed_measured_and_its_patch_fetched(form: Page, tmp_path: Path) -> None:
    for name, text in TYPED.items():
        form.fill(f"#{name}", text)
    for name, value in SELECTED.items():
        form.select_option(f"#{name}", value)
    form.get_by_role("button", name="Lihat hasilnya").click()
    form.locator("#pengaruh").wait_for(timeout=LEARNING)
    assert_for_everybody(form)
    with form.expect_download() as fetched:
        form.get_by_role("button", name="Unduh perubahan").click()
    fetched.value.save_as(tmp_path / "aturan.patch")
    patch = (tmp_path / "aturan.patch").read_text("utf-8")
    assert patch == form.locator("pre").inner_text()
    assert "+    kepastian: rendah" in patch


def test_what_the_check_refuses_takes_the_place_of_what_was_awaited(form: Page) -> None:
    for name, text in {**TYPED, "contoh": f"{TYPED['contoh']}\n{TWIN}"}.items():
        form.fill(f"#{name}", text)
    for name, value in {**SELECTED, "putusan": "boleh"}.items():
        form.select_option(f"#{name}", value)
    form.get_by_role("button", name="Lihat hasilnya").click()
    form.get_by_text("Pengetahuan belum dapat menerima").wait_for(timeout=40_000)
    assert form.get_by_role("button", name="Unduh perubahan").count() == 0
    assert form.input_value("#contoh").endswith(TWIN)
    assert_for_everybody(form)
