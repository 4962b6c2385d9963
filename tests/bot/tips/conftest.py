import pytest
from desks import Staffed
from fakes import FakeClock
from tipping import Office

from bot.wiring import Services


@pytest.fixture
async def office(services: Services, clock: FakeClock) -> Office:
    """A desk that takes tips."""
    made = Office(services.database, services.key, clock)
    await made.opens()
    return made


@pytest.fixture
async def staffed(office: Office) -> Staffed:
    """The same with accounts, and a worker to forward to."""
    made = Staffed(office)
    await made.has_a_worker()
    return made
