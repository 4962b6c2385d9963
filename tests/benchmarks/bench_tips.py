"""Tips sealed and stored per second, beside inserts of rows of the same size in the same run."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from secrets import token_bytes, token_hex

from sqlalchemy import make_url, text
from tipping import CONTENT, DAY, Office

from bot.clock import SystemClock
from bot.crypto import ServerKey
from bot.database.engine import Database, open_database
from bot.database.migrating import migrate
from bot.keypair import KeyPair
from bot.settings import Settings

TIPS = 1000
AT_ONCE = 16
INSERT = text(
    "INSERT INTO parcels VALUES "
    "(:id, 'tip', :day, :receipt, '', '', :sealed, :none, :apart, :apart)"
)


async def many(act: Callable[[], Awaitable[None]]) -> float:
    """Return how many acts a second are done, AT_ONCE at a time."""
    numbers = iter(range(TIPS))

    async def some() -> None:
        for _ in numbers:
            await act()

    start = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    return TIPS / (time.perf_counter() - start)


async def measured(database: Database) -> None:
    office = Office(database, ServerKey(b"k" * 32), SystemClock(Settings().timezone))
    await office.opens()
    receipt = [KeyPair.new().public for _ in range(TIPS)]

    async def inserts() -> None:
        row: dict[str, bytes | str | date] = {
            "id": token_hex(16),
            "day": str(DAY) if database.kind == "sqlite" else DAY,
            "receipt": token_bytes(32),
            "sealed": token_bytes(1080),
            "none": b"",
            "apart": token_bytes(1080),
        }
        async with database.short_transaction() as connection:
            await connection.execute(INSERT, row)

    async def submits() -> None:
        async with database.short_transaction() as connection:
            await office.intake.submit(connection, CONTENT, receipt=receipt.pop(), day=DAY)

    plain = await many(inserts)
    async with database.transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM parcels")
    taken = await many(submits)
    start = time.perf_counter()
    moved = await office.mover.move_parcels()
    rate = moved / (time.perf_counter() - start)
    print(
        f"  {database.kind:12s} {taken:6.0f} tips/s sealed and stored, "
        f"{taken / plain:.2f} of plain inserts ({plain:.0f}/s); moved at {rate:.0f}/s"
    )
    async with database.transaction() as connection:
        for table in ("parcels", "tips", "public_keys"):
            await connection.exec_driver_sql(f"DELETE FROM {table}")
    await database.close()


def bench_tips_sealed_and_stored(tmp_path: Path) -> None:
    print(f"\n{TIPS} tips, {AT_ONCE} at once, each in a transaction of its own")
    urls = [f"sqlite+aiosqlite:///{tmp_path}/x.db"]
    if given := os.environ.get("TEST_DATABASE_URL"):
        urls.append(given.replace("postgresql://", "postgresql+psycopg://"))
    for url in urls:
        migrate(make_url(url))
        asyncio.run(measured(open_database(make_url(url))))
