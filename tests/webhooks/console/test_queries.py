"""A page asks the database as often for many things as for few."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from broadcast_examples import paused
from questioning import asked
from settling import settled
from sqlalchemy import event
from sqlalchemy.engine import Engine
from visiting import Visitor

from bot.broadcasts import store
from bot.broadcasts.broadcast import State
from bot.staff.account import Account, Role
from bot.staff.store import accounts
from bot.staff.store.accounts import Credentials

PAGES = (
    "/",
    "/siaran",
    "/siaran/tulis",
    "/siaran/naskah",
    "/pertanyaan",
    "/pengaturan/akun",
    "/pengaturan/sesi",
    "/pengaturan/jejak",
    "/pengaturan/masa-simpan",
)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Yield the questions to the database of what is done meanwhile."""
    found: list[str] = []

    def noted(*given: object) -> None:
        if str(given[2]).startswith("SELECT"):
            found.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", noted)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", noted)


async def fill(console: Visitor, numbers: range) -> None:
    """Have as many drafts, broadcasts that are over, questions and colleagues."""
    await asked(console.services.database, *(f"flerb{each} qwop{each}" for each in numbers))
    async with console.services.database.transaction() as connection:
        for each in numbers:
            for state in (State.DRAFT, State.SUBMITTED, State.DONE):
                whole = replace(paused(), id=f"{state}{each}", state=state)
                await store.keep(connection, whole, now=whole.starts_at)
            account = Account(f"a{each}", f"a{each}", "Ani", frozenset({Role.EDITOR}))
            await accounts.add_account(connection, account, Credentials("", b"", 0))


async def count(console: Visitor, path: str) -> int:
    """Return how often the page at *path* asks, once what it waits for is there."""
    await settled(console, path)
    with statements() as found:
        page = await console.opens(path)
    assert page.status_code == 200
    return len(found)


@pytest.mark.parametrize("path", PAGES)
async def test_many_things_are_asked_for_as_often_as_few(console: Visitor, path: str) -> None:
    await console.enters(*Role)
    await fill(console, range(1))
    few = await count(console, path)
    await fill(console, range(1, 20))
    assert await count(console, path) == few
