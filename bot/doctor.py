"""Looking an installation over: each finding says what to do."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from bot.crypto import refuse_readable, server_key
from bot.database.engine import open_database
from bot.database.migrating import current, newest
from bot.delivery.erasure import KEPT, PENDING, TOO_LATE, ErasureLedger
from bot.errors import JagaNetralError
from bot.guiding import KNOWLEDGE
from bot.settings import Settings
from bot.tips.keys import Lock, key_files, lock_of, worker_key
from knowledge.library import check, expired_on

_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what to do if not."""

    about: str
    well: bool
    text: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{'ok  ' if self.well else 'FAIL'} {self.about}: {self.text}"


def examine(settings: Settings, *, today: date) -> Iterator[Finding]:
    """Yield a finding for each part of the installation; nothing is changed or created."""
    yield _data_folder(settings)
    yield _key(settings)
    yield _database(settings)
    yield _desk_key(settings)
    yield _reach(settings)
    yield from _knowledge(today)


@dataclass(frozen=True, slots=True)
class Held:
    """A key that is here: what it is for, and the id of its public half, "" when it has none."""

    use: str
    id: str = ""
    readable: bool = True


def keys_held(settings: Settings) -> Iterator[Held]:
    """Yield the keys that are here; nothing private is told, and none is made."""
    if settings.secret_key.get_secret_value() or settings.key_file.exists():
        yield Held("server")
    for path in key_files(settings.desk_key):
        use = "desk" if path == settings.desk_key else "old-desk"
        yield _held(use, partial(lock_of, path))
    configured, file = settings.worker_key.get_secret_value(), settings.worker_key_file
    if configured or file.exists():
        yield _held("worker", lambda: Lock(worker_key(configured, file).public))


def _held(use: str, found: Callable[[], Lock]) -> Held:
    """Return the key that is *found*, or that it cannot be read."""
    try:
        return Held(use, found().id)
    except JagaNetralError:
        return Held(use, readable=False)


async def examine_copies(settings: Settings) -> Finding:
    """Look at the providers' copies that were to be erased; needs a migrated database."""
    key = server_key(settings.secret_key.get_secret_value(), settings.key_file)
    database = open_database(settings.database)
    try:
        async with database.reading() as connection:
            states = await ErasureLedger(key).states(connection)
    finally:
        await database.close()
    told = ", ".join(f"{states.get(each, 0)} {each}" for each in (PENDING, TOO_LATE, KEPT))
    if states.get(TOO_LATE):
        return _ill("providers' copies", f"{told}: what is too late stays with the provider")
    return _well("providers' copies", told)


def _well(about: str, text: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(about, well=True, text=text)


def _ill(about: str, text: str) -> Finding:
    """Return a finding that asks for something."""
    return Finding(about, well=False, text=text)


def _data_folder(settings: Settings) -> Finding:
    """Look at the folder that keys and the SQLite file live in."""
    folder = settings.data_dir
    if not folder.exists():
        return _well("data folder", f"{folder} is made on the first start")
    writable = os.access(folder, os.W_OK | os.X_OK)
    if not writable:
        return _ill("data folder", f"{folder} is not writable: chown or chmod it")
    return _well("data folder", f"{folder} is writable")


def _key(settings: Settings) -> Finding:
    """Look at the server key."""
    configured = settings.secret_key.get_secret_value()
    if not configured and not settings.key_file.exists():
        return _well("key", f"{settings.key_file} is made on the first start")
    try:
        server_key(configured, settings.key_file)
    except JagaNetralError as error:
        return _ill("key", str(error))
    where = "SECRET_KEY" if configured else str(settings.key_file)
    return _well("key", f"{where} is usable; keep a copy apart from the database")


def _desk_key(settings: Settings) -> Finding:
    """Look at the key that opens tips; a server that only takes them has none."""
    path = settings.desk_key
    if not path.exists():
        text = f"{path} is not here: `jaganetral desk new-key` makes one; tips are not taken before"
        return _well("desk key", text)
    try:
        refuse_readable(path)
        name = lock_of(path).id
    except JagaNetralError as error:
        return _ill("desk key", str(error))
    return _well("desk key", f"{path} holds key {name}; keep a copy and the passphrase elsewhere")


def _database(settings: Settings) -> Finding:
    """Look at the database and its version."""
    name = settings.database.render_as_string(hide_password=True)
    try:
        found = current(settings.database)
    except JagaNetralError as error:
        return _ill("database", str(error))
    if found == newest():
        return _well("database", f"{name} is at version {found}")
    known = f"is at version {found}, this program needs {newest()}" if found else "is still empty"
    return _well("database", f"{name} {known}: `jaganetral serve` brings it up to date")


def _knowledge(today: date) -> Iterator[Finding]:
    """Look at the knowledge; a running server keeps the last good one."""
    problems = check(KNOWLEDGE, today)
    if problems:
        note = "a running server keeps what was good before; run `jaganetral knowledge check`"
        yield _ill("knowledge", f"{len(problems)} problems, first {problems[0]}; {note}")
        return
    yield _well("knowledge", "no problems")
    ageing = len(expired_on(KNOWLEDGE, today + _SOON))
    if ageing:
        text = f"{ageing} entries expire within 30 days: read them over and set berlaku_sampai"
        yield _ill("knowledge", text)


def _reach(settings: Settings) -> Finding:
    """Look at how the outside reaches this server."""
    url = settings.public_base_url
    if not url:
        return _well("address", "PUBLIC_BASE_URL is not set: only this machine is served")
    if not url.startswith("https:"):
        return _ill("address", "PUBLIC_BASE_URL must begin with https:// for real users")
    return _well("address", url)
