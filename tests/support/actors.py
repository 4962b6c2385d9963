"""Accounts that act, without a staff room: what each did and was refused is remembered."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.engine import Database
from bot.errors import Refused
from bot.staff.account import Act


@dataclass(frozen=True)
class FakeAccount:
    id: str


@dataclass
class FakeActor:
    """Somebody who may do whatever is in *acts*."""

    database: Database
    name: str
    acts: Collection[Act] = tuple(Act)
    trail: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def account(self) -> FakeAccount:
        return FakeAccount(self.name)

    @asynccontextmanager
    async def doing(self, act: Act, *, subject: str = "") -> AsyncIterator[AsyncConnection]:
        if act not in self.acts:
            self.trail.append((act, subject, "role"))
            raise Refused("Peran Anda tidak boleh.", reason="role")
        try:
            async with self.database.transaction() as connection:
                yield connection
        except Refused as error:
            self.trail.append((act, subject, error.reason))
            raise
        self.trail.append((act, subject, ""))
