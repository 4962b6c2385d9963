import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from telegrams import NOW, FakeTelegram, Refused

from bot.channels.port import BLOCKED
from bot.channels.telegram.account import Account
from bot.channels.telegram.announcing import TelegramAnnouncer
from bot.channels.telegram.place import Place
from bot.errors import AnswerLost, NeverAgain, TryLater, Unreachable
from bot.jobs.pacing import Pacer
from bot.messages import Announcement, Choice, Picture, Reply
from bot.wiring import Services

ANI = Place(7).address()
ENDS = datetime(2026, 11, 26, tzinfo=UTC)
PICTURE = Picture("abc", b"\x89PNG and so on")
REMINDER = Reply("*Besok* hari tenang.", (Choice("stop:", "Berhenti"),))


@pytest.fixture
def announcer(telegram_account: Account, services: Services) -> TelegramAnnouncer:
    return TelegramAnnouncer(telegram_account, pacer=Pacer(services.database))


async def test_an_announcement_is_shown_with_its_choices(
    announcer: TelegramAnnouncer, fake_telegram: FakeTelegram
) -> None:
    assert await announcer.announce(Announcement(ANI, REMINDER, ENDS)) == f"1001@{NOW}"
    (shown,) = fake_telegram.shown(7)
    assert shown["text"] == "Besok hari tenang."
    assert shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "stop:"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Refused(429, "Too Many Requests: retry after 9", retry_after=9), TryLater),
        (httpx.ConnectError("refused"), TryLater),
        (httpx.ConnectTimeout("slow"), TryLater),
        (httpx.ReadTimeout("lost"), AnswerLost),
        (httpx.ReadError("reset"), AnswerLost),
        (Refused(502, "Bad Gateway"), AnswerLost),
        (Refused(400, "Bad Request: chat not found"), NeverAgain),
    ],
)
async def test_a_failure_says_whether_it_may_have_been_taken_and_nothing_is_tried_twice(
    fault: Exception,
    expected: type[Exception],
    announcer: TelegramAnnouncer,
    fake_telegram: FakeTelegram,
) -> None:
    fake_telegram.fail("sendMessage", fault)
    with pytest.raises(expected) as caught:
        await announcer.announce(Announcement(ANI, REMINDER, ENDS))
    assert type(caught.value) is expected
    assert len(fake_telegram.called("sendMessage")) == 1


async def test_who_blocked_the_bot_is_the_reason(
    announcer: TelegramAnnouncer, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.gone.add(7)
    with pytest.raises(Unreachable) as caught:
        await announcer.announce(Announcement(ANI, REMINDER, ENDS))
    assert caught.value.reason == BLOCKED


async def test_what_does_not_fit_in_one_message_is_not_sent_in_parts(
    announcer: TelegramAnnouncer, fake_telegram: FakeTelegram
) -> None:
    with pytest.raises(NeverAgain):
        await announcer.announce(Announcement(ANI, Reply("panjang " * 600), ENDS))
    assert fake_telegram.called("sendMessage") == []


async def test_a_picture_and_its_text_are_one_message(
    announcer: TelegramAnnouncer, fake_telegram: FakeTelegram
) -> None:
    shown_with = Announcement(ANI, REMINDER, ENDS, picture=PICTURE)
    assert await announcer.announce(shown_with) == f"1001@{NOW}"
    (shown,) = fake_telegram.shown(7)
    assert shown["caption"] == "Besok hari tenang."
    assert shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "stop:"
    assert fake_telegram.called("sendPhoto")[0]["photo"] == PICTURE.content


async def test_a_picture_is_uploaded_once_for_all(
    announcer: TelegramAnnouncer, fake_telegram: FakeTelegram
) -> None:
    people = [Place(number).address() for number in range(7, 15)]
    await asyncio.gather(
        *(announcer.announce(Announcement(to, REMINDER, ENDS, picture=PICTURE)) for to in people)
    )
    photos = [each["photo"] for each in fake_telegram.called("sendPhoto")]
    assert (photos[0], set(photos[1:])) == (PICTURE.content, {"photo-0"})
    other = Picture("another", b"\x89PNG another")
    await announcer.announce(Announcement(ANI, REMINDER, ENDS, picture=other))
    assert fake_telegram.called("sendPhoto")[-1]["photo"] == other.content


async def test_who_follows_a_failed_upload_brings_the_picture_again(
    announcer: TelegramAnnouncer, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("sendPhoto", Refused(502, "Bad Gateway"))
    shown_with = Announcement(ANI, REMINDER, ENDS, picture=PICTURE)
    with pytest.raises(AnswerLost):
        await announcer.announce(shown_with)
    await announcer.announce(shown_with)
    assert len(fake_telegram.called("sendPhoto")) == 2
