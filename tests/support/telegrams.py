"""A strict Telegram inside the test: it takes the calls of the bot's library and keeps messages."""

import asyncio
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl

import httpx

TOKEN = "7000000001:TEST"
SECRET = "a-secret-of-tests"
ME = {"id": 7000000001, "is_bot": True, "first_name": "Jaga", "username": "jaga_test_bot"}
NOW = 1_795_575_600
PARAMETERS = {
    "sendMessage": "chat_id text parse_mode link_preview_options reply_markup message_thread_id "
    "reply_parameters",
    "sendPhoto": "chat_id photo caption parse_mode reply_markup",
    "editMessageText": "chat_id message_id text parse_mode link_preview_options reply_markup",
    "deleteMessage": "chat_id message_id",
    "answerCallbackQuery": "callback_query_id",
    "sendChatAction": "chat_id action message_thread_id",
    "setWebhook": "url secret_token allowed_updates max_connections",
    "setMyCommands": "commands",
    "setMyDescription": "description",
    "setMyShortDescription": "short_description",
    "getFile": "file_id",
    "getUpdates": "offset timeout allowed_updates",
}


class Refused(Exception):
    """What Telegram answers with a status of its own."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.body = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


class Tags(HTMLParser):
    """Refuse tags that Telegram does not know or that are not closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "b" or attrs:
            raise Refused(400, f"Bad Request: can't parse entities: {tag}")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Refused(400, "Bad Request: can't parse entities: end")

    def handle_data(self, data: str) -> None:
        self.text += data


@dataclass
class FakeTelegram(httpx.AsyncBaseTransport):
    """Answers calls; *failures* of a method are met first, *gone* chats refuse everything."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    updates: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    downloads: list[httpx.Response | Exception] = field(default_factory=list)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    me: dict[str, Any] = field(default_factory=lambda: dict(ME))
    webhook: dict[str, Any] = field(default_factory=lambda: {"url": "", "pending_update_count": 0})
    profile: dict[str, Any] = field(default_factory=dict)
    numbers: Counter[int] = field(default_factory=Counter)

    def fail(self, method: str, *errors: Exception) -> None:
        self.failures.setdefault(method, []).extend(errors)

    def called(self, method: str) -> list[dict[str, Any]]:
        return [given for name, given in self.calls if name == method]

    def shown(self, chat: int) -> list[dict[str, Any]]:
        return [each for (where, _), each in self.messages.items() if where == chat]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/file/"):
            return self._download(request)
        token, _, method = request.url.path.removeprefix("/bot").partition("/")
        given = _given(request.headers.get("content-type", ""), await request.aread())
        self.calls.append((method, given))
        await asyncio.sleep(0)
        try:
            if self.failures.get(method):
                raise self.failures[method].pop(0)
            if token != TOKEN:
                raise Refused(401, "Unauthorized")
            result = self._answer(method, given)
        except Refused as error:
            return httpx.Response(error.body["error_code"], json=error.body)
        return httpx.Response(200, json={"ok": True, "result": result})

    def _answer(self, method: str, given: dict[str, Any]) -> object:
        unknown = given.keys() - set(PARAMETERS.get(method, "").split())
        assert not unknown, f"{method} has no {unknown}"
        if given.get("chat_id") in self.gone:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if method == "getFile":
            return self._located(given["file_id"])
        return self._about_messages(method, given)

    def _about_messages(self, method: str, given: dict[str, Any]) -> object:
        match method:
            case "getMe":
                return self.me
            case "sendMessage" | "sendPhoto":
                return self._photo(given) if "photo" in given else self._send(given)
            case "editMessageText":
                return self._edit(given)
            case "deleteMessage":
                return self._delete(given)
            case "getUpdates":
                return [
                    each for each in self.updates if each["update_id"] >= given.get("offset", 0)
                ]
        return self._about_the_bot(method, given)

    def _located(self, name: str) -> dict[str, Any]:
        if name not in self.files:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[name]) > 20 * 1024 * 1024:
            raise Refused(400, "Bad Request: file is too big")
        return {"file_id": name, "file_unique_id": "u", "file_path": f"documents/{name}"}

    def _download(self, request: httpx.Request) -> httpx.Response:
        """Answer with a file, or first with what *downloads* hold."""
        self.calls.append(("download", {}))
        name = request.url.path.removeprefix(f"/file/bot{TOKEN}/documents/")
        if self.downloads:
            answer = self.downloads.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        return httpx.Response(200, content=self.files[name])

    def _about_the_bot(self, method: str, given: dict[str, Any]) -> object:
        match method:
            case "getWebhookInfo":
                return {"has_custom_certificate": False, **self.webhook}
            case "setWebhook":
                self.webhook = {**self.webhook, **given}
            case "deleteWebhook":
                self.webhook = {"url": "", "pending_update_count": 0}
            case "getMyCommands":
                return self.profile.get("commands", [])
            case "getMyDescription":
                return {"description": self.profile.get("description", "")}
            case "getMyShortDescription":
                return {"short_description": self.profile.get("short_description", "")}
            case _ if method.startswith("setMy"):
                self.profile.update(given)
        return True

    def _send(self, given: dict[str, Any]) -> dict[str, Any]:
        chat = given["chat_id"]
        self.numbers[chat] += 1
        message = {
            "message_id": 1000 + self.numbers[chat],
            "date": NOW,
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"},
            "from": self.me,
            **_content(given),
        }
        self.messages[chat, message["message_id"]] = message
        return message

    def _photo(self, given: dict[str, Any]) -> dict[str, Any]:
        """Take a picture, or the name of one that was taken, with a caption below it."""
        photo = given["photo"]
        if isinstance(photo, bytes):
            assert photo.startswith((b"\xff\xd8\xff", b"\x89PNG"))
            name = f"photo-{len(self.files)}"
            self.files[name] = photo
        else:
            name = photo
            if name not in self.files:
                raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
        if len(given["caption"]) > 1024 + len("<b></b>"):
            raise Refused(400, "Bad Request: message caption is too long")
        message = self._send({**given, "text": given["caption"]})
        message["caption"] = message.pop("text")
        size = {"file_id": name, "file_unique_id": "u", "width": 2, "height": 2}
        message["photo"] = [{**size, "file_id": "small"}, size]
        return message

    def _edit(self, given: dict[str, Any]) -> dict[str, Any]:
        message = self.messages.get((given["chat_id"], given["message_id"]))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        content = _content(given)
        if content.items() <= message.items():
            raise Refused(400, "Bad Request: message is not modified: specified new content")
        message.pop("reply_markup", None)
        message.update(content)
        return message

    def _delete(self, given: dict[str, Any]) -> bool:
        if self.messages.pop((given["chat_id"], given["message_id"]), None) is None:
            raise Refused(400, "Bad Request: message to delete not found")
        return True


def _given(kind: str, body: bytes) -> dict[str, Any]:
    """Return the parameters of a call; a file that is sent along is its bytes."""
    if not kind.startswith("multipart/form-data"):
        return {name: _value(text) for name, text in parse_qsl(body.decode())}
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    given: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for part in whole.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if part.get_filename():
            files[name] = content
        else:
            given[name] = _value(content.decode())
    for name, value in given.items():
        if isinstance(value, str) and value.startswith("attach://"):
            given[name] = files.pop(value.removeprefix("attach://"))
    return {**given, **files}


def _value(text: str) -> object:
    """Return one parameter, decoded where the library sends JSON."""
    if re.fullmatch(r"-?\d+|[\[{].*", text, re.DOTALL):
        return json.loads(text)
    return text


def _content(given: dict[str, Any]) -> dict[str, Any]:
    """Return what a message shows, when Telegram would take it."""
    assert given["parse_mode"] == "HTML"
    tags = Tags()
    tags.feed(given["text"])
    tags.close()
    if tags.open:
        raise Refused(400, "Bad Request: can't parse entities: not closed")
    if not 0 < len(tags.text.strip()) <= 4096:
        raise Refused(400, "Bad Request: message is too long")
    shown: dict[str, Any] = {"text": unescape(tags.text)}
    if markup := given.get("reply_markup"):
        for button in (each for row in markup["inline_keyboard"] for each in row):
            assert ("callback_data" in button) != ("url" in button)
            assert 1 <= len(button.get("callback_data", "url").encode()) <= 64
        shown["reply_markup"] = markup
    return shown


def update(number: int, **content: object) -> dict[str, Any]:
    return {"update_id": number, **content}


def said(text: str | None = None, *, chat: int = 7, **extra: object) -> dict[str, Any]:
    """Return a message of the person 7, in private unless *chat* is that of a group."""
    kind = {"type": "private"} if chat > 0 else {"type": "supergroup", "title": "Kantor"}
    message = {
        "message_id": 40,
        "date": NOW,
        "chat": {"id": chat, **kind},
        "from": {"id": 7, "is_bot": False, "first_name": "Ani"},
        **extra,
    }
    return message if text is None else {**message, "text": text}


def tap(data: str, message: dict[str, Any], *, name: str = "q1", user: int = 7) -> dict[str, Any]:
    """Return a tap on a button of *message*."""
    return {
        "id": name,
        "from": {"id": user, "is_bot": False, "first_name": "Ani"},
        "chat_instance": "1",
        "data": data,
        "message": message,
    }
