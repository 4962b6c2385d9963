"""Hearing early that this program is to end: a web server first waits for answers that go on."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_ASKED_BY = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def told_to_end(act: Callable[[], None]) -> Iterator[None]:
    """Do *act* in the running loop as soon as this process is asked to end; others hear it too."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    loop = asyncio.get_running_loop()
    before = {each: signal.getsignal(each) for each in _ASKED_BY}

    def heard(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(act)
        other = before[signal.Signals(number)]
        if callable(other):
            other(number, frame)

    # One that does nothing by a handler ends the process by itself: there is nothing to hear.
    for each, other in before.items():
        if callable(other):
            signal.signal(each, heard)
    try:
        yield
    finally:
        for each, other in before.items():
            if callable(other):
                signal.signal(each, other)
