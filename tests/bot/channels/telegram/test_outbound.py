from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fakes import FakeClock
from telegrams import NOW, FakeTelegram, Refused

from bot.channels.telegram.account import Account
from bot.channels.telegram.outbound import TelegramChannel
from bot.channels.telegram.place import Place
from bot.errors import NeverAgain, TryLater
from bot.jobs.pacing import Pacer
from bot.messages import PRIVATE, Address, Choice, OutgoingMessage, Reply
from bot.wiring import Services

ANI = Place(7).address()
IN_GROUP = Place(-1005, user=7, thread=3, quoted=40).address()
LIST = Reply("Topik", (Choice("topic:a", "Media sosial"),), in_place=True)


class Naps:
    """Remember how long the channel would have slept."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def nap(self, seconds: float) -> None:
        if seconds:
            self.taken.append(seconds)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def telegram(
    telegram_account: Account, services: Services, clock: FakeClock, naps: Naps
) -> TelegramChannel:
    clock.moment = datetime.fromtimestamp(NOW, UTC)
    pacer = Pacer(services.database, sleep=naps.nap)
    return TelegramChannel(telegram_account, pacer=pacer, clock=clock, sleep=naps.nap)


def out(reply: Reply, to: Address = ANI, *, replaces: str = "") -> OutgoingMessage:
    return OutgoingMessage("m1", to, reply, replaces)


async def test_a_reply_is_shown_with_its_buttons_and_its_copy_is_named(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    reply = Reply("*Boleh*", (Choice("law:x", "Dasar hukum"),))
    assert await telegram.send(out(reply)) == [f"1001@{NOW}"]
    (shown,) = fake_telegram.shown(7)
    assert shown["text"] == "Boleh"
    assert shown["reply_markup"]["inline_keyboard"] == [
        [{"text": "Dasar hukum", "callback_data": "law:x"}]
    ]
    (call,) = fake_telegram.called("sendMessage")
    assert call["link_preview_options"] == {"is_disabled": True}


async def test_the_buttons_of_a_long_reply_are_below_its_last_part(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    reply = Reply("Kalimat. " * 600, (Choice("a:", "Ya"),))
    assert len(await telegram.send(out(reply))) == 2
    first, second = fake_telegram.shown(7)
    assert "reply_markup" not in first
    assert "reply_markup" in second


async def test_a_reply_in_a_group_quotes_who_asked_in_the_same_topic(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    await telegram.send(out(Reply("Boleh"), IN_GROUP))
    (call,) = fake_telegram.called("sendMessage")
    assert call["chat_id"] == -1005
    assert call["message_thread_id"] == 3
    assert call["reply_parameters"] == {"message_id": 40, "allow_sending_without_reply": True}


async def test_the_way_to_a_private_talk_leads_to_this_bot(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    await telegram.send(out(Reply("x", (Choice(PRIVATE, "Pribadi"),)), IN_GROUP))
    (shown,) = fake_telegram.shown(-1005)
    button = shown["reply_markup"]["inline_keyboard"][0][0]
    assert button["url"] == "https://t.me/jaga_test_bot"


async def test_a_list_that_was_tapped_changes_in_place(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    await telegram.send(out(Reply("Menu", (Choice("topics:", "Topik"),))))
    assert await telegram.send(out(LIST, replaces="1001")) == ()
    (shown,) = fake_telegram.shown(7)
    assert shown["text"] == "Topik"


async def test_a_list_that_shows_it_already_is_left_alone(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    await telegram.send(out(LIST))
    assert await telegram.send(out(LIST, replaces="1001")) == ()
    assert len(fake_telegram.shown(7)) == 1


async def test_a_list_that_is_gone_is_sent_anew(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    assert await telegram.send(out(LIST, replaces="999")) == [f"1001@{NOW}"]
    assert fake_telegram.shown(7)[0]["text"] == "Topik"


async def test_what_is_too_long_for_one_message_is_sent_anew(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    await telegram.send(out(LIST))
    long = Reply("Kalimat. " * 600)
    assert len(await telegram.send(out(long, replaces="1001"))) == 2
    assert fake_telegram.called("editMessageText") == []


@pytest.mark.parametrize(
    "error",
    [
        Refused(403, "Forbidden: bot was blocked by the user"),
        Refused(403, "Forbidden: user is deactivated"),
        Refused(400, "Bad Request: chat not found"),
        Refused(400, "Bad Request: group upgraded", migrate_to_chat_id=-9),
    ],
)
async def test_what_no_repetition_mends_is_never_tried_again(
    error: Exception, telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("sendMessage", error)
    with pytest.raises(NeverAgain):
        await telegram.send(out(Reply("x")))


@pytest.mark.parametrize(
    "error",
    [
        Refused(500, "Internal Server Error"),
        Refused(502, "Bad Gateway"),
        Refused(401, "Unauthorized"),
        httpx.ConnectError("reset"),
        httpx.RemoteProtocolError("lost"),
    ],
)
async def test_what_may_pass_is_tried_later(
    error: Exception, telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("sendMessage", error, error)
    with pytest.raises(TryLater) as caught:
        await telegram.send(out(Reply("rahasia")))
    assert caught.value.seconds is None
    assert "rahasia" not in str(caught.value)
    assert len(fake_telegram.calls) == 2


async def test_a_hiccup_is_got_over_at_once(
    telegram: TelegramChannel, fake_telegram: FakeTelegram, naps: Naps
) -> None:
    fake_telegram.fail("sendMessage", Refused(502, "Bad Gateway"))
    assert await telegram.send(out(Reply("x"))) == [f"1001@{NOW}"]
    assert naps.taken[0] == 1


async def test_who_does_not_answer_is_not_asked_twice_in_a_row(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("sendMessage", httpx.ReadTimeout("slow"))
    with pytest.raises(TryLater) as caught:
        await telegram.send(out(Reply("x")))
    assert caught.value.seconds == 10
    assert len(fake_telegram.calls) == 1


async def test_a_short_wait_that_telegram_asks_for_is_waited_at_once(
    telegram: TelegramChannel, fake_telegram: FakeTelegram, naps: Naps
) -> None:
    fake_telegram.fail("sendMessage", Refused(429, "Too Many Requests", retry_after=2))
    assert await telegram.send(out(Reply("x"))) == [f"1001@{NOW}"]
    assert naps.taken[0] == 2


async def test_a_long_wait_that_telegram_asks_for_is_left_to_the_sweep(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("sendMessage", Refused(429, "Too Many Requests", retry_after=40))
    with pytest.raises(TryLater) as caught:
        await telegram.send(out(Reply("x")))
    assert caught.value.seconds == 40


async def test_a_busy_chat_is_slowed_down(telegram: TelegramChannel, naps: Naps) -> None:
    for _ in range(6):
        await telegram.send(out(Reply("x")))
    assert [round(each) for each in naps.taken if each > 0.5] == [1, 2]


async def test_a_busy_group_waits_for_the_sweep_when_its_minute_is_full(
    telegram: TelegramChannel,
) -> None:
    for _ in range(7):
        await telegram.send(out(Reply("x"), IN_GROUP))
    with pytest.raises(TryLater) as caught:
        await telegram.send(out(Reply("x"), IN_GROUP))
    assert (caught.value.seconds or 0) > 5


async def test_a_copy_is_deleted_while_telegram_allows_it(
    telegram: TelegramChannel, fake_telegram: FakeTelegram, clock: FakeClock
) -> None:
    (copy,) = await telegram.send(out(Reply("x")))
    clock.forward(hours=47)
    await telegram.erase(ANI, copy)
    assert fake_telegram.shown(7) == []
    await telegram.erase(ANI, copy)


async def test_a_copy_older_than_two_days_is_left(
    telegram: TelegramChannel, fake_telegram: FakeTelegram, clock: FakeClock
) -> None:
    clock.moment += timedelta(hours=48)
    with pytest.raises(NeverAgain):
        await telegram.erase(ANI, f"1@{NOW}")
    assert fake_telegram.calls == []


async def test_a_copy_that_may_not_be_deleted_is_left(
    telegram: TelegramChannel, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("deleteMessage", Refused(400, "Bad Request: message can't be deleted"))
    with pytest.raises(NeverAgain):
        await telegram.erase(ANI, f"1@{NOW}")
