"""Connections and transactions on SQLite and PostgreSQL."""

from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import Table

from bot.database.sharing import Writers
from bot.errors import DatabaseNotReadyError

Insert = sqlite.Insert | postgresql.Insert
Transaction = AsyncConnection  # what those hand on who speak no SQL themselves

_READING = "jaganetral_reading"
_ALONE = "jaganetral_alone"


class Database:
    """Hand out transactions; on SQLite one writer at a time, which is faster than several."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writers = Writers(engine) if engine.dialect.name == "sqlite" else None

    @property
    def url(self) -> URL:
        """Return the address of this database."""
        return self._engine.url

    @property
    def kind(self) -> str:
        """Return "sqlite" or "postgresql"."""
        return self._engine.dialect.name

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection whose changes are kept together or not at all.

        Raises DatabaseNotReadyError when the database is away or too busy.
        """
        with _told():
            async with AsyncExitStack() as stack:
                if self._writers:
                    await stack.enter_async_context(self._writers.alone())
                yield await stack.enter_async_context(self._engine.begin())

    @asynccontextmanager
    async def short_transaction(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection like *transaction*, for what is many and short: it may share a commit.

        Raises DatabaseNotReadyError when the database is away or too busy.
        """
        with _told():
            shared = self._writers.shared() if self._writers else self._engine.begin()
            async with shared as connection:
                yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection for reading, which waits for no writer."""
        with _told():
            async with self._engine.connect() as connection:
                yield await connection.execution_options(**{_READING: True})

    async def clear_away(self) -> None:
        """Take what was deleted out of the database's own files, as far as it lets us.

        SQLite has overwritten it (secure_delete) and empties its log here; PostgreSQL frees the
        places of dead rows.
        """
        await self._alone("PRAGMA wal_checkpoint(TRUNCATE)" if self._writers else "VACUUM")

    async def lay_anew(self, tables: Collection[str]) -> None:
        """Write *tables* to fresh pages: old ones tell an order, and remains of what was deleted.

        SQLite knows this only for all tables at once.
        """
        if self._writers:
            await self._alone("VACUUM")
        else:
            await self._alone(f"VACUUM FULL {', '.join(sorted(tables))}")

    async def _alone(self, words: str) -> None:
        """Do what stands in no transaction, while nobody in this process writes."""
        options = {_ALONE: True, "isolation_level": "AUTOCOMMIT"}
        with _told():
            async with AsyncExitStack() as stack:
                if self._writers:
                    await stack.enter_async_context(self._writers.alone())
                connection = await stack.enter_async_context(self._engine.connect())
                alone = await connection.execution_options(**options)
                await alone.exec_driver_sql(words)

    async def ping(self) -> None:
        """Ask the database for a sign of life.

        Raises DatabaseNotReadyError when there is none.
        """
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


@contextmanager
def _told() -> Iterator[None]:
    """Say in our own words that the database is away or too busy."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, OSError) as error:
        raise DatabaseNotReadyError("The database gives no sign of life") from error


def open_database(url: URL) -> Database:
    """Return the database at *url*; nothing is connected yet."""
    engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=url.host is not None)
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine.sync_engine)
    return Database(engine)


def blocking_url(url: URL) -> URL:
    """Return *url* for libraries that do not await: Alembic and the job engine."""
    return url.set(drivername=url.drivername.replace("+aiosqlite", ""))


def insert(connection: AsyncConnection, table: Table) -> Insert:
    """Return an INSERT that knows ON CONFLICT, in the words of this database."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def prepare_sqlite(engine: Engine) -> None:
    """Make an SQLite *engine* safe for several readers and one writer (see sqlite.org/wal.html)."""
    tune_sqlite(engine)
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _on_begin)


def tune_sqlite(engine: Engine) -> None:
    """Set up the connections of an SQLite *engine* whose user begins transactions itself."""
    if database := make_url(engine.url).database:
        Path(database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    event.listen(engine, "connect", _on_connect)


def _leave_transactions_to_us(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """Keep the driver from beginning transactions by itself."""
    del record
    connection.isolation_level = None


def _on_connect(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """Set up one SQLite connection."""
    del record
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=5000",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    """Begin as a writer at once, so that two never wait for each other in mid-transaction."""
    options = connection.get_execution_options()
    if not options.get(_ALONE):
        connection.exec_driver_sql("BEGIN" if options.get(_READING) else "BEGIN IMMEDIATE")
