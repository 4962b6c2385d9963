"""The whole program with everybody it meets, and senders whose every trait is told apart."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from canaries import Lines, in_folder, in_tables
from desks import Staffed
from fakes import FakeClock
from pictures import CANARIES, NAME, tell_everything
from receiving import URL, Receiver
from talkers import OnTelegram, OnTheWeb, phone
from telegrams import FakeTelegram
from twilio_double import FakeTwilio, media_url

from bot.tips.acting import Acting
from bot.wiring import Services

CHAT = 7_731_904_552
NUMBER = "6281377048119"
FILE, FILE_NAME = "kanari-file-id-4471", f"laporan {NAME}"
BROWSER, VISITOR = "KanariBrowser/41", "203.0.113.77"
MARK = "Zamrudkanari"
QUESTION, ANSWER = "Apakah kanaripertanyaan itu dua kotak?", "Betul, kanarijawaban tiga kotak."
WHO = {"first_name": "Kanariati", "last_name": "Rahasiawan", "username": "kanari_pelapor"}
PROFILE = "Kanari Profilrahasia"
SECRETS = (
    str(CHAT), NUMBER, FILE, FILE_NAME, BROWSER, VISITOR, MARK, *WHO.values(), PROFILE,
    "kanaripertanyaan", "kanarijawaban", media_url().rpartition("/")[2], *CANARIES,
)  # fmt: skip
STORY = (
    f"Kemarin Lurah Mampang membagikan kaus {MARK} di balai kelurahan Mampang kepada warga, "
    "dilihat banyak orang."
)
Talker = Any


@dataclass
class Wires(httpx.AsyncBaseTransport):
    """Everybody whom the program calls by HTTP."""

    telegram: FakeTelegram
    receiver: Receiver

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        meant = self.receiver if request.url.host == httpx.URL(URL).host else self.telegram
        return await meant.handle_async_request(request)


@dataclass
class Town:
    """The whole program, with a desk, a backend, and what is written down while it runs."""

    services: Services
    telegram: FakeTelegram
    twilio: FakeTwilio
    receiver: Receiver
    clock: FakeClock
    staffed: Staffed
    lines: Lines
    temporary: Path
    client: httpx.AsyncClient

    async def told(self, words: tuple[str, ...]) -> list[str]:
        """Return where *words* stand in clear."""
        written = "\n".join(self.lines.lines)
        return [
            *await in_tables(self.services.database, words),
            *in_folder(self.services.settings.data_dir, words),
            *in_folder(self.temporary, words),
            *(f"log: {word}" for word in words if word in written),
        ]

    async def acting(self) -> Acting:
        room, ring = self.services.tipping.desk, self.staffed.office.ring
        return Acting(room, ring, actor=await self.staffed.actor(name=f"p{self.staffed.seats}"))

    async def fetches(self) -> None:
        fetcher = self.services.evidence.fetcher
        while fetcher._woken and not fetcher._woken.done():
            await fetcher._woken
        await fetcher.run()


async def on_the_web(town: Town, stack: AsyncExitStack) -> tuple[Talker, Callable[[], Any]]:
    await town.client.get("/")
    talker = OnTheWeb(town.client)
    return talker, lambda: talker.sends_file(FILE_NAME, tell_everything("image/jpeg"))


async def on_telegram(town: Town, stack: AsyncExitStack) -> tuple[Talker, Callable[[], Any]]:
    town.telegram.files[FILE] = tell_everything("image/jpeg")
    document = {"file_id": FILE, "file_unique_id": "u", "file_name": FILE_NAME}
    talker = OnTelegram(town.client, town.telegram, chat=CHAT, **WHO)
    return talker, lambda: talker.sends_file(document=document)


async def on_whatsapp(town: Town, stack: AsyncExitStack) -> tuple[Talker, Callable[[], Any]]:
    town.twilio.media[media_url().rpartition("/")[2]] = tell_everything("image/jpeg")
    known = {"sender": f"whatsapp:+{NUMBER}", "ProfileName": PROFILE}
    talker = await stack.enter_async_context(phone(town.services, town.twilio, **known))
    return talker, lambda: talker.sends_file(media_url())


def shown(messages: list[Any]) -> str:
    return "\n".join(each.text for each in messages)
