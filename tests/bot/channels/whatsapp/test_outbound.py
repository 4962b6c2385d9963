import asyncio
import logging

import pytest
from fakes import FakeClock
from twilio_double import FakeTwilio

from bot.channels.whatsapp.outbound import WhatsAppChannel
from bot.channels.whatsapp.provider import Refused
from bot.errors import NeverAgain, TryLater
from bot.messages import Address, Choice, OutgoingMessage, Reply
from bot.wiring import Services

ANI = Address("whatsapp", "+6281200000001")
LATER = ["500", "503", "429", "reset", "lost", "garbage", 20429, 63018, 20003]
NEVER = [63016, 63024, 63003, 21610, 63014, 63032, 21211, 99999]
QUESTION = Reply("Anda siapa?", (Choice("role:pns", "PNS"), Choice("role:pppk", "PPPK")))
CARD = Reply("*DILARANG*\nJangan.", QUESTION.choices)


@pytest.fixture
def phone(on_whatsapp: Services) -> WhatsAppChannel:
    assert on_whatsapp.whatsapp
    return on_whatsapp.whatsapp.channel


@pytest.fixture
async def menus(on_whatsapp: Services) -> None:
    assert on_whatsapp.whatsapp
    await on_whatsapp.whatsapp.templates.make_missing("Lihat pilihan")


def message(clock: FakeClock, reply: Reply, name: str = "m1") -> OutgoingMessage:
    return OutgoingMessage(name, ANI, reply, posted_at=clock.now())


async def test_a_text_arrives_and_its_sid_is_the_copy(
    phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    copies = await phone.send(message(clock, Reply("*DILARANG*")))
    assert [(each.sid, each.to, each.text) for each in twilio.sent] == [
        (copies[0], "whatsapp:+6281200000001", "*DILARANG*")
    ]


@pytest.mark.usefixtures("menus")
async def test_choices_can_be_tapped(
    phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    copies = await phone.send(message(clock, CARD))
    card, menu = twilio.sent
    assert list(copies) == [card.sid, menu.sid]
    assert menu.choices == {"PNS": "role:pns", "PPPK": "role:pppk"}


@pytest.mark.parametrize("fault", LATER)
async def test_a_failure_that_may_pass_is_tried_again_and_said_once(
    fault: str | int, phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    twilio.faults = [fault]
    with pytest.raises(TryLater) as caught:
        await phone.send(message(clock, QUESTION))
    assert "62" not in str(caught.value)
    clock.forward(seconds=10)
    assert len(await phone.send(message(clock, QUESTION))) == 1
    assert len(twilio.sent) == 1


async def test_twilio_says_when_to_come_again(
    phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    twilio.faults = ["429"]
    with pytest.raises(TryLater) as caught:
        await phone.send(message(clock, QUESTION))
    assert caught.value.seconds == 7


@pytest.mark.parametrize("code", NEVER)
async def test_a_failure_that_stays_is_not_tried_again(
    code: int, phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    twilio.faults = [code]
    with pytest.raises(NeverAgain, match=str(code)) as caught:
        await phone.send(message(clock, QUESTION))
    assert "+62" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.usefixtures("menus")
async def test_what_has_arrived_is_not_repeated_when_the_rest_fails(
    phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    twilio.faults = [0, "500"]
    with pytest.raises(TryLater):
        await phone.send(message(clock, CARD))
    copies = await phone.send(message(clock, CARD))
    assert [each.sid for each in twilio.sent] == list(copies)
    assert len(copies) == 2


@pytest.mark.usefixtures("menus")
async def test_what_has_arrived_can_be_erased_though_the_rest_never_will(
    phone: WhatsAppChannel,
    twilio: FakeTwilio,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    twilio.faults = [0, 63024]
    assert await phone.send(message(clock, CARD)) == [twilio.sent[0].sid]
    assert "63024" in caplog.text


async def test_the_same_words_said_before_do_not_pass_for_a_lost_answer(
    phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    await phone.send(message(clock, Reply("Sama-sama"), "m1"))
    twilio.faults = ["reset"]
    with pytest.raises(TryLater):
        await phone.send(message(clock, Reply("Sama-sama"), "m2"))
    await phone.send(message(clock, Reply("Sama-sama"), "m2"))
    assert len(twilio.sent) == 2


@pytest.mark.usefixtures("menus")
@pytest.mark.parametrize("code", [20404, 21656])
async def test_a_menu_that_is_refused_is_said_as_numbered_text(
    code: int,
    phone: WhatsAppChannel,
    twilio: FakeTwilio,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    twilio.faults = [code]
    await phone.send(message(clock, QUESTION))
    assert [each.text for each in twilio.sent] == ["Anda siapa?\n\n1. PNS\n2. PPPK"]
    assert str(code) in caplog.text


async def test_a_day_after_the_person_wrote_nothing_is_sent(
    phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    late = message(clock, QUESTION)
    clock.forward(hours=23, minutes=54)
    await phone.send(late)
    clock.forward(minutes=2)
    with pytest.raises(NeverAgain, match="24 hours"):
        await phone.send(late)
    assert len(twilio.sent) == 1


async def test_a_message_that_is_being_sent_is_not_sent_beside_it(
    phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    outcomes = await asyncio.gather(
        *(phone.send(message(clock, QUESTION)) for _ in range(3)), return_exceptions=True
    )
    assert len(twilio.sent) == 1
    assert any(each == [twilio.sent[0].sid] for each in outcomes)
    assert all(isinstance(each, TryLater) or len(each) == 1 for each in outcomes)  # type: ignore[arg-type]


async def test_a_copy_is_emptied_then_deleted_and_may_be_gone_already(
    phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    (copy,) = await phone.send(message(clock, QUESTION))
    await phone.erase(ANI, copy)
    assert (twilio.emptied, twilio.gone) == ([copy], [copy])
    await phone.erase(ANI, copy)
    assert twilio.gone == [copy]


async def test_a_copy_that_is_on_its_way_is_erased_later(
    phone: WhatsAppChannel, twilio: FakeTwilio, clock: FakeClock
) -> None:
    (copy,) = await phone.send(message(clock, QUESTION))
    twilio.unfinished.add(copy)
    with pytest.raises(TryLater):
        await phone.erase(ANI, copy)
    assert twilio.gone == []


async def test_a_refusal_to_erase_is_told(
    phone: WhatsAppChannel, twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> None:
        raise Refused(30400)

    monkeypatch.setattr(phone._twilio, "call", refused)
    with pytest.raises(NeverAgain):
        await phone.erase(ANI, "SM1")


async def test_no_number_gets_into_the_log(
    phone: WhatsAppChannel,
    twilio: FakeTwilio,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        await phone.send(message(clock, QUESTION))
        twilio.faults = [21211]
        with pytest.raises(NeverAgain):
            await phone.send(message(clock, QUESTION, "m2"))
    assert "62812" not in caplog.text


async def test_attempts_are_not_remembered_without_end(
    phone: WhatsAppChannel,
    twilio: FakeTwilio,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.channels.whatsapp.outbound._REMEMBERED", 2)
    for number in range(4):
        twilio.faults = ["500"]
        with pytest.raises(TryLater):
            await phone.send(message(clock, QUESTION, f"m{number}"))
    assert len(phone._attempts) == 2
