import asyncio

import httpx
import pytest
from telegrams import ME, FakeTelegram, Refused, said, update

from bot.channels.telegram.account import Account
from bot.channels.telegram.place import Place
from bot.errors import TryLater
from bot.messages import IncomingMessage

SAID = IncomingMessage("update:1", Place(7).address(), "x")
TAPPED = IncomingMessage("tap:q1", Place(-5, user=7, thread=3).address(), tapped="9")


async def test_who_the_bot_is_is_asked_once(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    assert (await telegram_account.me()).username == ME["username"]
    await telegram_account.me()
    assert len(fake_telegram.called("getMe")) == 1


async def test_who_the_bot_is_can_be_asked_again_after_a_failure(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("getMe", httpx.ConnectError("down"))
    with pytest.raises(TryLater):
        await telegram_account.me()
    assert (await telegram_account.me()).id == ME["id"]


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_message_is_acknowledged_by_typing(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    telegram_account.acknowledge(SAID)
    await settled()
    assert fake_telegram.calls == [("sendChatAction", {"chat_id": 7, "action": "typing"})]


async def test_a_tap_is_answered_at_once(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    telegram_account.acknowledge(TAPPED)
    await settled()
    assert fake_telegram.called("answerCallbackQuery") == [{"callback_query_id": "q1"}]
    assert fake_telegram.called("sendChatAction") == [
        {"chat_id": -5, "action": "typing", "message_thread_id": 3}
    ]


async def test_a_courtesy_that_fails_is_no_matter(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("answerCallbackQuery", Refused(400, "Bad Request: query is too old"))
    fake_telegram.fail("sendChatAction", httpx.ConnectError("down"))
    telegram_account.acknowledge(TAPPED)
    await settled()
    assert len(fake_telegram.calls) == 2


async def test_a_busy_bot_does_not_type(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    for _ in range(20):
        telegram_account.acknowledge(SAID)
    await settled()
    assert len(fake_telegram.calls) == 8


async def test_courtesies_end_with_the_account(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    telegram_account.acknowledge(SAID)
    await telegram_account.close()
    assert fake_telegram.calls == []


async def test_updates_are_fetched_and_those_that_cannot_be_read_are_passed_over(
    telegram_account: Account, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.updates = [
        update(1, message=said("lama")),
        update(2, message=said("halo")),
        update(3, message={**said("x"), "chat": {"id": "x", "type": "private"}}),
        update(4, callback_query={"id": "1", "from": ME, "chat_instance": ""}),
        update(5, message={**said("y"), "chat": {"id": None, "type": "private"}}),
    ]
    found = await telegram_account.fetch(2)
    assert [number for number, _ in found] == [2, 3, 4, 5]
    assert found[0][1] is not None
    assert found[0][1].text == "halo"
