"""The job engine: the only place that knows DBOS.

Job functions run on the server's own event loop, so that they share its connections; DBOS keeps
when they ran. It stores arguments, results and exceptions, so none of them carries content.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dbos import DBOS, DBOSConfig
from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from bot.database.engine import blocking_url, tune_sqlite
from bot.errors import JobFailed

log = logging.getLogger(__name__)

_NAME = "jaganetral"
# DBOS runs a schedule only on the version that was registered last, and that would stop every job
# after a roll-back. A job carries nothing but its name, so that any release can run it.
_VERSION = "1"
_FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_BATCH = 500
_PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again; *cron* has six fields, seconds first."""

    cron: str
    run: Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Something that each process does by itself, again *seconds* after it last ended."""

    seconds: float
    run: Callable[[], Awaitable[int]]


class JobEngine:
    """Run jobs by schedule, at least once; there is one engine in a process.

    Of several processes on one database, one at a time runs a Job; each runs what is Everywhere.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._jobs: Mapping[str, Job | Everywhere] = {}
        self._stopping = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self.failing: set[str] = set()  # jobs whose last run in this process failed

    async def launch(self, jobs: Mapping[str, Job | Everywhere]) -> None:
        """Start running *jobs*; raises what DBOS raises when its tables cannot be made."""
        self._loop = asyncio.get_running_loop()
        self._jobs = jobs
        self._stopping.clear()
        try:
            await asyncio.to_thread(self._launch)
        except BaseException:
            await self.close()
            raise
        self._loops = [
            asyncio.create_task(self._repeat(name, each))
            for name, each in jobs.items()
            if isinstance(each, Everywhere)
        ]

    async def close(self) -> None:
        """Stop; what was running is run again after the next start.

        What is Everywhere gets a few seconds to end by itself.
        """
        self._stopping.set()
        if self._loops:
            _, late = await asyncio.wait(self._loops, timeout=_PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._loops, return_exceptions=True)
            self._loops = []
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)

    async def delete_finished(self, *, before: datetime) -> int:
        """Delete the records of jobs that ended before *before* and return how many."""
        return await asyncio.to_thread(_delete_finished, before)

    def _launch(self) -> None:
        """Start DBOS on the one database and hand it the schedules."""
        DBOS(config=self._config())

        @DBOS.workflow(name="run_job")
        def run_job(scheduled: datetime, context: Any) -> None:  # noqa: ANN401 - DBOS gives it so
            del scheduled
            self._run(str(context))

        DBOS.launch()
        DBOS.apply_schedules(
            [
                {
                    "schedule_name": name,
                    "workflow_fn": run_job,
                    "schedule": job.cron,
                    "context": name,
                }
                for name, job in self._jobs.items()
                if isinstance(job, Job)
            ]
        )

    def _config(self) -> DBOSConfig:
        """Return DBOS' settings: one database with ours, slow polling."""
        config: DBOSConfig = {
            "name": _NAME,
            "application_version": _VERSION,
            "executor_id": _NAME,
            "max_executor_threads": 16,
            "log_level": "WARNING",
            "enable_otlp": False,
            "scheduler_polling_interval_sec": 5.0,
            "system_database_url": blocking_url(self._url).render_as_string(hide_password=False),
        }
        if self._url.get_backend_name() == "sqlite":
            engine = create_engine(blocking_url(self._url), hide_parameters=True)
            tune_sqlite(engine)
            config["system_database_engine"] = engine
        return config

    def _run(self, name: str) -> None:
        """Run one job on the server's loop and wait for it; a failure is told without content."""
        job = self._jobs.get(name)
        if not isinstance(job, Job) or self._loop is None:
            return
        try:
            asyncio.run_coroutine_threadsafe(_awaited(job), self._loop).result()
            self.failing.discard(name)
        except Exception as error:  # noqa: BLE001
            self.failing.add(name)
            # DBOS would store the error, and an error may quote a message: only its kind is told.
            log.error("job %s failed: %s", name, type(error).__name__)  # noqa: TRY400
            raise JobFailed(name) from None

    async def _repeat(self, name: str, job: Everywhere) -> None:
        """Run *job* again and again until the engine stops; a failure ends that run only."""
        while not self._stopping.is_set():
            try:
                await job.run()
                self.failing.discard(name)
            except Exception as error:  # noqa: BLE001 - only its kind is told, as above
                self.failing.add(name)
                log.error("job %s failed: %s", name, type(error).__name__)  # noqa: TRY400
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), job.seconds)


async def _awaited(job: Job) -> int:
    """Run *job* as a coroutine."""
    return await job.run()


def _delete_finished(before: datetime) -> int:
    """Delete finished workflows in batches."""
    total = 0
    while True:
        found = DBOS.list_workflows(
            status=_FINISHED, end_time=before.isoformat(), limit=_BATCH, load_input=False
        )
        if not found:
            return total
        DBOS.delete_workflows([each.workflow_id for each in found])
        total += len(found)
