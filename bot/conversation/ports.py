"""What the conversation needs of the rooms that keep tips and their evidence."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.holding import Found
from bot.keypair import KeyPair
from bot.tips.tip import Content, Evidence, Piece, Remark, Tip


class Intake(Protocol):
    """Take tips and let their senders see them; every verb works in the caller's transaction."""

    async def is_open(self, connection: AsyncConnection) -> bool:
        """Tell whether there is a desk key to seal tips to."""
        ...

    async def submit(
        self, connection: AsyncConnection, content: Content, *, receipt: bytes, day: date
    ) -> None:
        """Take a tip under the public half of its receipt."""
        ...

    async def look_up(self, connection: AsyncConnection, receipt_public: bytes) -> Tip | None:
        """Return the tip of a receipt, None when there is none."""
        ...

    async def remarks(
        self, connection: AsyncConnection, tip_id: str, pair: KeyPair
    ) -> list[Remark]:
        """Return what staff asked and the sender answered."""
        ...

    async def answer(self, connection: AsyncConnection, tip: Tip, text: str, *, day: date) -> None:
        """Hand what the sender writes to staff."""
        ...

    async def add_evidence(
        self, connection: AsyncConnection, tip: Tip, evidence: tuple[Evidence, ...], *, day: date
    ) -> None:
        """Hand more files to staff."""
        ...

    async def withdraw(self, connection: AsyncConnection, tip: Tip, *, day: date) -> None:
        """Take a tip back."""
        ...


class Keeper(Protocol):
    """Keep the files of drafts; every verb works in the caller's transaction."""

    async def take(
        self,
        connection: AsyncConnection,
        piece: Piece,
        *,
        source: str,
        reference: str,
        now: datetime,
    ) -> None:
        """Have a file fetched from the channel *source*."""
        ...

    async def read(self, connection: AsyncConnection, pieces: Sequence[Piece]) -> Sequence[Found]:
        """Return what became of each piece."""
        ...

    async def finish(
        self, connection: AsyncConnection, pieces: Sequence[Piece], *, keep_originals: bool
    ) -> tuple[Evidence, ...]:
        """Return the evidence of the pieces that are ready, and forget the rest."""
        ...

    async def drop(self, connection: AsyncConnection, pieces: Sequence[Piece]) -> None:
        """Delete pieces."""
        ...
