import pytest
from fakes import FakeClock
from tipping import Office

from bot.wiring import Services


@pytest.fixture
async def office(services: Services, clock: FakeClock) -> Office:
    """A desk that takes tips."""
    made = Office(services.database, services.key, clock)
    await made.opens()
    return made
