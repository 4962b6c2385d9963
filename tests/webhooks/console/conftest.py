from collections.abc import AsyncIterator

import pytest
import visiting
from fakes import FakeClock
from visiting import Visitor

from bot.wiring import Services


@pytest.fixture
async def console(services: Services, clock: FakeClock) -> AsyncIterator[Visitor]:
    """Somebody at the console, not logged in."""
    made = visiting.visitor(visiting.cheap(services), clock)
    yield made
    await made.client.aclose()
