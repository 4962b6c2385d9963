"""Fetching what people sent from Telegram, which keeps it under an address of its own."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import contextmanager

import httpx
from telegram.error import BadRequest

from bot.channels.telegram.account import Account, sorted_errors
from bot.errors import NeverAgain, TooLarge, TryLater
from bot.jobs.pacing import Limit

LIMIT = Limit("telegram-files", per_second=10, burst=5)

_SERVER_FAULTS, _TOO_MANY, _GONE = 500, 429, 404
_CHUNK = 64 * 1024


class TelegramFiles:
    """Fetch files of one account, each when it is its turn."""

    def __init__(self, account: Account, *, pace: Callable[[], Awaitable[None]]) -> None:
        self._account = account
        self._pace = pace

    async def fetch(self, reference: str) -> AsyncGenerator[bytes, None]:
        """Yield the file that Telegram calls *reference*.

        Raises TryLater, NeverAgain, and TooLarge above the 20 MB that bots may fetch; none of them
        names the file, whose address holds the bot's token.
        """
        await self._pace()
        url = await self._url(reference)
        with _sorted_faults():
            async with self._account.download(url) as response:
                _check(response.status_code)
                async for chunk in response.aiter_bytes(_CHUNK):
                    yield chunk

    async def _url(self, reference: str) -> str:
        """Return where the file is to be had for the next hour."""
        with sorted_errors():
            try:
                file = await self._account.bot.get_file(reference)
            except BadRequest as error:
                if "too big" in error.message.lower():
                    raise TooLarge("Bots may not fetch so large a file") from None
                raise
        if not file.file_path or not file.file_path.startswith(self._account.files_root):
            raise NeverAgain("Telegram keeps the file where it cannot be fetched")
        return file.file_path


@contextmanager
def _sorted_faults() -> Iterator[None]:
    """Turn a broken connection into TryLater."""
    try:
        yield
    except httpx.HTTPError as error:
        raise TryLater(f"Telegram cannot be reached: {type(error).__name__}") from None


def _check(status: int) -> None:
    """Raise TryLater or NeverAgain unless the answer is a file."""
    if status in {_TOO_MANY, _GONE} or status >= _SERVER_FAULTS:
        raise TryLater(f"Telegram answers {status}")
    if status != httpx.codes.OK:
        raise NeverAgain(f"Telegram answers {status}")
