"""The table of papers: what was written about a tip after it was sent, each sheet sealed."""

import secrets
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


async def answered(connection: AsyncConnection) -> set[str]:
    """Return the ids of tips whose sender wrote after the last question."""
    c = _papers.c
    said = c.kind.in_((PaperKind.ANSWER, PaperKind.EVIDENCE))
    rows = select(
        c.tip,
        func.max(case((said, c.place), else_=0)),
        func.max(case((c.kind == PaperKind.QUESTION, c.place), else_=0)),
    ).group_by(c.tip)
    found = await connection.execute(rows)
    return {tip for tip, answer, question in found if answer > question}


async def delete_papers(connection: AsyncConnection, tip_id: str) -> int:
    """Delete the papers of a tip and return how many."""
    return (await connection.execute(delete(_papers).where(_papers.c.tip == tip_id))).rowcount
