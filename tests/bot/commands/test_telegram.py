import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest
from fakes import FakeClock
from telegrams import SECRET, TOKEN, FakeTelegram, said, update
from typer.testing import CliRunner

from bot.channels.telegram.account import Account
from bot.cli import app
from bot.commands import telegram
from bot.commands.telegram import fetch_on, listen, set_up
from bot.errors import JagaNetralError, SettingsError
from bot.messages import IncomingMessage
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import build

URL = "https://jaga.example.id"


@pytest.fixture
def told(telegram_settings: Settings) -> Settings:
    return telegram_settings.model_copy(update={"public_base_url": URL})


async def test_setting_up_says_what_it_changed_and_what_was_right(
    telegram_account: Account, fake_telegram: FakeTelegram, told: Settings, guide: LiveGuide
) -> None:
    first = await set_up(telegram_account, told, guide.current.phrases)
    assert [each.about for each in first] == [
        "webhook",
        "commands",
        "description",
        "short description",
    ]
    assert all(each.changed for each in first)
    assert fake_telegram.webhook["url"] == f"{URL}/webhooks/telegram"
    again = Account(TOKEN, root="https://telegram.test", transport=fake_telegram)
    second = await set_up(again, told, guide.current.phrases)
    assert not any(each.changed for each in second)


async def test_setting_up_needs_an_address(
    telegram_account: Account, settings: Settings, guide: LiveGuide
) -> None:
    with pytest.raises(SettingsError, match="telegram poll"):
        await set_up(telegram_account, settings, guide.current.phrases)


class Ended(Exception):
    """Ends a loop that has no end."""


class Naps:
    """Remember how long was waited, and end the loop when there were enough waits."""

    def __init__(self, most: int) -> None:
        self.taken: list[float] = []
        self.most = most

    async def nap(self, seconds: float) -> None:
        self.taken.append(seconds)
        if len(self.taken) == self.most:
            raise Ended


async def fetch_until(
    telegram_account: Account,
    fake_telegram: FakeTelegram,
    accept: Callable[[IncomingMessage], Awaitable[None]],
) -> list[int | None]:
    """Fetch three times and return from where on."""
    before = len(fake_telegram.called("getUpdates"))
    fetching = asyncio.create_task(fetch_on(telegram_account, accept))
    while len(fake_telegram.called("getUpdates")) < before + 3 and not fetching.done():
        await asyncio.sleep(0)
    fetching.cancel()
    await asyncio.gather(fetching, return_exceptions=True)
    return [call.get("offset") for call in fake_telegram.called("getUpdates")[before:]]


async def test_the_next_fetch_begins_after_what_was_accepted(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.updates = [update(5, message=said("satu")), update(6, edited_message=said("x"))]
    taken: list[str] = []

    async def accept(message: IncomingMessage) -> None:
        taken.append(message.text)

    assert await fetch_until(telegram_account, fake_telegram, accept) == [None, 7, 7]
    assert taken == ["satu"]


async def test_what_was_not_accepted_is_fetched_again(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.updates = [update(5, message=said("satu")), update(6, message=said("dua"))]
    taken: list[str] = []

    async def accept(message: IncomingMessage) -> None:
        taken.append(message.text)
        if taken == ["satu", "dua"]:
            raise Ended

    assert await fetch_until(telegram_account, fake_telegram, accept) == [None]
    assert await fetch_until(telegram_account, fake_telegram, accept) == [None, 7, 7]
    assert taken == ["satu", "dua", "satu", "dua"]


async def test_a_provider_that_is_down_is_asked_again_after_a_pause(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("getUpdates", *[httpx.ConnectError("down")] * 2)
    naps = Naps(2)

    async def accept(message: IncomingMessage) -> None:
        raise AssertionError(message)

    with pytest.raises(Ended):
        await fetch_on(telegram_account, accept, sleep=naps.nap)
    assert naps.taken == [3, 3]


@pytest.mark.filterwarnings("default")
async def test_polling_answers_what_people_wrote(
    told: Settings, fake_telegram: FakeTelegram, guide: LiveGuide, clock: FakeClock
) -> None:
    fake_telegram.updates = [update(5, message=said("/mulai"))]
    listening = asyncio.create_task(
        listen(build(told, clock=clock, guide=guide, transport=fake_telegram), take_over=False)
    )
    while not fake_telegram.shown(7):
        assert not listening.done(), listening.result()
        await asyncio.sleep(0.01)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert "JagaNetral" in fake_telegram.shown(7)[0]["text"]


@pytest.mark.filterwarnings("default")
async def test_polling_does_not_take_over_from_a_webhook_unasked(
    told: Settings, fake_telegram: FakeTelegram, guide: LiveGuide, clock: FakeClock
) -> None:
    fake_telegram.webhook["url"] = f"{URL}/webhooks/telegram"
    services = build(told, clock=clock, guide=guide, transport=fake_telegram)
    with pytest.raises(JagaNetralError, match="--take-over"):
        await listen(services, take_over=False)
    services = build(told, clock=clock, guide=guide, transport=fake_telegram)
    listening = asyncio.create_task(listen(services, take_over=True))
    while not fake_telegram.called("getUpdates"):
        await asyncio.sleep(0.01)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert fake_telegram.webhook["url"] == ""


async def test_without_a_token_nobody_listens(settings: Settings, guide: LiveGuide) -> None:
    services = build(settings, guide=guide)
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN"):
        await listen(services, take_over=False)
    await services.close()


@pytest.fixture
def environment(told: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("PUBLIC_BASE_URL", URL)
    monkeypatch.setenv("DATABASE_URL", told.database_url.get_secret_value())


@pytest.mark.usefixtures("environment")
def test_the_command_sets_up(fake_telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Account(TOKEN, root="https://telegram.test", transport=fake_telegram)
    monkeypatch.setattr(telegram, "telegram_account", lambda _: made)
    result = CliRunner().invoke(app, ["telegram", "setup"])
    assert result.exit_code == 0, result.output
    assert "changed webhook: https://jaga.example.id/webhooks/telegram" in result.output


@pytest.mark.usefixtures("environment")
def test_the_command_polls_until_it_is_stopped(
    settings: Settings, guide: LiveGuide, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    async def stopped(services: object, *, take_over: bool) -> None:
        asked.append(take_over)
        raise KeyboardInterrupt

    monkeypatch.setattr(telegram, "build", lambda given: given)
    monkeypatch.setattr(telegram, "listen", stopped)
    result = CliRunner().invoke(app, ["telegram", "poll", "--take-over"])
    assert result.exit_code == 0, result.output
    assert asked == [True]


def test_without_a_token_the_commands_say_what_to_paste() -> None:
    for command in ("setup", "poll"):
        result = CliRunner().invoke(app, ["telegram", command])
        assert "@BotFather" in str(result.exception)
