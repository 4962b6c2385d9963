from collections.abc import AsyncIterator

import pytest
import visiting
from fakes import FakeClock
from unlocking import Room, desk_room
from visiting import Visitor

from bot.wiring import Services
from webhooks.console import knowledge


@pytest.fixture
async def console(services: Services, clock: FakeClock) -> AsyncIterator[Visitor]:
    """Somebody at the console, not logged in."""
    made = visiting.visitor(visiting.cheap(services), clock)
    yield made
    await made.client.aclose()


@pytest.fixture
async def room(console: Visitor) -> Room:
    """A console whose desk can be unlocked."""
    return await desk_room(console)


@pytest.fixture(autouse=True)
def lint_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare every walk over the pages the seconds in which the whole knowledge is looked over."""
    monkeypatch.setattr(knowledge, "check", lambda *_: ())
    monkeypatch.setattr(knowledge, "_look_over", lambda *_: knowledge.LookedOver((), ()))
