"""A session: for half an hour, in the console of quiet, whoever has its token is its account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(minutes=30)
WORKDAY = timedelta(hours=10)  # the longest that a session in the console goes on
CONFIRMED_FOR = timedelta(minutes=5)  # how long a code of the authenticator vouches for its owner


class Kind(StrEnum):
    """Where somebody logged in."""

    TERMINAL = "terminal"
    CONSOLE = "console"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Session:
    """Who logged in where and when; *id* names the session, its token is with the client alone."""

    id: str
    account: str
    kind: str
    opened_at: datetime
    expires_at: datetime
    confirmed_at: datetime
    ended_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Tell whether this session still stands for its account."""
        return self.ended_at is None and now < self.expires_at

    def lasting(self, now: datetime) -> datetime:
        """Return until when this session stands if somebody is at work in it *now*."""
        if self.kind != Kind.CONSOLE:
            return self.expires_at
        return min(now + LASTS, self.opened_at + WORKDAY)

    def is_confirmed(self, now: datetime) -> bool:
        """Tell whether a code of the authenticator was given lately."""
        return now < self.confirmed_at + CONFIRMED_FOR
