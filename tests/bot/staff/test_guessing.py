from datetime import UTC, datetime, timedelta

import pytest
from fakes import FakeClock
from sqlalchemy import text

from bot.staff.guessing import BY_NAME, OVERALL, Guard, Limit, counted
from bot.staff.store.sessions import Guesses
from bot.wiring import Services

NOW = datetime(2026, 11, 25, tzinfo=UTC)
NONE = Guesses(0.0, NOW, NOW)


def after(number: int, limit: Limit = BY_NAME) -> Guesses:
    guesses = NONE
    for _ in range(number):
        guesses = counted(guesses, limit, now=NOW)
    return guesses


def test_a_few_guesses_are_free_and_then_each_doubles_the_wait() -> None:
    assert after(BY_NAME.free).free_at == NOW
    waits = [(after(BY_NAME.free + more).free_at - NOW).total_seconds() for more in (1, 2, 3, 4)]
    assert waits == [2, 4, 8, 16]


@pytest.mark.parametrize("limit", [BY_NAME, OVERALL])
def test_no_number_of_guesses_shuts_out_for_good(limit: Limit) -> None:
    assert after(1000, limit).free_at - NOW == limit.longest <= timedelta(minutes=5)


def test_guesses_are_forgotten_with_time_and_a_clock_set_back_does_no_harm() -> None:
    full = after(1000)
    later = counted(full, BY_NAME, now=NOW + timedelta(days=1))
    assert later.level == 1
    assert later.free_at == NOW + timedelta(days=1)
    assert counted(full, BY_NAME, now=NOW - timedelta(days=1)).level == full.level


async def attempts(services: Services, guard: Guard, *, name: str, number: int = 1) -> list[int]:
    buckets = guard.buckets(name, owner="", device="")
    waits = []
    for _ in range(number):
        async with services.database.transaction() as connection:
            now = services.clock.now()
            waits.append(await guard.attempt(connection, buckets, now=now))
    return waits


async def test_a_guess_that_must_wait_is_not_counted(services: Services, clock: FakeClock) -> None:
    guard = Guard(services.key)
    assert await attempts(services, guard, name="siti", number=9) == [0] * 6 + [2] * 3
    clock.forward(seconds=2)
    assert await attempts(services, guard, name="siti", number=2) == [0, 4]


async def test_guessing_at_one_name_leaves_the_others_alone(services: Services) -> None:
    guard = Guard(services.key)
    await attempts(services, guard, name="siti", number=9)
    assert await attempts(services, guard, name="budi") == [0]


async def test_guessing_at_many_names_slows_down_everybody_a_little(services: Services) -> None:
    guard = Guard(services.key)
    waits = [(await attempts(services, guard, name=f"name{number}"))[0] for number in range(30)]
    assert waits[: OVERALL.free] == [0] * OVERALL.free
    assert max(waits) > 0
    assert max(waits) <= OVERALL.longest.total_seconds()


async def test_names_that_were_guessed_are_not_kept(services: Services) -> None:
    await attempts(services, Guard(services.key), name="siti.aminah")
    async with services.database.reading() as connection:
        rows = (await connection.execute(text("SELECT * FROM guesses"))).all()
    assert len(rows) == 2
    assert "siti" not in str(rows)


def test_a_device_vouches_for_its_owner_alone_and_cannot_be_made_up(services: Services) -> None:
    guard = Guard(services.key)
    device = guard.device("", owner="1")
    assert guard.device(device, owner="1") == device
    assert guard.device(device, owner="2") != device
    assert list(guard.buckets("siti", owner="1", device=device)) == [f"device {device}"]
    for other in ("", ".", "x.y", device[:-1], f"x{device}", "é.é"):
        assert "everybody" in guard.buckets("siti", owner="1", device=other)
    assert "everybody" in guard.buckets("siti", owner="", device=device)
