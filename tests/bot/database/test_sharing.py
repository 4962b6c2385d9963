import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import OperationalError

from bot.database.engine import Database, open_database
from bot.errors import DatabaseNotReadyError

INSERT = text("INSERT INTO notes VALUES (:id)")
FULL = OperationalError("COMMIT", None, OSError("disk full"))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = open_database(make_url(f"sqlite+aiosqlite:///{tmp_path}/x.db"))
    async with database.transaction() as connection:
        await connection.exec_driver_sql("CREATE TABLE notes (id INTEGER PRIMARY KEY)")
    yield database
    await database.close()


async def write(database: Database, number: int) -> None:
    async with database.short_transaction() as connection:
        await connection.execute(INSERT, {"id": number})


async def kept(database: Database) -> list[int]:
    async with database.reading() as connection:
        return list(await connection.scalars(text("SELECT id FROM notes ORDER BY id")))


@contextmanager
def commits(
    database: Database, *, failing: bool = False, error: Exception = FULL
) -> Iterator[list[object]]:
    """Collect the commits of *database*; *failing* has each end with *error*."""
    seen: list[object] = []

    def on_commit(connection: object) -> None:
        seen.append(connection)
        if failing:
            raise error

    engine = database._engine.sync_engine
    event.listen(engine, "commit", on_commit)
    yield seen
    event.remove(engine, "commit", on_commit)


async def test_who_waits_for_the_turn_shares_a_commit(database: Database) -> None:
    with commits(database) as seen:
        await asyncio.gather(*(write(database, number) for number in range(20)))
    assert await kept(database) == [*range(20)]
    assert len(seen) < 5


async def test_a_commit_is_shared_by_no_more_than_some(database: Database) -> None:
    with commits(database) as seen:
        await asyncio.gather(*(write(database, number) for number in range(100)))
    assert await kept(database) == [*range(100)]
    assert len(seen) >= 4


async def test_who_fails_is_undone_alone(database: Database) -> None:
    written = (write(database, number) for number in (1, 2, 2, 3))
    results = await asyncio.gather(*written, return_exceptions=True)
    assert [type(each).__name__ for each in results if each] == ["IntegrityError"]
    assert await kept(database) == [1, 2, 3]


async def test_what_returned_is_kept_and_seen_by_others(database: Database) -> None:
    await write(database, 1)
    other = open_database(database.url)
    assert await kept(other) == [1]
    await other.close()


async def test_a_transaction_of_its_own_comes_between_with_all_before_it_kept(
    database: Database,
) -> None:
    async def alone() -> list[int]:
        async with database.transaction() as connection:
            await connection.execute(INSERT, {"id": 100})
            return await kept(database)

    first, seen, last = write(database, 1), alone(), write(database, 2)
    assert (await asyncio.gather(first, seen, last))[1] == [1]
    assert await kept(database) == [1, 2, 100]


async def test_all_who_share_are_told_when_their_commit_fails(database: Database) -> None:
    with commits(database, failing=True):
        written = (write(database, number) for number in range(3))
        results = await asyncio.gather(*written, return_exceptions=True)
    assert [type(each) for each in results] == [DatabaseNotReadyError] * 3
    assert await kept(database) == []
    await write(database, 7)
    assert await kept(database) == [7]


async def test_all_who_share_are_told_of_a_failure_that_no_driver_knows(
    database: Database,
) -> None:
    # aiosqlite raises a ValueError where its thread has ended.
    with commits(database, failing=True, error=ValueError("no active connection")):
        written = asyncio.gather(
            *(write(database, each) for each in range(3)), return_exceptions=True
        )
        results = await asyncio.wait_for(written, 5)
    assert [type(each) for each in results] == [ValueError] * 3
    await write(database, 7)
    assert await kept(database) == [7]


async def test_who_is_cancelled_keeps_nobody_from_writing(database: Database) -> None:
    reached = asyncio.Event()

    async def stuck() -> None:
        async with database.short_transaction() as connection:
            await connection.execute(INSERT, {"id": 1})
            reached.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(stuck())
    await reached.wait()
    others = [asyncio.create_task(write(database, number)) for number in (2, 3)]
    task.cancel()
    await asyncio.gather(task, *others, return_exceptions=True)
    assert task.cancelled()
    assert await kept(database) == [2, 3]


async def test_a_connection_that_is_lost_fails_all_who_shared_it_and_nobody_after(
    database: Database,
) -> None:
    async def loses() -> None:
        async with database.short_transaction() as connection:
            await connection.invalidate()
            raise asyncio.CancelledError

    results = await asyncio.gather(write(database, 1), loses(), return_exceptions=True)
    assert isinstance(results[0], DatabaseNotReadyError)
    assert await kept(database) == []
    await write(database, 2)
    assert await kept(database) == [2]


async def test_a_database_that_others_hold_is_not_ready(database: Database) -> None:
    other = open_database(database.url)
    async with other.transaction() as connection:
        await connection.execute(INSERT, {"id": 1})
        with pytest.raises(DatabaseNotReadyError):
            await asyncio.wait_for(_impatient(database), 10)
    await other.close()
    await write(database, 2)
    assert await kept(database) == [1, 2]


async def _impatient(database: Database) -> None:
    async with database.reading() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=50")
    await write(database, 3)
