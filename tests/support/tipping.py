"""What tests of tips share: a desk whose key costs nothing, and a sender with a receipt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.crypto import ServerKey
from bot.database.engine import Database
from bot.keypair import KeyPair
from bot.tips.intake import Intake
from bot.tips.keys import KeyRing, Lock
from bot.tips.moving import Mover
from bot.tips.store import keys
from bot.tips.tip import Account, Content, Evidence, Known, Tip

DAY = date(2026, 11, 25)
EVIDENCE = Evidence(
    "e" * 32, "image/jpeg", 900, "a" * 64, cleaned=True, key=b"k" * 32, original=b"o" * 32
)
STORY = "Lurah Kukusan membagikan kaus calon wali kota di kantor."
CONTENT = Content(
    Account(
        story=STORY,
        who="Lurah Kukusan",
        when="kemarin sore",
        day=date(2026, 11, 24),
        where="halaman kantor kelurahan",
        district="Beji",
        village="Kukusan",
        office="kelurahan-kukusan",
        known=Known.SEEN,
        witnesses="dua tetangga",
    ),
    (EVIDENCE,),
)


@dataclass
class Cupboard:
    """Files of evidence that are only remembered when they are dropped."""

    dropped: list[str] = field(default_factory=list)

    async def drop(self, files: Sequence[str]) -> None:
        self.dropped += files


@dataclass
class Office:
    """Everything that takes tips, on one database."""

    database: Database
    key: ServerKey
    clock: Clock
    pair: KeyPair = field(default_factory=KeyPair.new)
    cupboard: Cupboard = field(default_factory=Cupboard)
    told: list[Counter[tuple[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.intake = Intake(self.key, drop=self.cupboard.drop)
        self.mover = Mover(
            self.database,
            self.key,
            clock=self.clock,
            drop=self.cupboard.drop,
            notify=self._notify,
        )
        self.ring = KeyRing.of([self.pair])

    async def _notify(self, connection: AsyncConnection, moved: Counter[tuple[str, str]]) -> None:
        self.told.append(moved)

    async def opens(self) -> None:
        async with self.database.transaction() as connection:
            await keys.publish(connection, keys.Owner.DESK, Lock(self.pair.public), day=DAY)

    async def sends(
        self, content: Content = CONTENT, *, day: date = DAY, moved: bool = True
    ) -> tuple[KeyPair, Tip]:
        """Take a tip, move it unless told not to, and return its receipt's pair and its row."""
        receipt = KeyPair.new()
        async with self.database.transaction() as connection:
            await self.intake.submit(connection, content, receipt=receipt.public, day=day)
        if moved:
            await self.mover.move_parcels()
        return receipt, await self.found(receipt)

    async def found(self, receipt: KeyPair) -> Tip:
        tip = await self.look_up(receipt)
        assert tip
        return tip

    async def look_up(self, receipt: KeyPair) -> Tip | None:
        async with self.database.reading() as connection:
            return await self.intake.look_up(connection, receipt.public)

    async def answers(self, tip: Tip, words: str) -> None:
        async with self.database.transaction() as connection:
            await self.intake.answer(connection, tip, words, day=DAY)

    async def withdraws(self, tip: Tip) -> None:
        async with self.database.transaction() as connection:
            await self.intake.withdraw(connection, tip, day=DAY)

    async def remarks(self, tip: Tip, receipt: KeyPair) -> list[str]:
        async with self.database.reading() as connection:
            found = await self.intake.remarks(connection, tip.id, receipt)
        return [f"{each.voice}: {each.text}" for each in found]


async def rows(database: Database, table: str) -> list[dict[str, object]]:
    async with database.reading() as connection:
        found = (await connection.execute(text(f"SELECT * FROM {table}"))).mappings()
        return [dict(each) for each in found]


async def everything(database: Database) -> str:
    """Return all tables as text."""
    async with database.reading() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    return str([(name, await rows(database, name)) for name in names])
