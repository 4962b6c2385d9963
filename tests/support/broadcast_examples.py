"""A broadcast on a server that runs, with recipients who came to every outcome."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from bot.broadcasts import results, store
from bot.broadcasts.broadcast import Broadcast, Content, Outcome, State
from bot.broadcasts.ledger import rows
from bot.contacts.contact import Audience, Category
from bot.database.engine import Database, open_database
from bot.messages import Choice, Template
from bot.settings import Settings

NAME = "contoh1"
TEXT = "*Besok hari pemungutan suara.*\n\nTidak ada foto di TPS, tidak ada ajakan memilih."
_OUTCOMES = {
    Outcome.SENT: "",
    Outcome.READ: "",
    Outcome.NOT_SENT: "diblokir",
    Outcome.UNKNOWN: "",
}


async def keep_rows(database: Database, broadcast: str, count: int) -> None:
    """Give *broadcast* a ledger of *count* rows, in turn of every outcome."""
    kinds = list(_OUTCOMES.items())
    made = [
        {
            "broadcast": broadcast,
            "person": f"{number:08}",
            "channel": ("telegram", "whatsapp")[number % 2],
            "outcome": kinds[number % len(kinds)][0],
            "reason": kinds[number % len(kinds)][1],
            "copy": "",
            "chunk": 0,
        }
        for number in range(count)
    ]
    async with database.transaction() as connection:
        await connection.execute(insert(rows), made)


def paused(author: str = "rina") -> Broadcast:
    """Return a broadcast that somebody holds back."""
    now = datetime.now(UTC)
    content = Content(TEXT, (Choice("stop:", "Berhenti langganan"),), Template("contoh", (), TEXT))
    audience = Audience(Category.REMINDERS)
    ends = now + timedelta(days=30)
    return Broadcast(NAME, "H-1", content, audience, now, ends, State.PAUSED, author, "tono")


def running_broadcast(data: Path) -> str:
    """Return the number of a broadcast that lies in the folder *data* of a server."""

    async def made(database: Database) -> None:
        async with database.reading() as connection:
            known = await store.look_up(connection, NAME)
        if known is None:
            async with database.transaction() as connection:
                whole = paused()
                await store.keep(connection, whole, now=whole.starts_at)
            await keep_rows(database, NAME, 40)

    on_server(data, made)
    return NAME


def sent_to_all(data: Path) -> None:
    """Have everybody in doubt turn out to be written to, in the folder *data* of a server."""

    async def made(database: Database) -> None:
        async with database.transaction() as connection:
            await results.settle(connection, NAME, outcome=Outcome.SENT)

    on_server(data, made)


def drafted_broadcast(data: Path, name: str) -> str:
    """Return the number of a draft, called *name*, that lies in the folder *data* of a server."""

    async def made(database: Database) -> None:
        async with database.transaction() as connection:
            whole = paused()
            # At noon in Depok: what begins while people sleep could not be submitted.
            noon = (whole.starts_at + timedelta(days=1)).replace(hour=5, minute=0)
            draft = replace(whole, id=name, state=State.DRAFT, approver="", starts_at=noon)
            await store.keep(connection, draft, now=whole.starts_at)

    on_server(data, made)
    return name


def on_server(data: Path, work: Callable[[Database], Awaitable[None]]) -> None:
    """Do *work* on the database in the folder *data* of a server."""

    async def done() -> None:
        database = open_database(Settings(_env_file=None, data_dir=data).database)
        await work(database)
        await database.close()

    # Playwright occupies the event loop of this thread.
    with ThreadPoolExecutor() as threads:
        threads.submit(lambda: asyncio.run(done())).result()
