"""A broadcast whose processes are killed with signal 9: nobody is lost, nobody is told twice."""

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest
from broadcast_runs import approve, ask, begin, both_at_work, finished, programs_of
from programs import Programs
from quick_telegram import QuickTelegram, quick_telegram
from telegram_server import TelegramServer, telegram_server

from bot.broadcasts.broadcast import Outcome
from bot.broadcasts.fanout import AT_ONCE, LANES
from bot.broadcasts.results import counts
from bot.wiring import Services

PEOPLE = int(os.environ.get("KILLED_BROADCAST_PEOPLE", "2000"))
LIMIT = 300  # messages a second that the provider allows
KILLS = int(os.environ.get("KILLED_BROADCAST_TIMES", "5"))
PATIENCE = 60 + PEOPLE / 20

pytestmark = [pytest.mark.kill, pytest.mark.enable_socket]


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with telegram_server() as server:
        yield server


@pytest.fixture
def quick() -> Iterator[QuickTelegram]:
    with quick_telegram() as server:
        yield server


@pytest.fixture
def programs(services: Services, telegram: TelegramServer) -> Iterator[Programs]:
    with programs_of(services, telegram) as made:
        yield made


def assert_kept(
    became: dict[Outcome, int], chats: set[str], telegram: TelegramServer, *, kills: int
) -> None:
    """Nobody twice, nobody without an outcome, and doubts only where a process was killed."""
    assert set(telegram.taken) <= chats
    assert max(telegram.taken.values()) == 1
    assert became[Outcome.SENT] + became[Outcome.UNKNOWN] == len(chats)
    assert became[Outcome.UNKNOWN] <= kills * AT_ONCE * LANES
    arrived = len(telegram.taken)
    assert became[Outcome.SENT] <= arrived <= became[Outcome.SENT] + became[Outcome.UNKNOWN]


async def wait_for(telegram: TelegramServer, count: int) -> None:
    await asyncio.to_thread(telegram.wait_for, count, PATIENCE)


async def test_a_dead_process_is_replaced_and_nobody_is_told_twice(
    services: Services, quick: QuickTelegram
) -> None:
    on_postgres = services.database.kind == "postgresql"
    with programs_of(services, quick, pace=0.9 * LIMIT) as programs:
        first = programs.start(followed=not on_postgres)
        second = programs.start() if on_postgres else None
        chats = await begin(services, PEOPLE, chunk=PEOPLE // 10)
        if second:
            await both_at_work(services, PATIENCE)
        await wait_for(quick, PEOPLE // 3)
        first.send_signal(signal.SIGKILL)
        first.wait(30)
        if second is None:
            programs.start()
        became = await finished(services, PATIENCE)
    assert_kept(became, chats, quick, kills=1)
    assert quick.busiest_second() <= LIMIT


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_approved_and_killed_again_and_again_the_only_process_still_tells_everybody_once(
    services: Services, programs: Programs, telegram: TelegramServer
) -> None:
    chats = await approve(services, KILLS * (20 + AT_ONCE * LANES) + 10)
    for kill in range(1, KILLS + 1):
        process = programs.start(followed=True)
        await wait_for(telegram, 20 * kill)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    programs.start()
    became = await finished(services, PATIENCE)
    assert_kept(became, chats, telegram, kills=KILLS)


async def test_in_a_storm_of_faults_every_row_has_an_outcome_and_a_reason(
    services: Services, programs: Programs, telegram: TelegramServer
) -> None:
    def fault(call: int) -> tuple[int, dict[str, object]] | None:
        match call % 20:
            case 3:
                return 403, {"ok": False, "error_code": 403, "description": "Forbidden: blocked"}
            case 7:
                wait = {"retry_after": 1}
                return 429, {"ok": False, "error_code": 429, "description": "x", "parameters": wait}
            case 11:
                return 500, {"ok": False, "error_code": 500, "description": "Internal"}
            case 17:
                return 0, {}
            case _:
                return None

    telegram.fault = fault
    chats = await begin(services, 80)
    programs.start()
    became = await finished(services, PATIENCE)
    assert max(telegram.taken.values()) == 1
    assert sum(became.values()) == len(chats)
    assert became[Outcome.WAITING] + became[Outcome.CLAIMED] == 0
    assert became[Outcome.NOT_SENT] > 0
    assert became[Outcome.UNKNOWN] > 0
    assert became[Outcome.SENT] == len(telegram.taken)
    async with services.database.reading() as connection:
        found = await counts(connection, "one")
    assert all(each.reason for each in found if each.outcome is Outcome.NOT_SENT)


async def test_an_answer_overtakes_the_broadcast(
    services: Services, programs: Programs, telegram: TelegramServer
) -> None:
    chats = await begin(services, 130)
    process = programs.start(serve=True)
    await wait_for(telegram, 20)
    await asyncio.to_thread(ask, programs.port, 5)
    became = await finished(services, PATIENCE)
    assert became[Outcome.SENT] == len(chats)
    assert list(telegram.taken).index("5") < len(chats)  # and others were written to after it
    assert process.poll() is None


async def test_a_polite_end_leaves_nothing_in_doubt(
    services: Services, programs: Programs, telegram: TelegramServer
) -> None:
    chats = await begin(services, 80)
    process = programs.start(followed=True)
    await wait_for(telegram, 25)
    process.terminate()
    assert process.wait(30) in {0, -signal.SIGTERM}  # uvicorn raises it again
    programs.start()
    became = await finished(services, PATIENCE)
    assert_kept(became, chats, telegram, kills=0)
