"""From a sender's first word to the backend's answer, nothing of it stands anywhere in clear."""

import asyncio
import json
import logging
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from canaries import Lines, in_folder, in_tables, table_names
from desks import Staffed
from fakes import FakeClock
from pictures import CANARIES, NAME, tell_everything
from receiving import SECRET as REPORTING_SECRET
from receiving import URL, Receiver, echoing, posted
from talkers import OnTelegram, OnTheWeb, phone
from telegrams import SECRET, TOKEN, FakeTelegram
from tipping import Office
from twilio_double import BASE, WHATSAPP, FakeTwilio, media_url

from bot import logs
from bot.jobs.engine import Job
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.tips.acting import Acting
from bot.tips.desk import Desk
from bot.tips.dispatch import Dispatch
from bot.tips.receipt import find_receipt, grouped
from bot.tips.search import Index
from bot.wiring import Services, build
from knowledge.language import tokens
from webhooks.app import create_app

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


@pytest.fixture
async def town(
    settings: Settings,
    clock: FakeClock,
    guide: LiveGuide,
    fake_telegram: FakeTelegram,
    twilio: FakeTwilio,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Town]:
    temporary, lines, receiver = tmp_path / "temporary", Lines(), Receiver()
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    logs.configure("DEBUG")
    logging.getLogger().addHandler(lines)
    chosen = settings.model_copy(update=WHATSAPP).model_copy(
        update={
            **Settings(
                _env_file=None,
                telegram_bot_token=TOKEN,
                telegram_webhook_secret=SECRET,
                reporting_backend="webhook",
                reporting_url=URL,
                reporting_secret=REPORTING_SECRET,
            ).model_dump(
                include={
                    "telegram_bot_token",
                    "telegram_webhook_secret",
                    "reporting_backend",
                    "reporting_url",
                    "reporting_secret",
                }
            )
        }
    )
    services = build(chosen, clock=clock, guide=guide, transport=Wires(fake_telegram, receiver))
    office = Office(services.database, services.key, clock)
    await office.opens()
    await services.forwarder.announce()
    transport = httpx.ASGITransport(create_app(services), client=(VISITOR, 5000))
    async with httpx.AsyncClient(
        transport=transport, base_url=BASE, headers={"User-Agent": BROWSER}
    ) as client:
        yield Town(
            services, fake_telegram, twilio, receiver, clock, Staffed(office), lines, temporary,
            client,
        )  # fmt: skip
    logging.getLogger().removeHandler(lines)
    await services.close()


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


async def tells(town: Town, talker: Talker, send_file: Callable[[], Awaitable[Any]]) -> str:
    """Lead a sender to a receipt, and return it."""
    await talker.says("/lapor")
    await talker.taps("Mulai")
    assert "Ada bukti?" in shown(await talker.says(STORY))
    assert "Berkas" in shown(await send_file())
    await town.fetches()
    assert "Dari mana" in shown(await talker.says("cukup"))
    asked = shown(await talker.taps("Saya lihat sendiri"))
    assert "berkas asli" in asked
    assert await town.told(SECRETS) == []
    assert MARK in shown(await talker.taps("Tidak"))
    return find_receipt(shown(await talker.taps("Kirim")))


async def asks(town: Town, receipt: str) -> str:
    """Have staff read the tip and ask its sender; return its number."""
    await town.services.tipping.mover.move_parcels()
    acting = await town.acting()
    desk = Desk(acting, Index(tokens))
    async with town.services.database.reading() as connection:
        (tip,) = await in_hand(connection)
    opened = await desk.open(tip)
    assert MARK in opened.case.account.story
    assert len(opened.case.evidence) == 1
    await desk.ask(tip, QUESTION)
    return tip


async def in_hand(connection: Any) -> list[str]:  # noqa: ANN401
    rows = await connection.exec_driver_sql("SELECT id FROM tips")
    return [name for (name,) in rows]


async def forwards(town: Town, tip: str) -> None:
    """Have staff forward a tip to a backend that fails loudly at first, and then takes it."""
    await town.services.tipping.mover.move_parcels()
    dispatch = Dispatch(await town.acting())
    await dispatch.redact(tip, ["saksi"])
    town.receiver.troubles = [echoing]
    await dispatch.forward(tip, "bkn", reason="Unsurnya lengkap.")
    await town.services.forwarder.run()
    while town.services.forwarder._running.locked():
        await asyncio.sleep(0.01)
    assert town.receiver.reports == {}
    town.clock.forward(minutes=5)
    assert await town.services.forwarder.run() == 1
    assert MARK in json.dumps(list(town.receiver.reports.values()))
    body, headers = posted("BWS-1", "ditindaklanjuti", now=town.clock.now())
    taken = await town.client.post("/webhooks/reporting", content=body, headers=headers)
    assert taken.json() == {"changed": True}


async def runs_jobs(town: Town) -> None:
    """Have the job engine write about its jobs, one of which fails with the story in its words."""
    failed, moved = asyncio.Event(), asyncio.Event()

    async def fail() -> int:
        failed.set()
        raise ValueError(STORY)

    async def move() -> int:
        moved.set()
        return await town.services.tipping.mover.move_parcels()

    every_second = "* * * * * *"
    await town.services.job_engine.launch(
        {"parcels": Job(every_second, move), "broken": Job(every_second, fail)}
    )
    try:
        async with asyncio.timeout(60):
            await failed.wait()
            await moved.wait()
    finally:
        await town.services.job_engine.close()


@pytest.mark.filterwarnings("default")  # of the job engine
@pytest.mark.parametrize("begin", [on_the_web, on_telegram, on_whatsapp])
async def test_nothing_of_a_journey_stands_in_clear_anywhere(
    begin: Callable[..., Awaitable[tuple[Talker, Callable[[], Any]]]], town: Town
) -> None:
    async with AsyncExitStack() as stack:
        talker, send_file = await begin(town, stack)
        receipt = await tells(town, talker, send_file)
        tip = await asks(town, receipt)
        town.clock.forward(minutes=2)
        assert QUESTION in shown(await talker.says(f"/status {receipt}"))
        await talker.taps("Jawab petugas")
        await talker.says(ANSWER)
        assert "Terkirim ke petugas" in shown(await talker.says("kirim"))
        await forwards(town, tip)
        town.clock.forward(minutes=2)
        told = shown(await talker.says(f"/status {receipt}"))
        assert "Ditindaklanjuti" in told
        await runs_jobs(town)
        assert any("workflow_status" in name for name in await table_names(town.services.database))
        cookies = tuple(town.client.cookies.values())
        words = (*SECRETS, *cookies, receipt, grouped(receipt))
        assert await town.told(words) == []
    assert any("job broken failed" in line for line in town.lines.lines)


async def test_the_search_for_words_finds_them_where_they_are(town: Town) -> None:
    (town.temporary / "left.txt").write_text(MARK)
    logging.getLogger("bot").warning("somebody wrote %s", MARK)
    async with town.services.database.transaction() as connection:
        await connection.exec_driver_sql(
            f"INSERT INTO unanswered (id, question, day) VALUES ('1', '{MARK}', '2026-11-25')"
        )
    assert {each.partition(":")[0] for each in await town.told((MARK,))} >= {"log", "left.txt"}
    assert any("unanswered" in each for each in await town.told((MARK,)))
