"""Siaran in a browser: a picture is uploaded, and progress comes by itself."""

import io
import re

import pytest
from broadcast_examples import drafted_broadcast, running_broadcast, sent_to_all
from PIL import Image
from playwright.sync_api import expect
from watching import Serving, Watched

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def photograph() -> bytes:
    """Return a JPEG as a phone would make it, only smaller."""
    file = io.BytesIO()
    Image.new("RGB", (320, 180), "#0b5d52").save(file, "JPEG")
    return file.getvalue()


def test_a_picture_is_uploaded_shown_and_taken_away(
    watched: Watched, serving: Serving, entered: str
) -> None:
    draft = f"{serving.address}/meja/siaran/{drafted_broadcast(serving.data, 'gambar1')}"
    page = watched.page(token=entered, width=360)
    page.goto(f"{draft}/ubah")
    page.get_by_label("Pilih gambar").set_input_files(
        {"name": "catatan.png", "mimeType": "image/png", "buffer": b"bukan gambar"}
    )
    page.get_by_label("Apa yang terlihat di gambar").fill("Bidang hijau")
    page.get_by_role("button", name="Simpan gambar").click()
    expect(page.get_by_role("alert")).to_contain_text("JPEG atau PNG yang utuh")
    photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    page.get_by_label("Pilih gambar").set_input_files(photo)
    page.get_by_role("button", name="Simpan gambar").click()
    expect(page.get_by_text("Gambar disimpan.")).to_be_visible()
    shown = page.locator(".phone.telegram img")
    expect(shown).to_have_attribute("alt", "Bidang hijau")
    assert shown.evaluate("each => each.complete && each.naturalWidth") == 320
    page.get_by_role("button", name="Lepas gambar").click()
    expect(page.get_by_text("Gambar dilepas.")).to_be_visible()
    expect(page.locator("main img")).to_have_count(0)


def test_progress_comes_by_itself_and_nothing_is_polled(
    watched: Watched, serving: Serving, entered: str
) -> None:
    name = running_broadcast(serving.data)
    page = watched.page(token=entered)
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.goto(f"{serving.address}/meja/siaran/{name}", wait_until="load")
    doubtful = page.locator("#kemajuan dl div", has_text="Belum pasti").locator("dd")
    expect(doubtful).to_have_text("10")
    page.evaluate("window.sameDocument = true")
    sent_to_all(serving.data)
    expect(doubtful).to_have_text("0", timeout=8000)
    assert page.evaluate("window.sameDocument")
    assert [each for each in asked if "/peristiwa" in each]
    assert not [each for each in asked if "/kemajuan" in each]


def test_without_streams_htmx_asks_as_before(
    watched: Watched, serving: Serving, entered: str
) -> None:
    name = running_broadcast(serving.data)
    page = watched.page(token=entered)
    page.add_init_script("delete window.EventSource")
    with page.expect_response(re.compile("/kemajuan"), timeout=8000) as answer:
        page.goto(f"{serving.address}/meja/siaran/{name}", wait_until="load")
    assert answer.value.status == 200


def test_where_a_stream_is_refused_htmx_asks_instead(
    watched: Watched, serving: Serving, entered: str
) -> None:
    name = running_broadcast(serving.data)
    page = watched.page(token=entered)
    page.route("**/peristiwa*", lambda route: route.fulfill(status=429))
    page.goto(f"{serving.address}/meja/siaran/{name}", wait_until="load")
    expect(page.locator("#kemajuan")).to_have_attribute("hx-trigger", "every 2s")
    with page.expect_request(re.compile("/kemajuan"), timeout=8000):
        pass
    with page.expect_request(re.compile("/kemajuan"), timeout=8000):
        pass
