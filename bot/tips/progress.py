"""The one way in which a tip changes its status: by the allowed moves, with a line of history."""

from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.crypto import ServerKey
from bot.errors import DeskClosed, WrongMove
from bot.tips.case import Note
from bot.tips.keys import Lock
from bot.tips.sealing import opened_upkeep, sealed_note, sealed_upkeep
from bot.tips.store import keys, papers, tips
from bot.tips.store.papers import Paper, PaperKind
from bot.tips.store.tips import SealedTip
from bot.tips.tip import CLOSED, MOVES, Status

BACKEND = "penerima"
SENDER = "pelapor"


async def desk_lock(connection: AsyncConnection) -> Lock:
    """Return what is sealed to for the desk; raises DeskClosed when there is nothing."""
    lock = await keys.newest(connection, keys.Owner.DESK)
    if lock is None:
        raise DeskClosed("There is no desk key: run `jaganetral desk new-key`")
    return lock


class Progress:
    """Move tips; the server's key seals what retention has to know of those that are closed."""

    def __init__(self, key: ServerKey, *, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def now(self, author: str, event: str, text: str = "") -> Note:
        """Return the line of history that *author* did or said something today."""
        return Note(self._clock.today(), author, text, event)

    async def move(
        self,
        connection: AsyncConnection,
        tip_id: str,
        status: Status,
        *,
        author: str,
        text: str = "",
    ) -> None:
        """Bring a tip to *status* in the caller's transaction, with a line in its history.

        Raises WrongMove when its status does not lead there, or it is gone.
        """
        found = await tips.find_tip(connection, tip_id, locked=True)
        if found is None:
            raise WrongMove("This tip is gone")
        if status not in MOVES[found.tip.status]:
            raise WrongMove(f"A tip that is {found.tip.status} cannot become {status}")
        await self._write(connection, found, status)
        await write_history(connection, tip_id, self.now(author, status, text))

    async def settle(self, connection: AsyncConnection, tip_id: str, status: Status) -> bool:
        """Write down what a backend says of a tip; tell whether that was news.

        What comes late, twice or for a tip that is gone changes nothing.
        """
        try:
            await self.move(connection, tip_id, status, author=BACKEND)
        except WrongMove:
            return False
        return True

    async def _write(self, connection: AsyncConnection, found: SealedTip, status: Status) -> None:
        """Write *status*, and the day for retention when it closes the tip."""
        changed: dict[str, Any] = {"status": status}
        receipt = found.tip.receipt
        if status in CLOSED:
            upkeep = opened_upkeep(self._key, receipt, found.upkeep)
            ended = replace(upkeep, closed=self._clock.today())
            changed["upkeep"] = sealed_upkeep(self._key, receipt, ended)
        await tips.change_tip(connection, found.tip.id, changed)


async def write_history(connection: AsyncConnection, tip_id: str, note: Note) -> None:
    """Write *note* into the history of a tip."""
    sealed = sealed_note(await desk_lock(connection), note)
    await papers.add_paper(connection, Paper(tip_id, note.day, PaperKind.STATUS, sealed))
