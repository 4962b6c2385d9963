import httpx
import pytest
from telegrams import SECRET, FakeTelegram, Refused

from bot.channels.telegram.account import Account
from bot.channels.telegram.hook import look_up, remove_hook, settle_hook
from bot.errors import JagaNetralError, SettingsError

URL = "https://jaga.example.id/webhooks/telegram"


async def test_the_webhook_is_registered_with_its_secret(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    settled = await settle_hook(telegram_account.bot, URL, secret=SECRET)
    assert str(settled) == f"changed webhook: {URL}"
    assert fake_telegram.called("setWebhook") == [
        {
            "url": URL,
            "secret_token": SECRET,
            "allowed_updates": ["message", "callback_query"],
            "max_connections": 40,
        }
    ]


async def test_a_webhook_that_is_right_gets_its_secret_again(telegram_account: Account) -> None:
    await settle_hook(telegram_account.bot, URL, secret=SECRET)
    settled = await settle_hook(telegram_account.bot, URL, secret=SECRET)
    assert not settled.changed
    assert "secret was sent again" in settled.text


async def test_a_webhook_that_misses_taps_is_mended(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.webhook |= {"url": URL, "allowed_updates": ["message"]}
    assert (await settle_hook(telegram_account.bot, URL, secret=SECRET)).changed


async def test_a_webhook_can_be_removed(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.webhook["url"] = URL
    await remove_hook(telegram_account.bot)
    assert (await look_up(telegram_account.bot)).url == ""


@pytest.mark.parametrize(
    ("error", "kind", "advice"),
    [
        (Refused(401, "Unauthorized"), SettingsError, "@BotFather"),
        (Refused(400, "Bad Request: bad webhook: HTTPS"), JagaNetralError, "Bad webhook"),
        (httpx.ConnectError("no route"), JagaNetralError, "TELEGRAM_API_BASE_URL"),
    ],
)
async def test_what_stands_in_the_way_is_told_with_what_to_do(
    error: Exception,
    kind: type[JagaNetralError],
    advice: str,
    telegram_account: Account,
    fake_telegram: FakeTelegram,
) -> None:
    fake_telegram.fail("getWebhookInfo", error)
    with pytest.raises(kind, match=advice):
        await look_up(telegram_account.bot)
