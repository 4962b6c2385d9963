"""Workers as processes of their own, as they reach a receiver: how fast, how evenly, beside whom.

BENCH_PEOPLE and BENCH_LIMIT (messages a second that the provider allows) may be set. Our pace is
nine tenths of the limit, as with WhatsApp (72 of 80).
"""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from broadcast_runs import FIRST, approve, ask, both_at_work, finished, programs_of, start
from crowds import unsend
from databases import ON_POSTGRES
from quick_telegram import QuickTelegram, quick_telegram

from bot.broadcasts.broadcast import Outcome
from bot.wiring import Services

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "3000"))
LIMIT = float(os.environ.get("BENCH_LIMIT", "200"))
PACE = 0.9 * LIMIT
LIFTED = 100_000
QUESTIONS, BETWEEN = int(os.environ.get("BENCH_QUESTIONS", "60")), 0.1
ASKING = 1_000_000  # chats from here on belong to nobody who is written to

only_postgres = pytest.mark.parametrize("database_url", ON_POSTGRES, indirect=True)


@pytest.fixture
def telegram() -> Iterator[QuickTelegram]:
    with quick_telegram() as server:
        yield server


@pytest.fixture
def far_telegram() -> Iterator[QuickTelegram]:
    with quick_telegram(0.1) as server:
        yield server


def load() -> str:
    return "load " + " ".join(Path("/proc/loadavg").read_text().split()[:2])


def clear(telegram: QuickTelegram) -> None:
    for kept in (telegram.moments, telegram.taken, telegram.came):
        kept.clear()


async def sent_by(workers: int, services: Services, telegram: QuickTelegram) -> float:
    """Return how many messages a second arrive while all *workers* are at work."""
    clear(telegram)
    with programs_of(services, telegram, pace=LIFTED) as programs:
        for _ in range(workers):
            programs.start()
        await asyncio.to_thread(programs.wait_ready, workers)
        await start(services, chunk=100)
        if workers > 1:
            await both_at_work(services)
        await asyncio.to_thread(telegram.wait_for, len(telegram.moments) + 50, 60)
        first = len(telegram.moments)
        became = await finished(services, 60 + PEOPLE / 20)
    assert became[Outcome.SENT] == PEOPLE
    assert max(telegram.taken.values()) == 1
    last = PEOPLE - PEOPLE // 10  # towards the end one of them may have nothing left
    return (last - first) / (telegram.moments[last] - telegram.moments[first])


@only_postgres
async def bench_two_worker_processes_beside_one(
    services: Services, telegram: QuickTelegram
) -> None:
    print(f"\n  {PEOPLE} people, 20 ms at the receiver, pace lifted, {load()}")
    await approve(services, PEOPLE)
    one = await sent_by(1, services, telegram)
    await unsend(services.database)
    await approve(services, 0)
    two = await sent_by(2, services, telegram)
    print(f"  one {one:.0f}/s, two {two:.0f}/s: {two / one:.2f} times; {load()}")


@only_postgres
async def bench_two_workers_under_a_limit(services: Services, telegram: QuickTelegram) -> None:
    await approve(services, PEOPLE)
    with programs_of(services, telegram, pace=PACE) as programs:
        programs.start()
        programs.start()
        await asyncio.to_thread(programs.wait_ready, 2)
        await start(services, chunk=100)
        became = await finished(services, 60 + PEOPLE / 20)
    assert became[Outcome.SENT] == PEOPLE
    rate = (PEOPLE - 1) / (telegram.moments[-1] - telegram.moments[0])
    busiest = telegram.busiest_second()
    print(f"\n  {PEOPLE} people, limit {LIMIT:.0f}/s, pace {PACE:.0f}/s, two workers, {load()}")
    print(f"  {rate:.1f}/s over the run, {rate / LIMIT:.0%} of the limit", end="")
    print(f"; fullest sliding second {busiest}")
    assert busiest <= LIMIT


@only_postgres
async def bench_one_worker_at_the_pace_that_we_ship(
    services: Services, far_telegram: QuickTelegram
) -> None:
    """README's arithmetic for Telegram, where a message takes a tenth of a second."""
    people = 20 * 26
    await approve(services, people)
    with programs_of(services, far_telegram) as programs:
        programs.start()
        await asyncio.to_thread(programs.wait_ready, 1)
        await start(services)
        await finished(services, 60 + people / 20)
    moments, busiest = far_telegram.moments, far_telegram.busiest_second()
    rate = (people - 1) / (moments[-1] - moments[0])
    print(f"\n  {people} people, 100 ms at the receiver: {rate:.1f}/s of 26, {load()}", end="")
    print(f"; fullest sliding second {busiest}")


async def waits(port: int, telegram: QuickTelegram, chats: range) -> list[float]:
    """Return after how many milliseconds each question was answered at Telegram, sorted."""
    times = []
    for chat in chats:
        begun = time.monotonic()
        await asyncio.to_thread(ask, port, chat)
        await asyncio.to_thread(telegram.wait_for_chat, str(chat), 30)
        times.append((telegram.came[str(chat)] - begun) * 1_000)
        await asyncio.sleep(BETWEEN)
    return sorted(times)


async def bench_answers_while_a_broadcast_runs(services: Services, telegram: QuickTelegram) -> None:
    """At the pace that we ship; on PostgreSQL a worker sends beside the server."""
    kind, people = services.database.kind, 26 * 60
    await approve(services, people)
    with programs_of(services, telegram) as programs:
        programs.start(serve=True)
        if kind == "postgresql":
            programs.start()
        await asyncio.to_thread(programs.wait_ready, len(programs.running))
        await waits(programs.port, telegram, range(ASKING, ASKING + 10))
        idle = await waits(programs.port, telegram, range(2 * ASKING, 2 * ASKING + QUESTIONS))
        await start(services, chunk=50)
        await asyncio.to_thread(telegram.wait_for, len(telegram.moments) + 60, 60)
        busy = await waits(programs.port, telegram, range(3 * ASKING, 3 * ASKING + QUESTIONS))
        written = sum(FIRST <= int(chat) < ASKING for chat in telegram.taken)
    assert written < people, "the broadcast was over before the last question"
    print(f"\n  {kind}, {QUESTIONS} questions, {load()}; milliseconds until the answer arrives")
    for name, times in (("idle", idle), ("in a broadcast", busy)):
        print(f"  {name:15s} p50 {at(times, 0.5):6.1f}   p95 {at(times, 0.95):6.1f}", end="")
        print(f"   most {times[-1]:6.1f}")
    print(f"  p95 {at(busy, 0.95) / at(idle, 0.95):.2f} times idle")


def at(times: list[float], share: float) -> float:
    return times[int(len(times) * share)]
