"""The bot's own account: who it is, its library, and the courtesies that no reply depends on."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from datetime import timedelta
from functools import partial

import httpx
from telegram import Bot, Update
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.channels.port import BLOCKED
from bot.channels.telegram.inbound import KINDS, Me, read
from bot.channels.telegram.place import Place
from bot.errors import (
    AnswerLost,
    JagaNetralError,
    NeverAgain,
    SettingsError,
    TryLater,
    Unreachable,
    UnreadableMessage,
)
from bot.messages import IncomingMessage

_CONNECTIONS = 64
_SECONDS = 10.0
_LISTEN = timedelta(seconds=25)
_BUSY = 8
_NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

# The library counts seconds in timedelta from its next version on; it warns whoever has not agreed.
os.environ.setdefault("PTB_TIMEDELTA", "1")


class Account:
    """One bot, with one pool of connections; *commands* are those it answers in groups."""

    def __init__(
        self,
        token: str,
        *,
        root: str,
        commands: frozenset[str] = frozenset(),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._request = HTTPXRequest(
            _CONNECTIONS,
            read_timeout=_SECONDS,
            pool_timeout=_SECONDS,
            httpx_kwargs={"transport": transport} if transport else None,
        )
        self._downloads = httpx.AsyncClient(
            transport=transport, timeout=_SECONDS, headers={"Accept-Encoding": "identity"}
        )
        self.files_root = f"{root}/file/bot{token}/"
        self.bot = Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self._commands = commands
        self._me: Me | None = None
        self._courtesies: set[asyncio.Task[None]] = set()

    async def me(self) -> Me:
        """Return who the bot is, asking Telegram once; raises TryLater when it does not answer."""
        if self._me is None:
            with sorted_errors():
                user = await self.bot.get_me()
            self._me = Me(user.id, user.username or "", self._commands)
        return self._me

    async def fetch(self, offset: int | None) -> list[tuple[int, IncomingMessage | None]]:
        """Wait for updates from *offset* on and return each one's number and message.

        Raises TryLater, NeverAgain.
        """
        with sorted_errors():
            updates = await self.bot.get_updates(
                offset=offset, timeout=_LISTEN, allowed_updates=KINDS
            )
        return [(update.update_id, await self._read(update)) for update in updates]

    def download(self, url: str) -> AbstractAsyncContextManager[httpx.Response]:
        """Return the answer to fetching *url*, whose body is still to be read."""
        return self._downloads.stream("GET", url)

    def acknowledge(self, message: IncomingMessage) -> None:
        """Show at once that *message* arrived; what comes of it changes nothing.

        The tapped button stops waiting, and "typing" is shown as long as there is time for it.
        """
        place = Place.of(message.sender)
        if message.tapped:
            query = message.id.removeprefix("tap:")
            self._start(partial(self.bot.answer_callback_query, query))
        if len(self._courtesies) < _BUSY:
            typing = partial(self.bot.send_chat_action, place.chat, ChatAction.TYPING)
            self._start(partial(typing, message_thread_id=place.thread or None))

    async def close(self) -> None:
        """Let courtesies go and close every connection."""
        for task in self._courtesies:
            task.cancel()
        await asyncio.gather(*self._courtesies, return_exceptions=True)
        await self._downloads.aclose()
        await self._request.shutdown()

    async def _read(self, update: Update) -> IncomingMessage | None:
        """Return the message in *update*, None also when it cannot be read."""
        try:
            return await read(update, self.me)
        except UnreadableMessage:
            return None

    def _start(self, call: Callable[[], Awaitable[object]]) -> None:
        """Make *call* beside everything else."""
        task = asyncio.create_task(_whatever_comes_of(call))
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)


@contextmanager
def sorted_errors() -> Iterator[None]:
    """Turn the library's errors into ours; the text of none is passed on, it may quote a message.

    Raises TryLater for what may pass, AnswerLost where it may have happened all the same,
    NeverAgain for what will not pass, Unreachable where the person wants nothing of us.
    """
    try:
        yield
    except RetryAfter as error:
        raise TryLater("Telegram asks to wait", seconds=_seconds(error)) from None
    except Forbidden:
        raise Unreachable(BLOCKED) from None
    except (BadRequest, ChatMigrated):
        raise NeverAgain("Telegram does not take this") from None
    except TelegramError as error:
        pause = _SECONDS if isinstance(error, TimedOut) else None
        if isinstance(error.__cause__, _NOT_CONNECTED):
            raise TryLater("Telegram cannot be reached", seconds=pause) from None
        raise AnswerLost(
            f"Telegram gives no answer: {type(error).__name__}", seconds=pause
        ) from None


@contextmanager
def told_errors() -> Iterator[None]:
    """Turn the library's errors into a sentence for the operator, where no message is quoted."""
    try:
        yield
    except InvalidToken:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN: Telegram does not know this token; copy it again from @BotFather"
        ) from None
    except BadRequest as error:
        raise JagaNetralError(f"Telegram refuses: {error.message}") from None
    except TelegramError as error:
        raise JagaNetralError(
            f"Telegram cannot be asked now ({error.message}): check the connection to "
            "TELEGRAM_API_BASE_URL and try again"
        ) from None


def _seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    pause = error.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


async def _whatever_comes_of(call: Callable[[], Awaitable[object]]) -> None:
    """Make *call*, and mind no failure."""
    with suppress(TelegramError):
        await call()
