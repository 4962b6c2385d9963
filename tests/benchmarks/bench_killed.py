"""Processes killed with signal 9 in the middle of a large broadcast: lost, twice, in doubt.

BENCH_KILLED_PEOPLE and BENCH_KILLS may be set. The pace is lifted, so that this takes minutes.
"""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from broadcast_runs import approve, begin, both_at_work, finished, programs_of
from databases import ON_POSTGRES
from quick_telegram import QuickTelegram, quick_telegram

from bot.broadcasts.broadcast import Outcome
from bot.wiring import Services

PEOPLE = int(os.environ.get("BENCH_KILLED_PEOPLE", "20000"))
KILLS = int(os.environ.get("BENCH_KILLS", "20"))
BETWEEN = 40  # messages from one kill to the next
PATIENCE = 60 + PEOPLE / 20
LIFTED = 100_000


@pytest.fixture
def telegram() -> Iterator[QuickTelegram]:
    with quick_telegram() as server:
        yield server


def tell(name: str, became: dict[Outcome, int], chats: set[str], telegram: QuickTelegram) -> None:
    """Print and check who was lost, who was told twice, and of whom nobody knows."""
    arrived = set(telegram.taken)
    unknown = became[Outcome.UNKNOWN]
    lost = max(0, len(chats) - became[Outcome.SENT] - unknown, became[Outcome.SENT] - len(arrived))
    twice = sum(times > 1 for times in telegram.taken.values())
    print(f"\n  {name}: {len(chats)} people, {became[Outcome.SENT]} sent", end="")
    print(f"; lost {lost}, twice {twice}, unknown {unknown} ", end="")
    print(f"(of which arrived {len(arrived) - became[Outcome.SENT]})", end="")
    print(f"; load {Path('/proc/loadavg').read_text()[:9]}")
    assert lost == twice == 0
    assert arrived <= chats


@pytest.mark.parametrize("database_url", ON_POSTGRES, indirect=True)
async def bench_one_of_two_workers_killed(services: Services, telegram: QuickTelegram) -> None:
    with programs_of(services, telegram, pace=LIFTED) as programs:
        first, _ = programs.start(), programs.start()
        await asyncio.to_thread(programs.wait_ready, 2)
        chats = await begin(services, PEOPLE)
        await both_at_work(services)
        await asyncio.to_thread(telegram.wait_for, PEOPLE // 3, PATIENCE)
        first.send_signal(signal.SIGKILL)
        first.wait(30)
        became = await finished(services, PATIENCE)
    tell("PostgreSQL, one of two workers killed", became, chats, telegram)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def bench_the_only_process_killed_again_and_again(
    services: Services, telegram: QuickTelegram
) -> None:
    chats = await approve(services, (KILLS + 5) * BETWEEN * 2)
    with programs_of(services, telegram, pace=LIFTED) as programs:
        for _ in range(KILLS):
            process, before = programs.start(followed=True), len(telegram.moments)
            await asyncio.to_thread(telegram.wait_for, before + BETWEEN, PATIENCE)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        programs.start()
        became = await finished(services, PATIENCE)
    tell(f"SQLite, killed {KILLS} times", became, chats, telegram)
