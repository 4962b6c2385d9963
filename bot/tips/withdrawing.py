"""Making a tip vanish: its row, its papers and its files."""

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tips.store import papers, parcels, tips

Drop = Callable[[Sequence[str]], Awaitable[None]]  # deletes the files of evidence by their ids


async def erase(
    connection: AsyncConnection, tip_id: str, *, receipt: bytes, files: Sequence[str], drop: Drop
) -> None:
    """Delete a tip and all that belongs to it; files first, so that none is left without a tip."""
    await drop(files)
    await parcels.drop_parcels(connection, receipt)
    await papers.delete_papers(connection, tip_id)
    await tips.delete_tip(connection, tip_id)
