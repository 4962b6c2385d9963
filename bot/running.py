"""What runs beside the messages: jobs, and watching the knowledge."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum

from bot.wiring import Services

log = logging.getLogger(__name__)


class Part(StrEnum):
    """What a server may serve alone: what is open to the public, or the console of staff."""

    PUBLIC = "public"
    CONSOLE = "console"


@asynccontextmanager
async def running(services: Services) -> AsyncIterator[None]:
    """Send what a crash left behind, run the jobs and watch the knowledge until the end."""
    watching = asyncio.create_task(services.guide.watch(services.metrics.knowledge_problems))
    try:
        await services.broadcasting.fanout.begin()
        await services.forwarder.announce()
        await services.job_engine.launch(services.jobs)
        await services.sender.sweep()
        log.info("ready")
        yield
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        services.broadcasting.fanout.stop()
        await services.job_engine.close()
        await services.close()


async def work(services: Services) -> None:
    """Run everything but the web server until this process is asked to end."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, asked.set)
    async with running(services):
        await asked.wait()
