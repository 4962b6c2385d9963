"""People on each channel: the same talk, whatever carries it."""

import html
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from fakes import FakeChannel
from telegrams import SECRET, FakeTelegram, said, tap, update
from twilio_double import BASE, MESSAGES, FakeTwilio, incoming, signature

from bot.channels import terminal
from bot.channels.telegram.inbound import HEADER
from bot.channels.text import numbered, plain
from bot.messages import IncomingMessage, OutgoingMessage
from bot.wiring import Services
from webhooks.app import create_app


@dataclass
class Shown:
    """What a person sees: text, and the labels that can be tapped."""

    text: str
    labels: list[str] = field(default_factory=list)


class OnTheWeb:
    """Somebody with a browser."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._number = 0
        self._seen: list[str] = []
        self._choices: dict[str, str] = {}

    async def says(self, text: str) -> list[Shown]:
        return await self._post(text=text)

    async def taps(self, label: str) -> list[Shown]:
        return await self._post(choice=self._choices[label])

    async def repeats(self, text: str) -> list[Shown]:
        self._number -= 1
        return await self._post(text=text)

    async def _post(self, **fields: str) -> list[Shown]:
        self._number += 1
        data = {"id": f"message-{self._number:04}", "fragment": "1", "seen": self._seen, **fields}
        response = await self._client.post("/chat/messages", data=data)
        return self._read(response)

    async def sends_file(self, name: str, content: bytes) -> list[Shown]:
        self._number += 1
        data = {"id": f"message-{self._number:04}", "fragment": "1", "seen": self._seen}
        files = {"berkas": (name, content, "image/jpeg")}
        return self._read(await self._client.post("/chat/files", data=data, files=files))

    def _read(self, response: httpx.Response) -> list[Shown]:
        assert response.status_code == 200, response.text
        shown = []
        for article in re.findall(r"<article.*?</article>", response.text, re.DOTALL):
            self._seen.append(re.search(r'data-id="([^"]+)"', article)[1])  # type: ignore[index]
            labels = re.findall(r'name="choice" value="([^"]+)">.*?class="label">(.*?)<', article)
            self._choices.update({html.unescape(label): name for name, label in labels})
            words = html.unescape(re.sub(r"<[^>]+>", "", article.split("<form")[0]))
            shown.append(Shown(words, [html.unescape(label) for _, label in labels]))
        return shown


class InTheTerminal:
    """Somebody at a keyboard, who types the number of a choice."""

    def __init__(self, services: Services, channel: FakeChannel) -> None:
        self._services = services
        self._channel = channel
        self._number = 0
        self._numbers: dict[str, str] = {}

    async def says(self, text: str) -> list[Shown]:
        self._number += 1
        before = len(self._channel.sent)
        message = IncomingMessage(str(self._number), terminal.ADDRESS, text)
        await self._services.inbox.accept(message)
        fresh = self._channel.sent[before:]
        shown = [plain(numbered(each.reply)) for each in fresh]
        found = {
            label: number
            for text in shown
            for number, label in re.findall(r"^(\d+)\. (.+)$", text, re.MULTILINE)
        }
        self._numbers = found or self._numbers
        return [
            Shown(text, [choice.label for choice in each.reply.choices])
            for text, each in zip(shown, fresh, strict=True)
        ]

    async def taps(self, label: str) -> list[Shown]:
        return await self.says(self._numbers[label])

    async def repeats(self, text: str) -> list[Shown]:
        self._number -= 1
        return await self.says(text)


class OnWhatsApp:
    """Somebody with a phone, who taps what can be tapped and types the number of what cannot."""

    def __init__(
        self, client: httpx.AsyncClient, services: Services, twilio: FakeTwilio, **known: str
    ) -> None:
        self._client = client
        self._twilio = twilio
        self._known = known
        self._number = 0
        self._form: dict[str, str] = {}
        self._turn: list[list[str]] = []
        assert services.whatsapp
        self._channel = services.whatsapp.channel
        services.sender._channels["whatsapp"] = self  # type: ignore[index]

    async def send(self, message: OutgoingMessage) -> Sequence[str]:
        """Note which messages of Twilio are one reply."""
        self._turn.append(list(await self._channel.send(message)))
        return self._turn[-1]

    async def says(self, text: str) -> list[Shown]:
        return await self._post(Body=text)

    async def taps(self, label: str) -> list[Shown]:
        for sent in reversed(self._twilio.sent):
            for shown, choice in sent.choices.items():
                if shown.removesuffix("…") == label[: len(shown.removesuffix("…"))]:
                    field = "ButtonPayload" if sent.kind == "quick-reply" else "ListId"
                    return await self._post(Body=shown, **{field: choice})
        numbers = re.findall(
            rf"^(\d+)\. {re.escape(label)}$", self._twilio.sent[-1].text, re.MULTILINE
        )
        return await self._post(Body=numbers[-1])

    async def repeats(self, text: str) -> list[Shown]:
        self._number -= 1
        return await self._post(Body=text)

    async def sends_file(self, url: str) -> list[Shown]:
        return await self._post(NumMedia="1", MediaUrl0=url, MediaContentType0="image/jpeg")

    async def _post(self, **fields: str) -> list[Shown]:
        self._number += 1
        self._turn = []
        form = incoming(self._number, **self._known, **fields)
        headers = {"X-Twilio-Signature": signature(f"{BASE}{MESSAGES}", form)}
        response = await self._client.post(MESSAGES, data=form, headers=headers)
        assert (response.status_code, response.text[-11:]) == (200, "<Response/>")
        return [self._shown(sids) for sids in self._turn]

    def _shown(self, sids: list[str]) -> Shown:
        sent = [each for each in self._twilio.sent if each.sid in sids]
        labels = [label for each in sent for label in each.choices]
        return Shown(plain("\n".join(each.text for each in sent)), labels)


class OnTelegram:
    """Somebody with Telegram, who sees new messages and those that change."""

    def __init__(
        self, client: httpx.AsyncClient, fake: FakeTelegram, *, chat: int = 7, **known: str
    ) -> None:
        self._client = client
        self._fake = fake
        self._chat = chat
        self._known: dict[str, Any] = {"id": chat, "is_bot": False, "first_name": "Ani", **known}
        self._number = 0
        self._seen: dict[int, str] = {}

    async def says(self, text: str) -> list[Shown]:
        return await self._post(message=self._said(text))

    async def sends_file(self, **file: object) -> list[Shown]:
        return await self._post(message=self._said(**file))

    def _said(self, text: str | None = None, **content: object) -> dict[str, Any]:
        number = self._number + 1
        return said(text, chat=self._chat, message_id=number, **{"from": self._known, **content})

    async def taps(self, label: str) -> list[Shown]:
        for message in reversed(self._fake.shown(self._chat)):
            for shown, data in buttons(message):
                if shown == label:
                    pressed = tap(data, message, name=f"q{self._number}")
                    return await self._post(callback_query={**pressed, "from": self._known})
        raise AssertionError(f"no button {label}")

    async def repeats(self, text: str) -> list[Shown]:
        self._number -= 1
        return await self.says(text)

    async def _post(self, **content: object) -> list[Shown]:
        self._number += 1
        response = await self._client.post(
            "/webhooks/telegram",
            content=json.dumps(update(self._number, **content)),
            headers={HEADER: SECRET},
        )
        assert response.status_code == 200, response.text
        now = {each["message_id"]: each for each in self._fake.shown(self._chat)}
        fresh = [each for name, each in now.items() if self._seen.get(name) != each["text"]]
        self._seen = {name: each["text"] for name, each in now.items()}
        return [Shown(each["text"], [label for label, _ in buttons(each)]) for each in fresh]


def buttons(message: dict[str, Any]) -> list[tuple[str, str]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [(each["text"], each["callback_data"]) for row in rows for each in row]


@asynccontextmanager
async def visitor(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as client:
        yield client


@asynccontextmanager
async def phone(services: Services, twilio: FakeTwilio, **known: str) -> AsyncIterator[OnWhatsApp]:
    assert services.whatsapp
    await services.whatsapp.templates.make_missing("Lihat pilihan")
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.7:8000") as client:
        yield OnWhatsApp(client, services, twilio, **known)
