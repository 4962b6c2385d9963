"""A person on each channel: the same talk, whatever carries it."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from fakes import FakeChannel

from bot.channels import terminal
from bot.channels.text import numbered, plain
from bot.messages import IncomingMessage
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


@pytest.fixture(params=["web", "terminal"])
async def talker(
    request: pytest.FixtureRequest, services: Services, channel: FakeChannel
) -> AsyncIterator[OnTheWeb | InTheTerminal]:
    if request.param == "terminal":
        yield InTheTerminal(services, channel)
        return
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as client:
        await client.get("/")
        yield OnTheWeb(client)
