"""From Telegram's updates to messages."""

import hmac
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.channels.telegram.attachments import files, media
from bot.channels.telegram.place import Place
from bot.errors import UnreadableMessage
from bot.messages import IncomingMessage

HEADER = "x-telegram-bot-api-secret-token"
KINDS = ("message", "callback_query")

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?", re.ASCII)
_DEEP_LINK = re.compile(r"/start(?:@\w+)?\s+([a-z0-9-]{1,60})\s*", re.ASCII)
_SPACES = re.compile(r" {2,}")
_MALFORMED = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    OSError,
    RecursionError,
    msgspec.MsgspecError,
)


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is: how it is mentioned, and which commands are its own."""

    id: int
    username: str
    commands: frozenset[str] = frozenset()


Who = Callable[[], Awaitable[Me]]


def verify(headers: Mapping[str, str], secret: str) -> bool:
    """Tell whether a request carries *secret*; an empty secret lets nobody in."""
    given = headers.get(HEADER, "")
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


async def parse(body: bytes, who: Who) -> IncomingMessage | None:
    """Return the message in *body*, None for what needs no answer; *who* is asked in groups only.

    Raises UnreadableMessage when *body* is no update.
    """
    with _readable():
        update = Update.de_json(msgspec.json.decode(body, type=dict))
    return await read(update, who)


async def read(update: Update, who: Who) -> IncomingMessage | None:
    """Return the message in *update*, None for edits and whatever else needs no answer."""
    with _readable():
        name = f"update:{int(update.update_id)}"
        if update.callback_query:
            return _tapped(update.callback_query)
        message = update.message
        if message is None or not _is_from_a_person(message):
            return None
        if message.chat.type == ChatType.PRIVATE:
            return _said(message, name)
        if message.chat.type not in _GROUPS:
            return None
    me = await who()
    with _readable():
        return _said_in_group(message, name, me=me)


@contextmanager
def _readable() -> Iterator[None]:
    """Turn whatever a malformed update leads to into UnreadableMessage, without quoting it."""
    try:
        yield
    except _MALFORMED:
        raise UnreadableMessage("This is no update of Telegram") from None


def _is_from_a_person(message: Message) -> bool:
    """Tell whether a person wrote, and not a bot, a channel or a group in its own name."""
    sender = message.from_user
    return sender is not None and not sender.is_bot and message.sender_chat is None


def _tapped(query: CallbackQuery) -> IncomingMessage | None:
    """Return the tap on a choice below one of our messages."""
    message = query.message
    if message is None or not query.data or query.from_user.is_bot:
        return None
    public = message.chat.type in _GROUPS
    if not public and message.chat.type != ChatType.PRIVATE:
        return None
    user = query.from_user.id if public else 0
    place = Place(int(message.chat.id), user=user, thread=_thread(message))
    return IncomingMessage(
        f"tap:{query.id}",
        place.address(),
        choice_id=str(query.data),
        tapped=str(message.message_id),
        public=public,
    )


def _said(message: Message, name: str) -> IncomingMessage | None:
    """Return what somebody wrote in a private chat."""
    text, sent = _text(message), media(message)
    if not text and sent is None:
        return None
    linked = _DEEP_LINK.fullmatch(text)
    return IncomingMessage(
        name,
        Place(int(message.chat.id)).address(),
        "" if linked else text,
        f"ask:{linked[1]}" if linked else "",
        sent,
        copy=f"{message.message_id}@{int(message.date.timestamp())}",
        group=_group(message),
        files=files(message),
    )


def _said_in_group(message: Message, name: str, *, me: Me) -> IncomingMessage | None:
    """Return what somebody said to the bot in a group; the rest of the talk is none of its own."""
    mention = re.compile(rf"(?<!\w)@{re.escape(me.username)}(?!\w)[,:]?", re.IGNORECASE)
    text = _text(message)
    command = _COMMAND.match(text)
    if command:
        ours = _is_ours(command, me)
        text = text[: command.end(1)] + text[command.end() :]
    else:
        ours = bool(mention.search(text)) or _answers(message, me)
    if not ours:
        return None
    place = Place(
        int(message.chat.id),
        user=message.from_user.id if message.from_user else 0,
        thread=_thread(message),
        quoted=message.message_id,
    )
    linked = _DEEP_LINK.fullmatch(text)
    return IncomingMessage(
        name,
        place.address(),
        "" if linked else _SPACES.sub(" ", mention.sub(" ", text)).strip(),
        f"ask:{linked[1]}" if linked else "",
        media(message),
        public=True,
        group=_group(message),
    )


def _is_ours(command: re.Match[str], me: Me) -> bool:
    """Tell whether a command in a group is for this bot and not for another one."""
    if command[2]:
        return command[2].lower() == me.username.lower()
    return command[1].lower() in me.commands


def _answers(message: Message, me: Me) -> bool:
    """Tell whether *message* is a reply to one of ours."""
    earlier = message.reply_to_message
    return bool(earlier and earlier.from_user and earlier.from_user.id == me.id)


def _group(message: Message) -> str:
    """Return what the photos of an album have in common, so that they get one reply."""
    return f"album:{message.media_group_id}" if message.media_group_id else ""


def _thread(message: object) -> int:
    """Return the topic of a forum that *message* is in, 0 elsewhere."""
    in_topic = getattr(message, "is_topic_message", False)
    return int(getattr(message, "message_thread_id", 0) or 0) if in_topic else 0


def _text(message: Message) -> str:
    """Return what was written, beside a photo too."""
    return str(message.text or message.caption or "")
