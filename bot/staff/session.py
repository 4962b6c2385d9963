"""A session: for half an hour, whoever has its token is its account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(minutes=30)
CONFIRMED_FOR = timedelta(minutes=10)  # how long a code of the authenticator vouches for its owner


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

    def is_confirmed(self, now: datetime) -> bool:
        """Tell whether a code of the authenticator was given lately."""
        return now < self.confirmed_at + CONFIRMED_FOR
