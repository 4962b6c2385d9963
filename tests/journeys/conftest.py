"""A person on each channel: the same talk, whatever carries it."""

from collections.abc import AsyncIterator

import pytest
from fakes import FakeChannel
from talkers import InTheTerminal, OnTelegram, OnTheWeb, OnWhatsApp, phone, visitor
from telegrams import FakeTelegram
from twilio_double import FakeTwilio

from bot.wiring import Services


@pytest.fixture(params=["web", "terminal", "telegram", "whatsapp"])
async def talker(
    request: pytest.FixtureRequest,
    services: Services,
    channel: FakeChannel,
    telegram_services: Services,
    fake_telegram: FakeTelegram,
    on_whatsapp: Services,
    twilio: FakeTwilio,
) -> AsyncIterator[OnTheWeb | InTheTerminal | OnTelegram | OnWhatsApp]:
    match request.param:
        case "terminal":
            yield InTheTerminal(services, channel)
        case "web":
            async with visitor(services) as client:
                await client.get("/")
                yield OnTheWeb(client)
        case "telegram":
            async with visitor(telegram_services) as client:
                yield OnTelegram(client, fake_telegram)
        case "whatsapp":
            async with phone(on_whatsapp, twilio) as somebody:
                yield somebody
