"""Words that must stand nowhere in clear, and where to look for them."""

import logging
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import text

from bot.database.engine import Database

_TABLES = {
    "sqlite": "SELECT '', name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT table_schema, table_name FROM information_schema.tables "
    "WHERE table_type = 'BASE TABLE' "
    "AND table_schema NOT IN ('pg_catalog', 'information_schema')",
}


async def table_names(database: Database) -> list[str]:
    """Return all tables, those of the job engine too."""
    async with database.reading() as connection:
        found = (await connection.execute(text(_TABLES[database.kind]))).all()
    return [f'"{schema}"."{name}"' if schema else f'"{name}"' for schema, name in found]


async def cells(database: Database) -> list[object]:
    """Return every cell of every table."""
    found: list[object] = []
    for table in await table_names(database):
        async with database.reading() as connection:
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()
        found += [cell for row in rows for cell in row]
    return found


async def in_tables(database: Database, words: Iterable[str]) -> list[str]:
    """Return where which of *words* stand in a table."""
    found = []
    for table in await table_names(database):
        async with database.reading() as connection:
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()
        held = b"\n".join(_bytes(cell) for row in rows for cell in row)
        found += [f"{table}: {word}" for word in words if _holds(held, word)]
    return found


def in_folder(folder: Path, words: Iterable[str]) -> list[str]:
    """Return where which of *words* stand in a file of *folder*, or in its name."""
    words, found = list(words), []
    for path in folder.rglob("*"):
        if path.is_file():
            held = path.name.encode() + path.read_bytes()
            found += [f"{path.name}: {word}" for word in words if _holds(held, word)]
    return found


class Lines(logging.Handler):
    """Keep every line that any logger writes, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s %(exc_text)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def _bytes(cell: object) -> bytes:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell)
    return str(cell).encode()


def _holds(held: bytes, word: str) -> bool:
    """Tell whether *word* stands in *held*, also as hexadecimal digits or in two-byte letters."""
    plain = word.encode()
    return any(each in held for each in (plain, plain.hex().encode(), word.encode("utf-16-le")))
