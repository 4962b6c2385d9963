from collections.abc import AsyncIterator

import pytest
from fakes import FakeClock
from forwarding import Counter
from receiving import OLD_SECRET, SECRET, URL, Receiver
from tipping import Office

from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import Services, build

WEBHOOK = {
    "reporting_backend": "webhook",
    "reporting_url": URL,
    "reporting_secret": SECRET,
    "reporting_old_secret": OLD_SECRET,
    "reporting_poll": True,
}


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def counter(services: Services, office: Office, clock: FakeClock) -> Counter:
    """A desk that forwards to the register."""
    await services.forwarder.announce()
    return Counter(services, office, clock)


@pytest.fixture
async def to_webhook(
    settings: Settings, clock: FakeClock, guide: LiveGuide, receiver: Receiver
) -> AsyncIterator[Counter]:
    """A desk that forwards to a webhook."""
    chosen = Settings(
        _env_file=None,
        database_url=settings.database_url.get_secret_value(),
        data_dir=settings.data_dir,
        **WEBHOOK,
    )
    services = build(chosen, clock=clock, guide=guide, transport=receiver)
    await services.forwarder.announce()
    office = Office(services.database, services.key, clock)
    await office.opens()
    yield Counter(services, office, clock)
    await services.close()
