"""The table of papers: what was written about a tip after it was sent, each sheet sealed."""

import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    Table,
    case,
    cast,
    delete,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.columns import metadata

_papers = Table(
    "tip_papers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("tip", String(32), nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("place", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("shown", LargeBinary, nullable=False),
    Column("originals", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)


class PaperKind(StrEnum):
    """What a sheet is; questions and answers are sealed to the receipt too."""

    QUESTION = "question"
    ANSWER = "answer"
    EVIDENCE = "evidence"
    NOTE = "note"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: *sealed* to the desk, *shown* to the receipt, *originals* for forwarders."""

    tip: str
    day: date
    kind: str
    sealed: bytes = field(repr=False)
    shown: bytes = field(default=b"", repr=False)
    originals: bytes = field(default=b"", repr=False)


async def add_paper(connection: AsyncConnection, paper: Paper) -> None:
    """Lay *paper* on top of those of its tip; who calls has locked the tip's row."""
    last = select(func.max(_papers.c.place)).where(_papers.c.tip == paper.tip)
    place = int(await connection.scalar(last) or 0) + 1
    kept = asdict(paper) | {"id": secrets.token_hex(16), "place": place}
    await connection.execute(_papers.insert().values(kept))


async def papers_of(connection: AsyncConnection, tip_id: str, *kinds: PaperKind) -> list[Paper]:
    """Return the papers of a tip that are of *kinds*, or all; the first one first."""
    c = _papers.c
    asked = select(c.tip, c.day, c.kind, c.sealed, c.shown, c.originals).where(c.tip == tip_id)
    if kinds:
        asked = asked.where(c.kind.in_(kinds))
    return [Paper(**row) for row in (await connection.execute(asked.order_by(c.place))).mappings()]


async def sheets(connection: AsyncConnection) -> str:
    """Return a line for every tip that has papers, its id and how many, in no order.

    One long text: ten thousand rows of two words cost the driver ten times as much.
    """
    c = _papers.c
    counted = select(c.tip, func.count().label("number")).group_by(c.tip).subquery().c
    line = counted.tip.concat(" ").concat(cast(counted.number, String))
    return str(await connection.scalar(select(func.aggregate_strings(line, "\n"))) or "")


async def count_besides(connection: AsyncConnection, tip_id: str, kind: PaperKind) -> int:
    """Return how many papers a tip has that are not of *kind*."""
    counted = select(func.count()).select_from(_papers)
    other = (_papers.c.tip == tip_id) & (_papers.c.kind != kind)
    return int(await connection.scalar(counted.where(other)) or 0)


async def answered(connection: AsyncConnection, tip_ids: Collection[str]) -> set[str]:
    """Return those of *tip_ids* whose sender wrote after the last question."""
    c = _papers.c
    said = c.kind.in_((PaperKind.ANSWER, PaperKind.EVIDENCE))
    rows = select(
        c.tip,
        func.max(case((said, c.place), else_=0)),
        func.max(case((c.kind == PaperKind.QUESTION, c.place), else_=0)),
    ).where(c.tip.in_(tip_ids))
    rows = rows.group_by(c.tip)
    found = await connection.execute(rows)
    return {tip for tip, answer, question in found if answer > question}


async def delete_papers(connection: AsyncConnection, tip_id: str) -> int:
    """Delete the papers of a tip and return how many."""
    return (await connection.execute(delete(_papers).where(_papers.c.tip == tip_id))).rowcount
