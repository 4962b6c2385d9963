import itertools

import pytest
from fakes import FakeClock
from sqlalchemy import text

from bot.channels.whatsapp.deliveries import Report, State
from bot.channels.whatsapp.store import DeliveryStore, delete_deliveries
from bot.wiring import Services

SID = "SM" + "1" * 32


@pytest.fixture
def deliveries(services: Services) -> DeliveryStore:
    return DeliveryStore(services.database, services.key)


async def rows(services: Services) -> list[tuple[str, int]]:
    async with services.database.reading() as connection:
        kept = await connection.execute(text("SELECT state, code FROM deliveries"))
        return [(row.state, row.code) for row in kept]


@pytest.mark.parametrize(
    "order", list(itertools.permutations([State.SENT, State.DELIVERED, State.READ]))
)
async def test_states_only_move_forward_in_whatever_order_they_come(
    order: list[State], deliveries: DeliveryStore, services: Services, clock: FakeClock
) -> None:
    for state in order:
        await deliveries.note(Report(SID, state), now=clock.now())
    assert await rows(services) == [("read", 0)]


async def test_a_report_that_comes_twice_moves_nothing(
    deliveries: DeliveryStore, clock: FakeClock
) -> None:
    report = Report(SID, State.FAILED, 63016)
    assert await deliveries.note(report, now=clock.now()) == (True, True)
    assert await deliveries.note(report, now=clock.now()) == (False, False)
    assert await deliveries.errors() == {63016: 1}


async def test_an_error_that_comes_late_is_kept_beside_the_state(
    deliveries: DeliveryStore, services: Services, clock: FakeClock
) -> None:
    await deliveries.note(Report(SID, State.DELIVERED), now=clock.now())
    late = Report(SID, State.FAILED, 63016)
    assert await deliveries.note(late, now=clock.now()) == (False, True)
    assert await rows(services) == [("delivered", 63016)]


async def test_no_sid_is_kept_in_clear(
    deliveries: DeliveryStore, services: Services, clock: FakeClock
) -> None:
    await deliveries.note(Report(SID, State.SENT), now=clock.now())
    async with services.database.reading() as connection:
        name = await connection.scalar(text("SELECT message FROM deliveries"))
    assert name == services.key.digest(SID, purpose="delivery")


async def test_what_is_old_goes(
    deliveries: DeliveryStore, services: Services, clock: FakeClock
) -> None:
    await deliveries.note(Report(SID, State.SENT), now=clock.now())
    async with services.database.transaction() as connection:
        assert await delete_deliveries(connection, before=clock.now()) == 0
        clock.forward(seconds=1)
        assert await delete_deliveries(connection, before=clock.now()) == 1
