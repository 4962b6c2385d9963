import base64
import hashlib
import re
from pathlib import Path
from typing import NoReturn

import httpx
import pytest
from visiting import Visitor

from bot.errors import DatabaseNotReadyError
from bot.running import Part
from bot.staff.account import Role
from bot.wiring import Services
from webhooks.app import create_app
from webhooks.console.permissions import NEEDS

CONSOLE = Path(__file__).parents[3] / "webhooks/console"
LEADS_ON = {"/pertanyaan/jawaban"}  # without a group there is nothing to answer: test_inquiries.py
PAGES = [page.split()[1] for page in NEEDS if page.startswith("GET") and "{" not in page]
LOOKED_AT = [path for path in PAGES if path not in LEADS_ON]
FRAMES = ("frame-ancestors 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'")


@pytest.fixture
async def inside(console: Visitor) -> Visitor:
    await console.enters(*Role)
    return console


@pytest.mark.parametrize("path", LOOKED_AT)
async def test_each_page_is_whole_small_and_shut_to_other_sites(inside: Visitor, path: str) -> None:
    page = await inside.opens(path)
    assert page.status_code == 200
    assert len(page.content) < 100_000
    assert len(re.findall("<h1[ >]", page.text)) == 1
    assert not re.search(r"<style|style=|<script(?! src=)| on[a-z]+=|javascript:", page.text)
    for form in re.findall(r'<form method="post".*?</form>', page.text, re.DOTALL):
        assert "/meja/masuk" in form or 'name="_token"' in form
    policy = page.headers["content-security-policy"]
    assert all(each in policy for each in FRAMES)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["cross-origin-opener-policy"] == "same-origin"


def test_scripts_of_others_are_those_that_were_looked_at() -> None:
    layout = (CONSOLE / "templates/layout.html").read_text("utf-8")
    for path, digest in re.findall(r'src="/(\S+)" integrity="sha384-(\S+)"', layout):
        found = hashlib.sha384((CONSOLE.parent / path).read_bytes()).digest()
        assert base64.b64encode(found).decode() == digest
    assert layout.count('<script src="/static/vendor/') == layout.count("integrity=") > 0


async def test_what_is_not_there_is_told_with_a_number_that_the_log_has(
    inside: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    answer = await inside.opens("/aduan-lama")
    number = re.search(r"<code>([0-9a-f]{8})</code>", answer.text)
    assert (answer.status_code, "tidak ditemukan" in answer.text) == (404, True)
    assert number
    assert number[1] in caplog.text


async def test_an_act_that_a_page_does_not_take_is_told(inside: Visitor) -> None:
    assert (await inside.opens("/keluar")).status_code == 405
    assert (await inside.client.put("/meja/")).status_code == 405


async def test_a_body_that_is_too_large_is_told_in_the_dress_of_the_console(
    inside: Visitor,
) -> None:
    answer = await inside.sends("/pastikan", text="x" * 1_100_000)
    assert (answer.status_code, "Kiriman terlalu besar" in answer.text) == (413, True)


async def test_what_is_no_form_is_refused(inside: Visitor) -> None:
    answer = await inside.client.post("/meja/keluar", json={})
    assert answer.status_code == 415
    many = await inside.client.post(
        "/meja/keluar",
        content="&".join(f"a{number}=" for number in range(3000)),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert many.status_code == 400


class Secret(Exception):
    """Say what nobody may read."""


async def test_a_mistake_of_ours_shows_no_trace(
    console: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await console.enters(Role.ADMIN)

    async def broken(*_: object) -> NoReturn:
        raise Secret("nama pelapor")

    monkeypatch.setattr(type(console.services.staffing.management), "sessions", broken)
    answer = await console.opens("/pengaturan/sesi")
    assert (answer.status_code, "rusak di pihak kami" in answer.text) == (500, True)
    assert "Secret" in caplog.text
    for text in (answer.text, caplog.text):
        assert "nama pelapor" not in text
        assert "Traceback" not in text


async def test_a_database_that_is_away_is_told_as_such(
    console: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await console.enters(Role.ADMIN)

    async def away(*_: object) -> NoReturn:
        raise DatabaseNotReadyError("it is away")

    monkeypatch.setattr(type(console.services.staffing.management), "sessions", away)
    answer = await console.opens("/pengaturan/sesi")
    assert (answer.status_code, "away" in answer.text) == (503, False)


async def test_a_refusal_of_a_verb_is_told_in_its_words(inside: Visitor) -> None:
    answer = await inside.sends("/pengaturan/sesi/tidak-ada/akhiri")
    assert (answer.status_code, "Tidak ada sesi terbuka" in answer.text) == (422, True)


async def test_the_address_without_its_end_leads_to_the_console(console: Visitor) -> None:
    answer = await console.client.get("/meja")
    assert answer.headers["location"].endswith("/meja/")


async def test_the_chat_and_the_console_can_be_served_apart(services: Services) -> None:
    for part, found in ((Part.PUBLIC, (200, 404)), (Part.CONSOLE, (404, 200))):
        transport = httpx.ASGITransport(create_app(services, parts=[part]))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            answers = [(await client.get(path)).status_code for path in ("/", "/meja/masuk")]
        assert tuple(answers) == found
