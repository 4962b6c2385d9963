import re

import httpx
import pytest
from askers import ANSWER, FERRY, inquiries, staff_answer
from sqlalchemy import text

from bot.channels import web
from bot.errors import DatabaseNotReadyError
from bot.messages import IncomingMessage, Reply
from bot.wiring import Services
from webhooks.app import create_app
from webhooks.throttle import Throttle

QUESTION = "boleh gak gw like postingan paslon?"


def form(**fields: object) -> dict[str, object]:
    return {"id": "message-0001", "fragment": "1", **fields}


async def rows(services: Services, table: str) -> int:
    async with services.database.reading() as connection:
        return int(await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


async def test_the_page_gives_one_cookie_that_scripts_cannot_read(services: Services) -> None:
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as client:
        first = await client.get("/")
        second = await client.get("/")
    (cookie,) = first.headers.get_list("set-cookie")
    assert cookie.startswith("jaganetral=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age" not in cookie
    assert "set-cookie" not in second.headers


async def test_a_question_is_answered_with_a_card(client: httpx.AsyncClient) -> None:
    response = await client.post("/chat/messages", data=form(text=QUESTION))
    assert response.status_code == 200
    assert 'data-verdict="dilarang"' in response.text
    assert re.search(r"<h2>\s*<strong>DILARANG</strong>", response.text)
    assert 'value="law:like-unggahan-calon"' in response.text


async def test_a_message_sent_twice_is_answered_once(client: httpx.AsyncClient) -> None:
    first = await client.post("/chat/messages", data=form(text="/mulai"))
    again = await client.post("/chat/messages", data=form(text="/mulai"))
    assert first.text == again.text


async def test_a_reply_waits_until_the_browser_has_shown_it(client: httpx.AsyncClient) -> None:
    answered = await client.post("/chat/messages", data=form(text="/mulai"))
    (name,) = re.findall(r'data-id="([^"]+)"', answered.text)
    assert name in (await client.get("/chat/messages")).text
    assert name in (await client.get("/")).text
    later = form(id="message-0002", text="/menu", seen=[name])
    assert name not in (await client.post("/chat/messages", data=later)).text
    assert name not in (await client.get("/chat/messages")).text


async def test_without_a_script_the_page_itself_shows_the_reply(
    client: httpx.AsyncClient,
) -> None:
    plain = {"id": "message-0001", "text": QUESTION}
    response = await client.post("/chat/messages", data=plain)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    page = await client.get("/")
    assert "DILARANG" in page.text
    (name, *_) = re.findall(r'name="seen" value="([^"]+)"', page.text)
    await client.post(
        "/chat/messages", data={"id": "message-0002", "choice": "help:", "seen": name}
    )
    assert f'data-id="{name}"' not in (await client.get("/")).text


async def test_two_browsers_never_see_each_other(
    client: httpx.AsyncClient, services: Services
) -> None:
    await client.post("/chat/messages", data=form(text=QUESTION))
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as other:
        await other.get("/")
        assert "DILARANG" not in (await other.get("/")).text
        assert (await other.get("/chat/messages")).text.strip() == ""


async def test_markup_in_a_message_stays_text(client: httpx.AsyncClient) -> None:
    response = await client.post("/chat/messages", data=form(text="/<img src=x onerror=alert(1)>"))
    assert "<img" not in response.text
    assert "&lt;img" in response.text


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"id": "short", "text": "x"},
        {"id": "message-0001", "text": "x" * 9000},
        {"id": "message-0001", "text": "x" * 2500},
        {"id": "message-0001", "choice": "DROP TABLE"},
        {"id": "message-0001", "text": "x", "seen": ["a"]},
        {"id": "message-0001", "text": "x", "seen": ["\x00" * 36]},
        {"id": "message-0001", "text": "x", "seen": [f"{0:036}"] * 201},
        {"id": "message-0001", "text": "x", "fragment": "maybe"},
    ],
)
async def test_a_malformed_message_is_400_and_changes_nothing(
    wrong: dict[str, object], client: httpx.AsyncClient, services: Services
) -> None:
    response = await client.post("/chat/messages", data=wrong)
    assert response.status_code == 400
    assert "tidak dapat dibaca" in response.text
    assert await rows(services, "message_claims") == 0


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data"])
async def test_another_kind_of_body_is_400(kind: str, client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/chat/messages", content=b'{"id": "x', headers={"content-type": kind}
    )
    assert response.status_code == 400


async def test_without_the_cookie_nothing_is_taken(services: Services) -> None:
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as client:
        for cookie in ("", "jaganetral=short", "jaganetral=" + "x" * 99):
            response = await client.post(
                "/chat/messages", data=form(text="x"), headers={"cookie": cookie}
            )
            assert response.status_code == 400
            assert "Muat ulang" in response.text
    assert await rows(services, "message_claims") == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_another_site_cannot_make_a_browser_write(
    headers: dict[str, str], client: httpx.AsyncClient, services: Services
) -> None:
    response = await client.post("/chat/messages", data=form(text="x"), headers=headers)
    assert response.status_code == 403
    assert await rows(services, "message_claims") == 0


async def test_ones_own_page_may_write(client: httpx.AsyncClient) -> None:
    own = {"origin": "http://jaga.test", "sec-fetch-site": "same-origin"}
    assert (await client.post("/chat/messages", data=form(text="x"), headers=own)).is_success


async def test_a_flood_from_one_place_is_slowed_down(services: Services) -> None:
    app = create_app(services, throttle=Throttle(per_minute=2))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as client:
        await client.get("/")
        codes = [
            (await client.post("/chat/messages", data=form(id=f"message-{n:04}"))).status_code
            for n in range(4)
        ]
    assert codes == [200, 429, 429, 429]


async def test_nothing_that_was_said_is_logged(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    caplog.set_level("DEBUG", logger="webhooks")
    await client.post("/chat/messages", data=form(text="rahasia sekali"))
    await client.post("/chat/messages", data=form(text="rahasia" * 2000))
    session = client.cookies["jaganetral"]
    assert "rahasia" not in caplog.text
    assert session not in caplog.text


async def test_over_https_the_cookie_is_secure(services: Services) -> None:
    object.__setattr__(services.settings, "public_base_url", "https://jaga.test")
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="https://jaga.test") as client:
        response = await client.get("/")
    assert response.headers["set-cookie"].startswith("__Host-jaganetral=")
    assert "Secure" in response.headers["set-cookie"]
    assert "max-age" in response.headers["strict-transport-security"]


@pytest.mark.parametrize("odd", ["\x00", "zzqq\x00qqzz", "\x1b[2J", "a\u202eb", "\ufffe"])
async def test_characters_that_no_person_types_are_taken_in_stride(
    odd: str, client: httpx.AsyncClient
) -> None:
    assert (await client.post("/chat/messages", data=form(text=odd))).status_code == 200


async def test_a_database_that_is_away_is_said_kindly_and_to_try_again(
    client: httpx.AsyncClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(message: object) -> None:
        raise DatabaseNotReadyError("gone")

    monkeypatch.setattr(services.inbox, "accept", away)
    response = await client.post("/chat/messages", data=form(text="x"))
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert "coba lagi" in response.text


async def test_a_code_is_shown_as_a_picture_in_its_own_reply_without_a_script(
    client: httpx.AsyncClient, services: Services
) -> None:
    await client.get("/")
    session = client.cookies["jaganetral"]
    asked = IncomingMessage("m1", web.address(session), "kirim")
    replies = (Reply("Bukti lapor", code="7142686927957654"), Reply("Lain"))
    async with services.database.transaction() as connection:
        await services.outbox.post(connection, asked, replies=replies, now=services.clock.now())
    first, second = re.findall("<article.*?</article>", (await client.get("/")).text, re.DOTALL)
    assert "<svg" in first
    assert "7142686927957654" in first
    assert "<script" not in first
    assert "style=" not in first
    assert "<svg" not in second


@pytest.mark.parametrize("path", ["/", "/chat/messages"])
async def test_what_staff_answer_waits_until_the_browser_looks_again(
    client: httpx.AsyncClient, services: Services, path: str
) -> None:
    declined = await client.post("/chat/messages", data=form(text=FERRY))
    (choice,) = re.findall(r'value="(tell-me:\w+)"', declined.text)
    await client.post("/chat/messages", data=form(id="message-0002", choice=choice))
    assert (await staff_answer(services)).waiting == 1
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as other:
        await other.get("/")
        assert ANSWER not in (await other.get(path)).text
    assert len(await inquiries(services)) == 1
    first = await client.get(path)
    assert first.text.count(ANSWER) == 1
    assert await inquiries(services) == []
    assert (await client.get(path)).text.count(ANSWER) == 1
    names = re.findall(r'data-id="([^"]+)"', first.text)
    later = await client.post(
        "/chat/messages", data=form(id="message-0003", text="/menu", seen=names)
    )
    assert ANSWER not in later.text
