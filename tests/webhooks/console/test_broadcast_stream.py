"""Progress that comes by itself: for whoever may see it, for as long as there is something new."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from broadcast_examples import NAME, keep_rows, paused
from sqlalchemy import text
from visiting import Visitor

from bot.broadcasts import store
from bot.broadcasts.broadcast import Outcome, State
from bot.broadcasts.reporting import Progress
from bot.staff.account import Act, Role
from webhooks.console.broadcast_stream import MOST

STREAM = f"/siaran/{NAME}/peristiwa"


@pytest.fixture(autouse=True)
async def at_work(console: Visitor) -> None:
    console.services.broadcasting.following.interval = 0.01
    now = console.clock.now()
    whole = replace(paused(), starts_at=now, ends_at=now + timedelta(days=1))
    async with console.services.database.transaction() as connection:
        await store.keep(connection, whole, now=now)
    await keep_rows(console.services.database, NAME, 40)


async def ended(console: Visitor, state: State = State.DONE) -> None:
    async with console.services.database.transaction() as connection:
        await store.move(connection, NAME, to=state)


def watching(console: Visitor) -> asyncio.Task[httpx.Response]:
    return asyncio.create_task(console.opens(STREAM, accept="text/event-stream"))


async def until_watched(console: Visitor, *tasks: asyncio.Task[httpx.Response]) -> None:
    """Wait until some events went out."""
    for _ in range(20):
        await console.services.broadcasting.following.next(NAME)
    assert not [each for each in tasks if each.done()]


async def test_what_changes_is_told_and_the_stream_ends_with_the_broadcast(
    console: Visitor,
) -> None:
    await console.enters(Role.APPROVER)
    task = watching(console)
    await until_watched(console, task)
    async with console.services.database.transaction() as connection:
        await connection.execute(
            text("UPDATE ledger SET outcome = 'terkirim' WHERE outcome = 'tidak-diketahui'")
        )
    await until_watched(console, task)
    await ended(console)
    answer = await task
    assert answer.headers["content-type"].startswith("text/event-stream")
    first, second, last = answer.text.split("event: kemajuan\n")[1:]
    assert "<dd>10</dd>" in first.split("Belum pasti")[1]
    assert "<dd>0</dd>" in second.split("Belum pasti")[1]
    assert "Siaran ini sudah selesai" in last
    assert answer.text.endswith("event: selesai\ndata:\n\n")
    lines = [line for line in answer.text.split("\n") if line]
    assert all(line.startswith(("data:", "event:", "retry:", ":")) for line in lines)


async def test_all_who_watch_share_one_look_in_an_interval(
    console: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0
    reporting = console.services.broadcasting.verbs.reporting
    look = reporting.progress

    async def counted(name: str) -> Progress:
        nonlocal looks
        looks += 1
        return await look(name)

    monkeypatch.setattr(reporting, "progress", counted)
    following = console.services.broadcasting.following
    for _ in range(3):
        seen = await asyncio.gather(*(following.next(NAME) for _ in range(20)))
        assert len(seen) == 20
        assert all(each and each.of(Outcome.UNKNOWN) == 10 for each in seen)
    assert looks == 3


async def test_who_logs_out_or_stays_away_is_told_no_more(console: Visitor) -> None:
    await console.enters(Role.APPROVER)
    task = watching(console)
    await until_watched(console, task)
    await console.sends("/keluar")
    assert (await task).text.endswith("event: selesai\ndata:\n\n")
    await console.enters(Role.APPROVER, name="tono")
    task = watching(console)
    await until_watched(console, task)
    console.clock.forward(minutes=31)
    assert (await task).text.endswith("event: selesai\ndata:\n\n")
    assert (await watching(console)).status_code == 204


async def test_watching_does_not_keep_a_session_alive(console: Visitor) -> None:
    await console.enters(Role.APPROVER)
    console.clock.forward(minutes=20)
    await ended(console)
    assert (await watching(console)).status_code == 200
    console.clock.forward(minutes=11)
    assert not await console.services.staffing.gate.stands("siti", Act.READ_BROADCASTS)


async def test_a_session_has_few_streams_and_gets_them_back(console: Visitor) -> None:
    await console.enters(Role.APPROVER)
    tasks = [watching(console) for _ in range(MOST)]
    await until_watched(console, *tasks)
    assert (await watching(console)).status_code == 429
    await console.enters(Role.APPROVER, name="tono")
    tasks.append(watching(console))
    await until_watched(console, *tasks)
    await ended(console)
    assert [each.status_code for each in await asyncio.gather(*tasks)] == [200] * (MOST + 1)
    console.holds("siti")
    assert (await watching(console)).status_code == 200


async def test_a_program_that_ends_lets_everybody_go(console: Visitor) -> None:
    await console.enters(Role.APPROVER)
    task = watching(console)
    await until_watched(console, task)
    console.services.broadcasting.following.interval = 60
    console.services.broadcasting.following.stop()
    async with asyncio.timeout(5):
        assert "event: selesai" not in (await task).text


async def test_others_see_nothing(console: Visitor) -> None:
    assert (await watching(console)).status_code == 204
    await console.enters(Role.VERIFIER)
    assert (await watching(console)).status_code == 403
    await console.enters(Role.APPROVER, name="tono")
    assert (await console.opens("/siaran/tidak-ada/peristiwa")).status_code == 404
