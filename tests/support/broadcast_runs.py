"""Broadcasts that processes of their own send: begun, waited for, and what became of them."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
from crowds import approved, subscribe
from programs import Programs
from sqlalchemy import select
from telegram_server import TelegramServer
from telegrams import SECRET

from bot.broadcasts import ledger, store
from bot.broadcasts.broadcast import Outcome, State
from bot.broadcasts.results import counts
from bot.contacts.store import ContactStore
from bot.questions.learned import Learned, _code_version
from bot.wiring import Services

FIRST = 1_000
URGENT = "a test does not wait for the morning"
PATIENCE = 70.0


@contextmanager
def programs_of(
    services: Services, telegram: TelegramServer, *, pace: float | None = None
) -> Iterator[Programs]:
    """Yield processes that need not learn what this one has learned, and end them."""
    guide, settings = services.guide.current, services.settings
    kept = Learned(settings.data_dir / "learned", services.key)
    kept._keep(f"{guide.library.version}-{_code_version()}", guide.matcher)
    made = Programs(settings, telegram, pace=pace)
    try:
        yield made
    finally:
        made.end()


async def approve(services: Services, people: int) -> set[str]:
    """Subscribe *people* and leave an approved broadcast to them; return their chats."""
    numbers, now = range(FIRST, FIRST + people), datetime.now(UTC)
    await subscribe(services.database, ContactStore(services.key), numbers, now=now)
    await approved(services.database, now=now, urgent=URGENT)
    return set(map(str, numbers))


async def begin(services: Services, people: int, *, chunk: int = ledger.CHUNK) -> set[str]:
    """Subscribe *people* and start a broadcast to them at once; return their chats."""
    chats = await approve(services, people)
    await start(services, chunk=chunk)
    return chats


async def start(services: Services, *, chunk: int = ledger.CHUNK) -> None:
    """Start the broadcast that is approved."""
    async with services.database.transaction() as connection:
        whole = await store.look_up(connection, "one")
        assert whole
        await store.move(connection, "one", to=State.RUNNING)
        await ledger.plan(connection, "one", whole.audience, size=chunk)


async def both_at_work(services: Services, patience: float = PATIENCE) -> None:
    """Wait until two processes hold chunks."""
    until = time.monotonic() + patience
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


async def finished(services: Services, patience: float = PATIENCE) -> dict[Outcome, int]:
    """Wait until the broadcast is over and return what the ledger says."""
    until = time.monotonic() + patience
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
