from collections.abc import AsyncIterator

import httpx
import pytest

from bot.wiring import Services
from webhooks.app import create_app


@pytest.fixture
async def client(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has opened the page, so that it holds the cookie."""
    transport = httpx.ASGITransport(create_app(services), client=("127.0.0.1", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as client:
        await client.get("/")
        yield client
