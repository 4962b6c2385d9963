import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table, make_url, select, text
from sqlalchemy.engine import URL

from bot.database.columns import UtcTime, metadata
from bot.database.engine import Database, open_database
from bot.errors import DatabaseNotReadyError
from bot.wiring import Services

INSERT = text("INSERT INTO unanswered (id, day, question) VALUES (:id, '2026-01-01', 'x')")
COUNT = text("SELECT count(*) FROM unanswered")


async def test_a_transaction_is_kept_whole_or_not_at_all(services: Services) -> None:
    database = services.database

    async def crash() -> None:
        async with database.transaction() as connection:
            await connection.execute(INSERT, {"id": "1"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await crash()
    async with database.reading() as connection:
        assert await connection.scalar(COUNT) == 0


async def test_readers_wait_for_no_writer(services: Services) -> None:
    database = services.database
    async with database.transaction() as writing:
        await writing.execute(INSERT, {"id": "1"})
        async with asyncio.timeout(5), database.reading() as reading:
            assert await reading.scalar(COUNT) == 0
    async with database.reading() as reading:
        assert await reading.scalar(COUNT) == 1


async def test_many_writers_at_once_all_succeed(services: Services) -> None:
    async def write(number: int) -> None:
        async with services.database.transaction() as connection:
            await connection.execute(INSERT, {"id": str(number)})

    await asyncio.gather(*(write(number) for number in range(30)))
    async with services.database.reading() as connection:
        assert await connection.scalar(COUNT) == 30


async def test_a_moment_comes_back_in_utc(services: Services) -> None:
    jakarta = datetime(2024, 11, 27, 7, tzinfo=timezone(timedelta(hours=7)))
    moments = Table(
        "moments", metadata, Column("id", Integer, primary_key=True), Column("at", UtcTime)
    )
    try:
        async with services.database.transaction() as connection:
            await connection.run_sync(moments.create)
            await connection.execute(moments.insert().values(id=1, at=jakarta))
            await connection.execute(moments.insert().values(id=2, at=None))
            rows = (await connection.execute(select(moments.c.at).order_by(moments.c.id))).all()
            await connection.run_sync(moments.drop)
    finally:
        metadata.remove(moments)
    assert [row.at for row in rows] == [datetime(2024, 11, 27, tzinfo=UTC), None]


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcTime().process_bind_param(datetime(2024, 11, 27), None)  # type: ignore[arg-type]  # noqa: DTZ001


async def test_a_database_that_is_away_says_so() -> None:
    url = make_url("postgresql+psycopg://nobody@/none?host=/nonexistent")
    database: Database = open_database(url)
    with pytest.raises(DatabaseNotReadyError, match="no sign of life"):
        await database.ping()
    await database.close()


async def test_a_living_database_answers(services: Services, database_url: URL) -> None:
    await services.database.ping()
    assert services.database.kind == database_url.get_backend_name()
    assert services.database.url.database == database_url.database


async def test_errors_never_quote_what_was_written(services: Services) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any error of any driver
        async with services.database.transaction() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:x)"), {"x": "rahasia"})
    assert "rahasia" not in str(caught.value)


async def test_the_folder_of_an_sqlite_file_is_made(tmp_path: Path) -> None:
    database = open_database(make_url(f"sqlite+aiosqlite:///{tmp_path}/new/folder/x.db"))
    await database.ping()
    await database.close()
    assert (tmp_path / "new/folder/x.db").exists()
