"""The sender that an installation has on WhatsApp, and how long one may write freely."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(hours=24) - timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Line:
    """Who sends, where Twilio reports what became of it, and what waits for our turn to do so.

    *may_begin* tells whether today's tier lets us write to one more person first.
    """

    sender: str
    status_url: str
    pace: Callable[[], Awaitable[None]]
    pace_announcing: Callable[[], Awaitable[None]]
    pace_erasing: Callable[[], Awaitable[None]]
    may_begin: Callable[[], Awaitable[bool]]
