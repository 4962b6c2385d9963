from collections.abc import AsyncIterator

import colleagues
import pytest
from colleagues import Desk
from fakes import FakeClock

from bot.crypto import ServerKey
from bot.database.engine import open_database
from bot.settings import Settings


@pytest.fixture
async def desk(settings: Settings, clock: FakeClock) -> AsyncIterator[Desk]:
    database = open_database(settings.database)
    yield colleagues.desk(database, clock, ServerKey(b"k" * 32))
    await database.close()
