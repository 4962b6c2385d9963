"""Ten thousand to a million recipients: time of planning, peak memory, bytes in the database.

Planning and sending run in a fresh process for each number. BENCH_RECIPIENTS (numbers with
commas), BENCH_SECONDS (of sending, then it stops) and BENCH_CURVE (a path for an SVG) may be set.
"""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from crowds import approved, subscribe, unsend
from curves import curve
from one_broadcast import KEY
from sqlalchemy import text

from bot.broadcasts import ledger
from bot.contacts import store as contacts_store
from bot.contacts.store import ContactStore
from bot.database.engine import Database, open_database
from bot.settings import Settings

RECIPIENTS = os.environ.get("BENCH_RECIPIENTS", "10000,100000")
SECONDS = os.environ.get("BENCH_SECONDS", "60")
CHILD = Path(__file__).parents[1] / "support" / "one_broadcast.py"
drawn: dict[str, list[tuple[int, float]]] = {}


async def size(database: Database) -> tuple[int, int]:
    """Return the bytes of the subscribers and of the ledger, with their indexes."""
    tables = (contacts_store._contacts.name,), (ledger.rows.name, ledger.chunks.name)
    if database.kind == "postgresql":
        sizes = [[f"pg_total_relation_size('{each}')" for each in names] for names in tables]
        words = ["SELECT " + " + ".join(each) for each in sizes]
    else:
        owned = "SELECT sum(pgsize) FROM dbstat WHERE name IN "
        of = "(SELECT name FROM sqlite_schema WHERE tbl_name IN ({}))"
        words = [owned + of.format(", ".join(f"'{each}'" for each in names)) for names in tables]
    async with database.reading() as connection:
        first, second = [await connection.scalar(text(each)) for each in words]
    return int(first), int(second)


def grown(database: Database) -> int:
    """Return the bytes of an SQLite file."""
    return Path(database.url.database or "").stat().st_size if database.kind == "sqlite" else 0


async def child(url: str) -> dict[str, float]:
    """Return what a process of its own says after planning and sending."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(CHILD), url, SECONDS, stdout=asyncio.subprocess.PIPE
    )
    written, _ = await process.communicate()
    assert process.returncode == 0
    found: dict[str, float] = json.loads(written)
    return found


async def bench_recipients_planned_and_sent(settings: Settings) -> None:
    database, now = open_database(settings.database), datetime.now(UTC)
    print(f"\n  {database.kind}; load {Path('/proc/loadavg').read_text()[:9]}; peaks in MiB")
    print("  recipients  planned in  peak: start  planned  sent   sent (a second)     bytes each")
    last = 0
    line = drawn.setdefault(f"{database.kind}, planned and sent", [])
    for people in map(int, RECIPIENTS.split(",")):
        await unsend(database)
        await subscribe(database, ContactStore(KEY), range(last, people), now=now)
        last = people
        await database.clear_away()
        file = grown(database)
        await approved(database, now=now)
        took = await child(settings.database_url.get_secret_value())
        await database.clear_away()
        contacts, rows = (each / people for each in await size(database))
        print(f"  {people:10,}  {took['planned']:8.1f} s  {took['before']:11.0f}", end="")
        print(f"  {took['planning']:7.0f}  {took['sending']:4.0f}  {took['sent']:8,}", end="")
        print(f" ({took['sent'] / took['took']:4.0f})  {contacts:4.0f} + {rows:4.0f}", end="")
        print(f"  file +{(grown(database) - file) / people:.0f}" if file else "")
        line.append((people, took["sending"]))
    await database.close()
    if path := os.environ.get("BENCH_CURVE"):
        words = {"across": "recipients", "up": "MiB at the peak, a fresh process each"}
        Path(path).write_text(curve("Memory of planning and sending", drawn, **words), "utf-8")
