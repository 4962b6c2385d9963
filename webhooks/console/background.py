"""Work that takes seconds: done in a thread, once for each key, while pages say that it runs."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Result = TypeVar("Result")

_KEPT = 8
PATIENCE = 0.3  # seconds within which nobody minds to wait


class Background(Generic[Result]):
    """Do one piece of work after another, and keep the last results."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="console")
        self._found: OrderedDict[Hashable, Future[Result]] = OrderedDict()

    async def result(
        self, key: Hashable, work: Callable[[], Result], *, patience: float = PATIENCE
    ) -> Result | None:
        """Return what *work* gives, which is begun unless that was done; None while it runs.

        What it raises is raised to whoever asks, and forgotten, so that asking again tries again.
        """
        if key not in self._found:
            self._found[key] = self._thread.submit(work)
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)[1].cancel()
        self._found.move_to_end(key)
        future = self._found[key]
        # A page that is no longer waited for does not stop work that the next one asks for.
        await asyncio.wait({asyncio.shield(asyncio.wrap_future(future))}, timeout=patience)
        if not future.done():
            return None
        if future.cancelled() or future.exception():
            del self._found[key]
        return future.result()
