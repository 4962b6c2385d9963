import logging
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from canaries import Lines
from desks import Staffed
from fakes import FakeClock
from receiving import SECRET as REPORTING_SECRET
from receiving import URL, Receiver
from telegrams import SECRET, TOKEN, FakeTelegram
from tipping import Office
from towns import BROWSER, VISITOR, Town, Wires
from twilio_double import BASE, WHATSAPP, FakeTwilio

from bot import logs
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import build
from webhooks.app import create_app


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
