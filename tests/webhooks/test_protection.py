from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message

from webhooks.protection import BodyLimit
from webhooks.throttle import Throttle, place_of


async def length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


LIMITED = BodyLimit(Starlette(routes=[Route("/", length, methods=["POST"])]), largest=100)


async def post(content: object, headers: dict[str, str] | None = None) -> httpx.Response:
    transport = httpx.ASGITransport(LIMITED)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        return await client.post("/", content=content, headers=headers)  # type: ignore[arg-type]


async def test_a_body_up_to_the_limit_arrives_whole() -> None:
    assert (await post(b"x" * 100)).text == "100"


async def test_a_larger_body_is_413() -> None:
    assert (await post(b"x" * 101)).status_code == 413


async def test_a_larger_body_that_hides_its_length_is_413() -> None:
    async def stream() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 10

    assert (await post(stream())).status_code == 413


@pytest.mark.parametrize("odd", ["-1", "1e3", "many", "²"])
async def test_an_odd_length_is_400(odd: str) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "headers": [(b"content-length", odd.encode("latin-1"))],
    }
    await LIMITED(scope, receive, send)
    assert sent[0]["status"] == 400


async def test_a_sender_that_hangs_up_gets_no_answer() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    await LIMITED(scope, receive, send)
    assert sent == []


def test_the_throttle_lets_a_burst_pass_then_a_steady_pace() -> None:
    now = 0.0
    throttle = Throttle(60, now=lambda: now)
    assert [throttle.allows("a") for _ in range(61)] == [True] * 60 + [False]
    assert throttle.allows("b")
    now = 1.0
    assert [throttle.allows("a") for _ in range(2)] == [True, False]


def test_the_throttle_remembers_a_bounded_number_of_clients() -> None:
    now = 0.0
    throttle = Throttle(1, clients=2, now=lambda: now)
    assert throttle.allows("a")
    assert not throttle.allows("a")
    assert throttle.allows("b")
    assert throttle.allows("c")
    assert throttle.allows("a")


@pytest.mark.parametrize(
    ("host", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002"),
        ("testclient", "testclient"),
    ],
)
def test_a_home_with_many_addresses_is_one_place(host: str, place: str) -> None:
    assert place_of(Request({"type": "http", "client": (host, 1)})) == place
