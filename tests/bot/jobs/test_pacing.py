import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from bot.errors import DatabaseNotReadyError, TryLater
from bot.jobs.pacing import DailyQuota, Limit, LocalPacer, Pacer
from bot.wiring import Services


class Naps:
    """Remember how long senders were told to wait, without waiting."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def nap(self, seconds: float) -> None:
        self.taken.append(seconds)


async def test_senders_take_their_turns_at_the_steady_pace(services: Services) -> None:
    naps = Naps()
    pacer = Pacer(services.database, sleep=naps.nap)
    for _ in range(5):
        await pacer.wait(Limit("telegram", per_second=0.1))
    assert [round(each / 10) for each in naps.taken] == [0, 1, 2, 3, 4]


async def test_a_burst_may_pass_at_once(services: Services) -> None:
    naps = Naps()
    pacer = Pacer(services.database, sleep=naps.nap)
    for _ in range(4):
        await pacer.wait(Limit("chat", per_second=0.1, burst=3))
    assert naps.taken[:3] == [0, 0, 0]
    assert 9 < naps.taken[3] <= 10


async def test_limits_do_not_touch_each_other(services: Services) -> None:
    naps = Naps()
    pacer = Pacer(services.database, sleep=naps.nap)
    await pacer.wait(Limit("a", per_second=0.1))
    await pacer.wait(Limit("b", per_second=0.1))
    assert naps.taken == [0, 0]


async def test_several_processes_share_one_pace(services: Services) -> None:
    naps = Naps()
    pacers = [Pacer(services.database, sleep=naps.nap) for _ in range(3)]
    limit = Limit("telegram", per_second=0.1)
    await asyncio.gather(*(pacers[number % 3].wait(limit) for number in range(9)))
    assert sorted(round(each / 10) for each in naps.taken) == list(range(9))


class Sleepers(Naps):
    """Sleep until the test is over, whoever must wait at all."""

    async def nap(self, seconds: float) -> None:
        await super().nap(seconds)
        if seconds:
            await asyncio.Event().wait()


async def test_who_is_patient_keeps_the_same_pace(services: Services) -> None:
    naps = Naps()
    pacer = Pacer(services.database, sleep=naps.nap)
    limit = Limit("telegram", per_second=0.1, patient=True)
    await asyncio.gather(*(pacer.wait(limit) for _ in range(5)))
    assert {round(each / 10) for each in naps.taken} == set(range(5))


async def test_a_reply_overtakes_everybody_who_is_patient(services: Services) -> None:
    naps = Sleepers()
    pacer = Pacer(services.database, sleep=naps.nap)
    limit = Limit("telegram", per_second=0.1, patient=True)
    waiting = [asyncio.create_task(pacer.wait(limit)) for _ in range(8)]
    await asyncio.wait(waiting, timeout=0.2)
    await asyncio.wait_for(pacer.wait(Limit("telegram", per_second=0.1, burst=4)), 1)
    assert naps.taken[-1] == 0
    for each in waiting:
        each.cancel()


async def test_who_is_patient_hears_that_the_database_is_away(services: Services) -> None:
    pacer = Pacer(services.database)
    async with services.database.transaction() as connection:
        await connection.exec_driver_sql("ALTER TABLE leases RENAME TO gone")
    try:
        limit = Limit("telegram", per_second=100, patient=True)
        for _ in range(2):
            asked = (pacer.wait(limit) for _ in range(3))
            heard = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 5)
            assert all(isinstance(each, DBAPIError | DatabaseNotReadyError) for each in heard)
    finally:
        async with services.database.transaction() as connection:
            await connection.exec_driver_sql("ALTER TABLE gone RENAME TO leases")


async def test_in_one_process_each_limit_is_kept_in_memory() -> None:
    naps = Naps()
    pacer = LocalPacer(now=lambda: 100.0, sleep=naps.nap)
    for _ in range(4):
        await pacer.wait(Limit("chat", per_second=1, burst=2), at_most=5)
    await pacer.wait(Limit("other", per_second=1), at_most=5)
    assert naps.taken == [0, 0, 1, 2, 0]


async def test_a_turn_that_is_far_off_is_left_to_others() -> None:
    naps = Naps()
    pacer = LocalPacer(now=lambda: 100.0, sleep=naps.nap)
    limit = Limit("chat", per_second=0.5)
    await pacer.wait(limit, at_most=1)
    for _ in range(2):
        with pytest.raises(TryLater) as caught:
            await pacer.wait(limit, at_most=1)
        assert caught.value.seconds == 2


async def test_only_the_latest_limits_are_remembered() -> None:
    naps = Naps()
    pacer = LocalPacer(names=1, now=lambda: 100.0, sleep=naps.nap)
    for name in ("a", "b", "a"):
        await pacer.wait(Limit(name, per_second=1), at_most=5)
    assert naps.taken == [0, 0, 0]


async def test_a_daily_quota_lets_no_more_pass_in_any_24_hours(services: Services) -> None:
    quota = DailyQuota(services.database, "tier", most=3)
    noon = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
    assert [await quota.take(noon) for _ in range(4)] == [True, True, True, False]
    assert await quota.take(noon + timedelta(hours=23)) is False
    assert await quota.take(noon + timedelta(hours=25)) is True


async def test_several_processes_share_one_quota(services: Services) -> None:
    quotas = [DailyQuota(services.database, "tier", most=5) for _ in range(2)]
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    taken = await asyncio.gather(*(quotas[each % 2].take(noon) for each in range(12)))
    assert sum(taken) == 5


async def test_a_quota_of_nothing_is_no_limit(services: Services) -> None:
    quota = DailyQuota(services.database, "tier", most=0)
    assert await quota.take(datetime(2026, 11, 25, 12, tzinfo=UTC))
