"""What runs beside the messages: jobs, and watching the knowledge."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.wiring import Services

log = logging.getLogger(__name__)


@asynccontextmanager
async def running(services: Services) -> AsyncIterator[None]:
    """Send what a crash left behind, run the jobs and watch the knowledge until the end."""
    watching = asyncio.create_task(services.guide.watch(services.metrics.knowledge_problems))
    try:
        await services.forwarder.announce()
        await services.job_engine.launch(services.jobs)
        await services.sender.sweep()
        log.info("ready")
        yield
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await services.job_engine.close()
        await services.close()
