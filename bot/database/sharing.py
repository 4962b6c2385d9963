"""Sharing a commit: short transactions of one process that wait for each other end together.

SQLite lets one write at a time and waits for the disk at every commit. Whoever waits for its turn
writes behind a savepoint in the transaction that is open, and one commit keeps them all. Nobody
goes on before that commit, so that what was answered is on the disk.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import DatabaseNotReadyError

_MOST = 32  # that share a commit: other processes wait for it


class _Group:
    """A transaction that several share, until one commit keeps it or nothing of it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.size = 0
        self.is_broken = False
        self.kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Who shares may have been cancelled, and then nobody asks for the exception.
        self.kept.add_done_callback(lambda kept: kept.cancelled() or kept.exception())
        self.ending: asyncio.Task[None] | None = None

    @property
    def is_full(self) -> bool:
        """Tell whether nobody else may join."""
        return self.is_broken or self.size >= _MOST

    @asynccontextmanager
    async def part(self) -> AsyncIterator[AsyncConnection]:
        """Yield the connection to one who shares; undo what it does when it fails, and no more."""
        self.size += 1
        self.is_broken = True  # until its savepoint has ended as it should
        savepoint = await self.connection.begin_nested()
        try:
            yield self.connection
        except BaseException:
            await savepoint.rollback()
            self.is_broken = self.connection.invalidated
            raise
        await savepoint.commit()
        self.is_broken = False

    async def end(self) -> None:
        """Commit, and tell all who share what came of it; where a savepoint broke, drop all."""
        try:
            await (self._drop() if self.is_broken else self._commit())
        except Exception as error:  # noqa: BLE001 - whatever it is, they wait to be told
            self.kept.set_exception(error)
            return
        if self.is_broken:
            self.kept.set_exception(DatabaseNotReadyError("A transaction was lost: try again"))
        else:
            self.kept.set_result(None)

    async def _commit(self) -> None:
        """Commit and close."""
        try:
            await self.connection.commit()
        except Exception:
            await self._drop()
            raise
        await self.connection.close()

    async def _drop(self) -> None:
        """Close the connection for good: SQLite leaves open what it could not commit."""
        await self.connection.invalidate()
        await self.connection.close()


class Writers:
    """Let one write at a time; those that share are kept by one commit."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._open: _Group | None = None

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Hold the turn; what others share is committed before."""
        async with self._turn:
            await self._end(self._open)
            yield

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection, and go on when its changes are kept together with those of others.

        Raises what their commit raises, DatabaseNotReadyError when another lost the transaction.
        """
        async with self._turn:
            group = await self._joined()
            async with group.part() as connection:
                yield connection
        await asyncio.shield(group.kept)

    async def _joined(self) -> _Group:
        """Return the group that is open, or a new one."""
        if self._open and self._open.is_full:
            await self._end(self._open)
        if self._open is None:
            self._open = group = _Group(await self._begun())
            # This waits behind all who wait for their turn now: they are the ones that share.
            group.ending = asyncio.create_task(self._end_in_turn(group))
        return self._open

    async def _begun(self) -> AsyncConnection:
        """Return a connection that has begun to write."""
        connection = await self._engine.connect()
        try:
            await connection.begin()
        except BaseException:
            await connection.close()
            raise
        return connection

    async def _end_in_turn(self, group: _Group) -> None:
        """End *group* when those have written who were waiting when it began."""
        async with self._turn:
            await self._end(group)

    async def _end(self, group: _Group | None) -> None:
        """End *group*, if it is still open, also when who asks for it is cancelled meanwhile."""
        if group and group is self._open:
            self._open = None
            await asyncio.shield(asyncio.create_task(group.end()))
