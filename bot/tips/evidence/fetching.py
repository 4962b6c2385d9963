"""Bringing evidence from where its sender left it: at once, and again after whatever went wrong.

A file may be fetched twice, never half: it is written aside and gets its name in the transaction
that says so.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from datetime import timedelta

from bot.clock import Clock
from bot.database.engine import Database
from bot.errors import JagaNetralError, NeverAgain, TooLarge, TryLater
from bot.tips.evidence import kinds
from bot.tips.evidence.files import Store, original
from bot.tips.evidence.keeping import Brought, keep
from bot.tips.evidence.kinds import NotTaken, Refusal
from bot.tips.evidence.piece import Errand, Outcome
from bot.tips.evidence.store import EvidenceStore

Fetch = Callable[[str], AsyncGenerator[bytes, None]]

_AT_ONCE = 2  # each holds a file of 16 MB and its copy in memory
_PATIENCE = 120.0  # well below the lease
_ATTEMPTS = 10
_SLOWEST = timedelta(minutes=10)

log = logging.getLogger(__name__)


class Fetcher:
    """Fetch what is due; *sources* are the ways to do so, by the name of a channel."""

    def __init__(
        self,
        database: Database,
        store: EvidenceStore,
        *,
        files: Store,
        sources: Mapping[str, Fetch],
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._files = files
        self._sources = sources
        self._clock = clock
        self._running = asyncio.Lock()
        self._woken: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Fetch at once, beside everything else; what comes of it is left to the next run."""
        if self._woken is None or self._woken.done():
            self._woken = asyncio.create_task(self._at_once())

    async def close(self) -> None:
        """Let go of what was begun at once; the next start fetches it again."""
        if self._woken:
            self._woken.cancel()
            await asyncio.gather(self._woken, return_exceptions=True)

    async def run(self) -> int:
        """Delete what nobody wants, fetch what is due and return how many files came.

        One run at a time in a process, a few files at a time; processes claim different files.
        """
        if self._running.locked():
            return 0
        async with self._running:
            return await self._work()

    async def _at_once(self) -> None:
        """Run as soon as no other run is under way."""
        try:
            async with self._running:
                await self._work()
        except JagaNetralError as error:
            log.warning("fetching waits for its next run: %s", type(error).__name__)

    async def _work(self) -> int:
        """Delete what nobody wants, fetch what is due and return how many files came."""
        await self._clear()
        total = 0
        while due := await self._claimed():
            total += sum(await asyncio.gather(*map(self._fetch, due)))
        return total

    async def _clear(self) -> None:
        """Delete files that were dropped, and then their rows."""
        async with self._database.reading() as connection:
            unwanted = await self._store.unwanted(connection)
        if not unwanted:
            return
        names = [original(name) for name in unwanted]
        names += [name for name, only_original in unwanted.items() if not only_original]
        await asyncio.to_thread(self._files.delete, names)
        async with self._database.transaction() as connection:
            await self._store.forget(connection, unwanted)

    async def _claimed(self) -> list[Errand]:
        """Return a few errands that are due."""
        async with self._database.transaction() as connection:
            return await self._store.claim_due(connection, now=self._clock.now(), limit=_AT_ONCE)

    async def _fetch(self, errand: Errand) -> bool:
        """Fetch one file; return whether it is there and taken."""
        try:
            brought = await self._brought(errand)
        except NotTaken as error:
            brought = Brought(Outcome(refusal=error.reason))
        except TooLarge:
            brought = Brought(Outcome(refusal=Refusal.TOO_LARGE))
        except NeverAgain:
            brought = Brought(Outcome(refusal=Refusal.UNREACHED))
        except Exception as error:  # noqa: BLE001
            # Whatever it is, it may quote a file or an address: only its kind is told.
            return await self._put_off(errand, error)
        return await self._settled(errand, brought)

    async def _brought(self, errand: Errand) -> Brought:
        """Return what the source gives, looked at, cleaned and written aside."""
        if errand.attempts > _ATTEMPTS:  # the last one ended this process
            raise NeverAgain("The file was tried often enough")
        source = self._sources.get(errand.source)
        if source is None:
            raise TryLater("The channel is switched off")
        content = bytearray()
        async with asyncio.timeout(_PATIENCE), aclosing(source(errand.reference)) as chunks:
            async for chunk in chunks:
                content += chunk
                if len(content) > kinds.LARGEST:
                    raise TooLarge("The file is larger than what is taken")
        return await asyncio.to_thread(keep, errand, bytes(content), self._files)

    async def _settled(self, errand: Errand, brought: Brought) -> bool:
        """Keep what came of an errand, unless it was dropped meanwhile."""
        async with self._database.transaction() as connection:
            wanted = await self._store.settle(connection, errand.piece, outcome=brought.outcome)
            if wanted:
                for name, path in brought.unfinished.items():
                    self._files.place(path, name, day=self._clock.today())
        for path in brought.unfinished.values():
            path.unlink(missing_ok=True)
        return wanted and brought.outcome.evidence is not None

    async def _put_off(self, errand: Errand, error: Exception) -> bool:
        """Set the next attempt, later each time; after the last one refuse the file."""
        if errand.attempts >= _ATTEMPTS:
            return await self._settled(errand, Brought(Outcome(refusal=Refusal.UNREACHED)))
        log.warning("evidence from %s is not there yet: %s", errand.source, type(error).__name__)
        seconds = error.seconds if isinstance(error, TryLater) else None
        pause = timedelta(seconds=seconds or 2.0**errand.attempts)
        async with self._database.transaction() as connection:
            until = self._clock.now() + min(pause, _SLOWEST)
            await self._store.postpone(connection, errand.piece.id, until=until)
        return False
