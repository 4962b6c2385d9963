"""A broadcast whose processes are killed with signal 9: nobody is lost, nobody is told twice."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from programs import Programs
from sqlalchemy import select
from telegram_server import TelegramServer, telegram_server
from telegrams import SECRET

from bot.broadcasts import ledger, store
from bot.broadcasts.broadcast import Broadcast, Content, Outcome, State
from bot.broadcasts.fanout import AT_ONCE, LANES
from bot.broadcasts.results import counts
from bot.contacts.contact import Audience, Category, Consent, Subscription
from bot.contacts.store import ContactStore
from bot.messages import Address
from bot.questions.learned import Learned, _code_version
from bot.settings import Settings
from bot.wiring import Services

PEOPLE = int(os.environ.get("KILLED_BROADCAST_PEOPLE", "200"))
KILLS = int(os.environ.get("KILLED_BROADCAST_TIMES", "5"))
PATIENCE = 60 + PEOPLE / 20

pytestmark = [pytest.mark.kill, pytest.mark.enable_socket]


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with telegram_server() as server:
        yield server


@pytest.fixture
def programs(
    settings: Settings, services: Services, telegram: TelegramServer
) -> Iterator[Programs]:
    """Processes that need not learn what this one has learned."""
    guide = services.guide.current
    kept = Learned(settings.data_dir / "learned", services.key)
    kept._keep(f"{guide.library.version}-{_code_version()}", guide.matcher)
    made = Programs(settings, telegram)
    yield made
    made.end()


async def approve(services: Services, people: int) -> set[str]:
    """Subscribe *people* and leave an approved broadcast to them; return their chats."""
    contacts, now = ContactStore(services.key), datetime.now(UTC)
    chats = {str(1_000 + number) for number in range(people)}
    wanted = Subscription(frozenset({Category.REMINDERS}))
    draft = Broadcast(
        "one",
        "Masa tenang",
        Content("Besok masa tenang.", urgent="a test does not wait for the morning"),
        Audience(Category.REMINDERS),
        now,
        now + timedelta(hours=1),
        State.APPROVED,
        "rina",
        "tono",
    )
    async with services.database.transaction() as connection:
        for chat in sorted(chats):
            consent = Consent(now, "wording")
            address = Address("telegram", chat)
            await contacts.keep(connection, address, wanted=wanted, consent=consent)
        await store.keep(connection, replace(draft, approved=draft.fingerprint), now=now)
    return chats


async def begin(services: Services, people: int = PEOPLE, *, chunk: int = ledger.CHUNK) -> set[str]:
    """Subscribe *people* and start a broadcast to them at once; return their chats."""
    chats = await approve(services, people)
    async with services.database.transaction() as connection:
        whole = await store.look_up(connection, "one")
        assert whole
        await store.move(connection, "one", to=State.RUNNING)
        await ledger.plan(connection, "one", whole.audience, size=chunk)
    return chats


async def both_at_work(services: Services) -> None:
    """Wait until two processes hold chunks."""
    until = time.monotonic() + PATIENCE
    held = select(ledger.chunks.c.holder).where(ledger.chunks.c.leased_until > datetime.now(UTC))
    while True:
        async with services.database.reading() as connection:
            if len(set(await connection.scalars(held))) == 2:
                return
        assert time.monotonic() < until, "only one process works"
        await asyncio.sleep(0.05)


def ask(port: int, chat: int) -> None:
    """Bring the server a question, as Telegram does."""
    person = {"id": chat, "is_bot": False, "first_name": "Ani"}
    message = {
        "message_id": 1,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private"},
        "from": person,
        "text": "bolehkah saya like foto calon?",
    }
    answer = httpx.post(
        f"http://127.0.0.1:{port}/webhooks/telegram",
        json={"update_id": 1, "message": message},
        headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
        timeout=PATIENCE,
        trust_env=False,
    )
    assert answer.status_code == 200


async def finished(services: Services) -> dict[Outcome, int]:
    """Wait until the broadcast is over and return what the ledger says."""
    until = time.monotonic() + PATIENCE
    while True:
        async with services.database.reading() as connection:
            if await store.state(connection, "one") is State.DONE:
                found = await counts(connection, "one")
                break
        assert time.monotonic() < until, "the broadcast does not end"
        await asyncio.sleep(0.2)
    sums = dict.fromkeys(Outcome, 0)
    for each in found:
        sums[each.outcome] += each.people
    return sums


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
    services: Services, programs: Programs, telegram: TelegramServer
) -> None:
    on_postgres = services.database.kind == "postgresql"
    first = programs.start(followed=not on_postgres)
    second = programs.start() if on_postgres else None
    chats = await begin(services, chunk=PEOPLE // 10)
    if second:
        await both_at_work(services)
    await wait_for(telegram, PEOPLE // 3)
    first.send_signal(signal.SIGKILL)
    first.wait(30)
    if second is None:
        programs.start()
    became = await finished(services)
    assert_kept(became, chats, telegram, kills=1)
    assert telegram.busiest_second() <= 30


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
    became = await finished(services)
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
    became = await finished(services)
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
    became = await finished(services)
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
    became = await finished(services)
    assert_kept(became, chats, telegram, kills=0)
