"""Being told later what staff answered, on every channel."""

from typing import Any

from askers import ANSWER, FERRY, inquiries, staff_answer
from fakes import FakeChannel, FakeClock
from talkers import InTheTerminal, OnTelegram, OnTheWeb
from telegrams import FakeTelegram
from twilio_double import FakeTwilio

from bot.wiring import Services

Talker = Any


async def test_who_wants_to_be_told_is_told_once(
    talker: Talker,
    services: Services,
    telegram_services: Services,
    on_whatsapp: Services,
    channel: FakeChannel,
    fake_telegram: FakeTelegram,
    twilio: FakeTwilio,
) -> None:
    for _ in range(2):
        (declined,) = await talker.says(FERRY)
        assert "Kabari saya" in declined.labels
        assert "Anda setuju" in declined.text
        (promised,) = await talker.taps("Kabari saya")
        assert "satu kali saja" in promised.text
    assert len(await inquiries(services)) == 1
    match talker:
        case OnTheWeb() | InTheTerminal():
            mine = services
        case OnTelegram():
            mine = telegram_services
        case _:
            mine = on_whatsapp
    await staff_answer(services)
    await staff_answer(services)
    await mine.sender.sweep()
    later = [*await talker.says("/menu"), *await talker.says("/topik")]
    shown = {
        OnTheWeb: [each.text for each in later],
        InTheTerminal: [each.reply.text for each in channel.sent],
        OnTelegram: [each["text"] for each in fake_telegram.shown(7)],
    }.get(type(talker), [each.text for each in twilio.sent])
    assert sum(ANSWER in each for each in shown) == 1
    assert await inquiries(services) == []


async def test_on_whatsapp_a_late_answer_goes_out_with_the_turn_when_they_write(
    talker: Talker, on_whatsapp: Services, clock: FakeClock, twilio: FakeTwilio
) -> None:
    if isinstance(talker, OnTheWeb | InTheTerminal | OnTelegram):
        return
    await talker.says(FERRY)
    await talker.taps("Kabari saya")
    clock.forward(days=3)
    await on_whatsapp.retention.erase()
    assert (await staff_answer(on_whatsapp, entry="like-unggahan-calon")).waiting == 1
    await on_whatsapp.sender.sweep()
    assert not any(ANSWER in each.text for each in twilio.sent)
    menu, told = await talker.says("/menu")
    assert "Kabari" not in menu.text
    assert ANSWER in told.text
    (card, *_) = (
        await talker.taps(told.labels[0])
        if told.labels
        else await talker.says(told.text.splitlines()[-1].partition(". ")[0])
    )
    assert "Nomor jawaban" in card.text
    assert not any(ANSWER in each.text for each in await talker.says("/menu"))
