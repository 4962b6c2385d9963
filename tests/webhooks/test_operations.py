import httpx
import pytest
from pydantic import SecretStr

from bot.errors import DatabaseNotReadyError
from bot.wiring import Services
from knowledge.reading import Problem
from webhooks.app import create_app


async def get(
    services: Services,
    path: str,
    *,
    client: str = "127.0.0.1",
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    transport = httpx.ASGITransport(create_app(services), client=(client, 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as browser:
        return await browser.get(path, headers=headers)


async def test_a_living_server_says_so(services: Services) -> None:
    assert (await get(services, "/healthz", client="203.0.113.9")).text == "ok"


async def test_a_server_that_can_take_messages_is_ready(services: Services) -> None:
    response = await get(services, "/readyz")
    assert (response.status_code, response.json()["knowledge_problems"]) == (200, 0)


async def test_a_server_without_its_database_is_not_ready(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away() -> None:
        raise DatabaseNotReadyError("gone")

    monkeypatch.setattr(services.database, "ping", away)
    assert (await get(services, "/readyz")).status_code == 503


@pytest.mark.parametrize("path", ["/metrics", "/openapi.json"])
async def test_figures_and_interface_are_for_this_machine(path: str, services: Services) -> None:
    assert (await get(services, path)).status_code == 200
    assert (await get(services, path, client="203.0.113.9")).status_code == 404
    assert (await get(services, path, client="nonsense")).status_code == 404
    for header in ("x-forwarded-for", "x-forwarded-host", "forwarded", "via", "x-real-ip"):
        assert (await get(services, path, headers={header: "127.0.0.1"})).status_code == 404


@pytest.mark.parametrize("path", ["/metrics", "/openapi.json"])
async def test_with_a_token_only_its_holder_sees_them(path: str, services: Services) -> None:
    object.__setattr__(services.settings, "metrics_token", SecretStr("t0ken"))
    for given in ("", "Bearer ", "Bearer wrong", "Bearer tøken", "t0ke"):
        headers = {"authorization": given.encode()} if given else None
        response = await get(services, path, headers=headers)  # type: ignore[arg-type]
        assert response.status_code == 404
    good = {"authorization": "Bearer t0ken"}
    assert (await get(services, path, client="203.0.113.9", headers=good)).status_code == 200


async def test_a_public_server_shows_them_to_nobody_without_a_token(services: Services) -> None:
    object.__setattr__(services.settings, "public_base_url", "https://jaga.test")
    assert (await get(services, "/metrics")).status_code == 404


async def test_the_figures_count_messages_and_problems(services: Services) -> None:
    services.metrics.message("web", "answered", seconds=0.01)
    services.metrics.knowledge_problems(2)
    figures = (await get(services, "/metrics")).text
    assert 'jaganetral_messages_total{channel="web",outcome="answered"} 1.0' in figures
    assert "jaganetral_knowledge_problems 2.0" in figures


async def test_problems_of_edited_knowledge_are_told(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.guide, "problems", (Problem("x.yaml", 1, "wrong"),))
    assert (await get(services, "/readyz")).json()["knowledge_problems"] == 1


async def test_every_page_carries_the_protecting_headers(services: Services) -> None:
    for path in ("/", "/nothing-here", "/static/chat.css", "/healthz"):
        headers = (await get(services, path)).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"


async def test_a_page_that_is_not_there_leads_back(services: Services) -> None:
    response = await get(services, "/nothing-here")
    assert response.status_code == 404
    assert "Halaman ini tidak ada" in response.text
    assert 'href="/"' in response.text
