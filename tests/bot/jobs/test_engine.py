import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import URL

from bot.database.engine import blocking_url
from bot.jobs.engine import Everywhere, Job, JobEngine

EVERY_SECOND = "* * * * * *"


@pytest.fixture
def engine(database_url: URL) -> JobEngine:
    return JobEngine(database_url)


@pytest.mark.filterwarnings("default")
async def test_a_job_runs_on_our_loop_by_its_schedule(engine: JobEngine) -> None:
    ran = asyncio.Event()
    loops: list[object] = []

    async def job() -> int:
        loops.append(asyncio.get_running_loop())
        ran.set()
        return 1

    await engine.launch({"count": Job(EVERY_SECOND, job)})
    try:
        async with asyncio.timeout(60):
            await ran.wait()
    finally:
        await engine.close()
    assert loops[0] is asyncio.get_running_loop()


@pytest.mark.filterwarnings("default")
async def test_a_failing_job_is_told_by_its_kind_only_and_runs_again(
    engine: JobEngine, database_url: URL, caplog: pytest.LogCaptureFixture
) -> None:
    runs = 0
    twice = asyncio.Event()

    async def job() -> int:
        nonlocal runs
        runs += 1
        if runs > 1:
            twice.set()
        raise ValueError("rahasia")

    await engine.launch({"broken": Job(EVERY_SECOND, job)})
    try:
        async with asyncio.timeout(60):
            await twice.wait()
    finally:
        await engine.close()
    assert "job broken failed: ValueError" in caplog.text
    assert "rahasia" not in caplog.text
    assert "rahasia" not in everything(database_url)


@pytest.mark.filterwarnings("default")
async def test_records_of_finished_jobs_are_deleted(engine: JobEngine) -> None:
    ran = asyncio.Event()

    async def job() -> int:
        ran.set()
        return 1

    await engine.launch({"count": Job(EVERY_SECOND, job)})
    try:
        async with asyncio.timeout(60):
            await ran.wait()
        await asyncio.sleep(1)
        now = datetime.now(UTC)
        assert await engine.delete_finished(before=now - timedelta(days=1)) == 0
        assert await engine.delete_finished(before=now) >= 1
    finally:
        await engine.close()


def everything(url: URL) -> str:
    """Return all that the job engine keeps."""
    engine = create_engine(blocking_url(url))
    schema = None if url.get_backend_name() == "sqlite" else "dbos"
    kept: list[object] = []
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names(schema=schema):
            name = f"{schema}.{table}" if schema else table
            kept += [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))]
    engine.dispose()
    assert kept
    return str(kept)


@pytest.mark.filterwarnings("default")
async def test_what_is_everywhere_runs_after_a_failure_and_ends_when_the_engine_closes(
    engine: JobEngine, caplog: pytest.LogCaptureFixture
) -> None:
    runs: list[str] = []
    twice = asyncio.Event()

    async def job() -> int:
        runs.append("begun")
        await asyncio.sleep(0.05)
        runs.append("ended")
        if runs.count("ended") > 1:
            twice.set()
            return 1
        raise ValueError("rahasia")

    await engine.launch({"each": Everywhere(0.01, job)})
    async with asyncio.timeout(60):
        await twice.wait()
    await engine.close()
    assert runs.count("begun") == runs.count("ended")
    before = len(runs)
    await asyncio.sleep(0.1)
    assert len(runs) == before
    assert "job each failed: ValueError" in caplog.text
    assert "rahasia" not in caplog.text
