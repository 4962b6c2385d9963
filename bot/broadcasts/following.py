"""Following broadcasts while they run: one look at the ledger for everybody who watches one."""

import asyncio
from contextlib import suppress

from bot.broadcasts.reporting import Progress, Reporting

INTERVAL = 2.0  # seconds


class Following:
    """Look at broadcasts once in an interval, however many watch; *stop* lets all of them go."""

    def __init__(self, reporting: Reporting) -> None:
        self._reporting = reporting
        self._looking: dict[str, asyncio.Task[Progress | None]] = {}
        self._stopped = asyncio.Event()
        self.interval = INTERVAL

    async def next(self, name: str) -> Progress | None:
        """Return how far a broadcast has come at the end of this interval, None after *stop*."""
        looking = self._looking.get(name)
        if looking is None:
            looking = asyncio.create_task(self._looked(name))
            self._looking[name] = looking
        # Who goes away does not end the look of the others.
        return await asyncio.shield(looking)

    def stop(self) -> None:
        """Let everybody go who watches, now and from now on: the program ends."""
        self._stopped.set()

    async def _looked(self, name: str) -> Progress | None:
        """Wait for the end of the interval and look, unless the program ends meanwhile."""
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.interval):
                    await self._stopped.wait()
            return None if self._stopped.is_set() else await self._reporting.progress(name)
        finally:
            del self._looking[name]
