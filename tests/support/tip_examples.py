"""Tips on a server that runs, with evidence, and a desk whose key lies beside its database."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from logged_in import CHEAP, WORDS
from pictures import tell_everything
from tipping import CONTENT, EVIDENCE, STORY, Office

from bot.clock import SystemClock
from bot.crypto import server_key
from bot.database.engine import Database, open_database
from bot.keypair import new_file_key
from bot.settings import Settings
from bot.tips.evidence.cleaning import clean
from bot.tips.evidence.files import Store
from bot.tips.keys import new_desk_key, open_desk_key
from bot.tips.tip import Evidence

SECRET = "Saya Budi, satpam di sana."
_MADE: dict[tuple[Path, int], str] = {}
_KINDS = ("image/jpeg", "application/pdf")

T = TypeVar("T")


def example_tip(data: Path, number: int = 0) -> str:
    """Return the id of a tip, one for each *number*, in the folder *data* of a server."""
    if (data, number) not in _MADE:
        _MADE[data, number] = _apart(lambda: asyncio.run(_taken(data)))
    return _MADE[data, number]


def _apart(work: Callable[[], T]) -> T:
    """Return what *work* gives in a thread: Playwright occupies the event loop of this one."""
    with ThreadPoolExecutor() as threads:
        return threads.submit(work).result()


async def _taken(data: Path) -> str:
    """Take a tip and return its id."""
    settings = Settings(_env_file=None, data_dir=data)
    database = open_database(settings.database)
    try:
        office = await _office(settings, database)
        files = tuple(_file(settings, kind) for kind in _KINDS)
        account = replace(CONTENT.account, story=f"{STORY} {SECRET} Mohon diperiksa.")
        content = replace(CONTENT, account=account, evidence=files)
        _, tip = await office.sends(content, day=office.clock.today())
    finally:
        await database.close()
    return tip.id


async def _office(settings: Settings, database: Database) -> Office:
    """Return an office whose desk key is that of the server, made on first use."""
    path = settings.desk_key
    is_new = not path.exists()
    if is_new:
        new_desk_key(path, WORDS, cost=CHEAP)
    key, clock = server_key("", settings.key_file), SystemClock(settings.timezone)
    office = Office(database, key, clock, pair=open_desk_key(path, WORDS))
    if is_new:
        await office.opens()
    return office


def _file(settings: Settings, kind: str) -> Evidence:
    """Write a cleaned file as evidence."""
    content, name = clean(tell_everything(kind), kind).content, new_file_key().hex()[:32]
    digest = sha256(content).hexdigest()
    made = replace(
        EVIDENCE, id=name, kind=kind, size=len(content), sha256=digest, key=new_file_key()
    )
    files = Store(settings.evidence_folder)
    today = SystemClock(settings.timezone).today()
    files.place(files.write([content], made.key), name, day=today)
    return replace(made, original=b"", original_sha256="a" * 64)
