from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegrams import NOW, TOKEN, FakeTelegram, Refused

from bot.channels.telegram.account import Account
from bot.commands import telegram_live
from bot.commands.telegram_live import examine, examine_telegram
from bot.doctor import Finding
from bot.settings import Settings

LATER = datetime.fromtimestamp(NOW, UTC) + timedelta(minutes=5)
URL = "https://jaga.example.id/webhooks/telegram"
SETTINGS = Settings(_env_file=None, public_base_url="https://jaga.example.id")


@dataclass
class Looked:
    account: Account
    fake: FakeTelegram

    async def over(self, settings: Settings = SETTINGS, **webhook: object) -> dict[str, Finding]:
        self.fake.webhook = {"url": URL, "pending_update_count": 0, **webhook}
        found = [each async for each in examine(self.account, settings, now=LATER)]
        return {each.about: each for each in found}


@pytest.fixture
async def looked(telegram_account: Account, fake_telegram: FakeTelegram) -> Looked:
    return Looked(telegram_account, fake_telegram)


async def test_a_bot_that_is_well_is_told_so(looked: Looked) -> None:
    found = await looked.over()
    assert all(each.well for each in found.values())
    assert "@jaga_test_bot" in found["telegram"].text
    assert found["telegram webhook"].text == URL
    assert found["telegram updates"].text == "0 wait to be delivered"


@pytest.mark.parametrize(
    ("webhook", "about", "advice"),
    [
        ({"url": ""}, "telegram webhook", "jaganetral telegram setup"),
        ({"url": "https://old.example/x"}, "telegram webhook", "https://old.example/x"),
        ({"allowed_updates": ["message"]}, "telegram webhook", "taps are not sent"),
        ({"pending_update_count": 101}, "telegram updates", "drops them after a day"),
    ],
)
async def test_what_is_wrong_is_told_with_what_to_do(
    webhook: dict[str, Any], about: str, advice: str, looked: Looked
) -> None:
    finding = (await looked.over(**webhook))[about]
    assert not finding.well
    assert advice in finding.text


@pytest.mark.parametrize(
    ("message", "advice"),
    [
        ("Wrong response from the webhook: 403 Forbidden", "TELEGRAM_WEBHOOK_SECRET"),
        ("Wrong response from the webhook: 404 Not Found", "the proxy does not pass"),
        ("Wrong response from the webhook: 502 Bad Gateway", "jaganetral serve"),
        ("Wrong response from the webhook: 500 Internal Server Error", "read its log"),
        ("SSL error {error:0A000086:certificate verify failed}", "certificate"),
        ("Failed to resolve host: Name or service not known", "DNS"),
        ("Connection refused", "firewall"),
        ("Connection timed out", "firewall"),
        ("Something new", "read the log"),
    ],
)
async def test_a_failure_to_deliver_is_explained(message: str, advice: str, looked: Looked) -> None:
    found = await looked.over(last_error_message=message, last_error_date=NOW)
    finding = found["telegram failures"]
    assert not finding.well
    assert message in finding.text
    assert advice in finding.text


async def test_an_old_failure_asks_for_nothing(looked: Looked) -> None:
    found = await looked.over(last_error_message="Connection refused", last_error_date=NOW - 9999)
    assert found["telegram failures"].well
    assert (await looked.over(last_error_message="x"))["telegram failures"].well


async def test_a_bot_that_hears_every_word_of_its_groups_is_told(looked: Looked) -> None:
    looked.fake.me["can_read_all_group_messages"] = True
    assert "/setprivacy" in (await looked.over())["telegram groups"].text


async def test_an_address_that_is_not_set_is_told(looked: Looked) -> None:
    bare = Settings(_env_file=None)
    assert "PUBLIC_BASE_URL" in (await looked.over(bare))["telegram webhook"].text


async def test_without_a_token_nothing_is_asked() -> None:
    assert await examine_telegram(SETTINGS, now=LATER) == []


async def test_a_token_that_is_not_known_is_one_finding(
    telegram_account: Account, fake_telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_telegram.fail("getMe", Refused(401, "Unauthorized"))
    monkeypatch.setattr(telegram_live, "telegram_account", lambda _: telegram_account)
    (finding,) = await examine_telegram(SETTINGS, now=LATER)
    assert not finding.well
    assert "@BotFather" in finding.text
    assert TOKEN not in finding.text


async def test_a_bot_that_answers_is_examined(
    telegram_account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_live, "telegram_account", lambda _: telegram_account)
    assert len(await examine_telegram(SETTINGS, now=LATER)) == 3
