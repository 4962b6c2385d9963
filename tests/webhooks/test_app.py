import pytest
from fakes import FakeClock, Person
from sqlalchemy.engine import URL

from bot import guiding
from bot.delivery.queue import LEASE
from bot.errors import TryLater
from bot.questions.guide import LiveGuide
from bot.wiring import Services
from webhooks.app import create, create_app


@pytest.mark.filterwarnings("default")
async def test_starting_sends_what_a_crash_left_behind_and_stopping_is_clean(
    services: Services, person: Person, clock: FakeClock
) -> None:
    person.channel.failures = [TryLater("away")]
    assert await person.says("/mulai") == []
    clock.forward(seconds=LEASE.seconds)
    app = create_app(services)
    async with app.router.lifespan_context(app):
        assert "JagaNetral" in person.reads()[0].reply.text


def test_the_application_is_made_from_the_environment(
    database_url: URL, guide: LiveGuide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guiding, "live_guide", lambda *_, **__: guide)
    monkeypatch.setenv("DATABASE_URL", database_url.render_as_string(hide_password=False))
    assert create().title == "JagaNetral"
