"""A program that knows the schema and has all tables but no key: it looks for who sent a tip."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from canaries import table_names
from sqlalchemy import text

from bot.database.engine import Database

TIPS = 10
Row = dict[str, object]


@dataclass
class Copy:
    """What a thief carries off: every table, its rows as they lie, and no key."""

    tables: dict[str, list[Row]]

    def ordered(self, table: str) -> Iterator[tuple[str, list[Row]]]:
        """Yield every order that the rows of *table* can be brought into, by its name."""
        rows = self.tables[table]
        yield "as they lie", rows
        for column, value in (rows[0] if rows else {}).items():
            # What is sealed is random, but for its size.
            key = _size if isinstance(value, bytes | memoryview) else _rank
            yield f"by {column}", sorted(rows, key=lambda row, c=column, k=key: k(row[c]))  # type: ignore[misc]


def attempts(copy: Copy) -> Iterator[tuple[str, list[tuple[Row, Row]]]]:
    """Yield pairs of a tip and a chat, by each way of finding them.

    The orders of both tables are laid beside each other. Of the chats, those are taken that the
    state's size, the day or their place sets apart, and all of them as far as they go.
    """
    chats_in_order = [*copy.ordered("conversations"), *by_copies(copy)]
    for (how, tips), (where, chats) in product(copy.ordered("tips"), chats_in_order):
        step = len(chats) / max(1, len(tips))
        spread = [chats[int(number * step)] for number in range(len(tips))]
        for name, chosen in (("spread", spread), ("first", chats), ("last", chats[-len(tips) :])):
            yield f"tips {how}, chats {where}, {name}", list(zip(tips, chosen, strict=False))


def by_copies(copy: Copy) -> Iterator[tuple[str, list[Row]]]:
    """Yield the chats by what is noted of their copies: by the last one's place, and how many."""
    noted: dict[object, list[int]] = {each["sender"]: [0] for each in copy.tables["conversations"]}
    for place, row in enumerate(copy.tables["erasures"]):
        noted.get(row["owner"], []).append(place)
    chats = copy.tables["conversations"]
    yield "by the last copy", sorted(chats, key=lambda row: noted[row["sender"]][-1])
    yield (
        "by few copies",
        sorted(chats, key=lambda row: (len(noted[row["sender"]]), noted[row["sender"]][-1])),
    )


def by_ghosts(copy: Copy) -> Iterator[tuple[str, list[Row]]]:
    """Yield the chats by the rows of copies that name nobody beside rows that name them."""
    chats = copy.tables["conversations"]
    for way, rows in (
        ("before", copy.tables["erasures"]),
        ("after", copy.tables["erasures"][::-1]),
    ):
        ghosts, seen = dict.fromkeys((each["sender"] for each in chats), 0), 0
        for row in rows:
            if row["owner"] in ghosts:
                ghosts[row["owner"]] += seen
            seen = 0 if row["owner"] else seen + 1
        yield f"by what lies {way}", sorted(chats, key=lambda row, g=ghosts: -g[row["sender"]])  # type: ignore[misc]


def most_tellers(copy: Copy, senders: set[str]) -> tuple[int, str]:
    """Return how many of the *senders* the best attempt finds by the copies that providers keep."""
    return max(
        (sum(each["sender"] in senders for each in chosen), f"{how}, {where}")
        for how, chats in (*by_copies(copy), *by_ghosts(copy))
        for where, chosen in (("first", chats[:TIPS]), ("last", chats[-TIPS:]))
    )


def most_hits(copy: Copy, truth: dict[str, str], senders: set[str]) -> tuple[int, str]:
    """Return the best attempt, also of one who was told which chats are the *senders*."""
    told = [each for each in copy.tables["conversations"] if each["sender"] in senders]
    knowing = Copy({**copy.tables, "conversations": told})
    return max(
        (sum(truth[str(tip["id"])] == chat["sender"] for tip, chat in pairs), how)
        for each in (copy, knowing)
        for how, pairs in attempts(each)
    )


async def stolen(database: Database) -> Copy:
    """Return all tables; of PostgreSQL with what it writes beside each row."""
    beside = "" if database.kind == "sqlite" else "ctid::text, xmin::text::bigint, cmin::text, "
    found: dict[str, list[Row]] = {}
    for table in await table_names(database):
        async with database.reading() as connection:
            rows = await connection.execute(text(f"SELECT {beside}* FROM {table}"))
            name = table.rpartition(".")[2].strip('"')
            found[name] = [dict(each) for each in rows.mappings()]
    return Copy(found)


def _rank(value: object) -> tuple[bool, str | float]:
    """Return by what a value is put in order: numbers as such, all else by its text."""
    if isinstance(value, int | float):
        return (False, value)
    return (True, bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value))


def _size(value: object) -> int:
    return len(value) if isinstance(value, bytes | memoryview) else 0
