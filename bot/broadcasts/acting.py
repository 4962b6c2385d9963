"""Who acts on broadcasts: what planning needs of an account, and nothing more."""

from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection


class Act(StrEnum):
    """What can be done to a broadcast, as the audit trail names it."""

    DRAFT = "draft-broadcasts"
    SUBMIT = "submit-broadcasts"
    APPROVE = "approve-broadcasts"
    PAUSE = "pause-broadcasts"
    SETTLE = "settle-broadcasts"


class Account(Protocol):
    """Somebody who works here."""

    @property
    def id(self) -> str:
        """Return what names the account for ever."""
        ...


class Actor(Protocol):
    """An account that acts now; what it does and is refused goes into the trail."""

    @property
    def account(self) -> Account:
        """Return whose acts these are."""
        ...

    def doing(self, act: Act, *, subject: str = "") -> AbstractAsyncContextManager[AsyncConnection]:
        """Yield a transaction in which *act* is done, and note how it ended.

        Raises Refused when the account may not, or when a fresh code of its authenticator is
        needed first; a Refused raised inside undoes everything and is noted.
        """
        ...
