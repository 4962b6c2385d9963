"""One person through every room: a photo, a tip, its status, a reminder and the last word."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from actors import FakeActor
from desks import Staffed
from fakes import FakeClock
from sqlalchemy import text
from talkers import OnTelegram, OnWhatsApp
from telegrams import FakeTelegram
from tipping import DAY, Office

from bot.broadcasts.broadcast import Broadcast, Content
from bot.contacts.contact import Audience, Category
from bot.keypair import KeyPair
from bot.tips.acting import Acting
from bot.tips.desk import Desk
from bot.tips.dispatch import Dispatch
from bot.tips.keys import Lock, worker_key
from bot.tips.receipt import find_receipt
from bot.tips.search import Index
from bot.tips.store import keys
from bot.tips.tip import Status
from bot.wiring import Services
from knowledge.language import tokens

Talker = Any
CAPTION = "boleh gak posting selfie bareng caleg?"
STORY = "Kemarin Lurah Mampang membagikan kaus calon di balai kelurahan Mampang."
NUMBER = "2026-0001"  # of the register's first entry


def shown(messages: Iterable[Any]) -> str:
    return "\n".join(each.text for each in messages)


async def asks_with_a_photo(talker: Talker) -> str:
    """Ask beside a photo; where no photo has a caption, ask in words."""
    match talker:
        case OnTelegram():
            photo = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
            return shown(await talker.sends_file(photo=photo, caption=CAPTION))
        case OnWhatsApp():
            media = {"MediaUrl0": "https://api.twilio.com/a", "MediaContentType0": "image/jpeg"}
            return shown(await talker._post(Body=CAPTION, NumMedia="1", **media))
        case _:
            return shown(await talker.says(CAPTION))


async def opened(services: Services, pair: KeyPair) -> None:
    """Give the desk and the worker their keys."""
    settings = services.settings
    worker = worker_key(settings.worker_key.get_secret_value(), settings.worker_key_file)
    async with services.database.transaction() as connection:
        await keys.publish(connection, keys.Owner.DESK, Lock(pair.public), day=DAY)
        await keys.publish(connection, keys.Owner.WORKER, Lock(worker.public), day=DAY)


async def forwarded(services: Services, office: Office) -> None:
    """Move the tip to the desk and forward it to the register."""
    await services.tipping.mover.move_parcels()
    async with services.database.reading() as connection:
        (tip,) = (await connection.execute(text("SELECT id FROM tips"))).scalars()
    acting = Acting(services.tipping.desk, office.ring, actor=await Staffed(office).actor())
    await Desk(acting, Index(tokens)).open(tip)
    dispatch = Dispatch(acting)
    await dispatch.redact(tip, [])
    await dispatch.forward(tip, "bkpsdm", reason="Jelas.")
    await services.forwarder.run()


async def test_from_a_photo_to_the_status_of_a_tip(
    talker: Talker, services: Services, clock: FakeClock
) -> None:
    office = Office(services.database, services.ground.key, clock)
    await opened(services, office.pair)
    assert "DILARANG" in await asks_with_a_photo(talker)
    await talker.says("/lapor")
    await talker.taps("Mulai")
    await talker.says(STORY)
    await talker.says("cukup")
    await talker.taps("Saya lihat sendiri")
    receipt = find_receipt(shown(await talker.taps("Kirim")))
    await talker.says(receipt[-4:])
    await forwarded(services, office)
    clock.forward(minutes=2)
    assert "Diteruskan: sudah dikirim" in shown(await talker.says(f"/status {receipt}"))
    assert await services.settling.note(NUMBER, Status.DONE)
    clock.forward(minutes=2)
    assert "selesai" in shown(await talker.says(f"/status {receipt}")).lower()


async def remind(services: Services, clock: FakeClock, words: str) -> None:
    """Have one account write a reminder, another approve it, and send it in the morning."""
    clock.forward(days=1)
    rina, tono = (FakeActor(services.database, name) for name in ("rina", "tono"))
    start = clock.now() + timedelta(hours=1)
    until = start + timedelta(hours=4)
    planning = services.broadcasting.verbs.planning
    audience = Audience(Category.REMINDERS)
    draft = Broadcast("", "Masa tenang", Content(words), audience, start, until)
    made = await planning.draft(rina, draft)
    whole = await planning.submit(rina, made.id)
    await planning.approve(tono, whole.id, fingerprint=whole.fingerprint)
    clock.forward(hours=1)
    await services.broadcasting.fanout.run()


@pytest.mark.parametrize("talker", ["telegram"], indirect=True)
async def test_who_has_left_is_not_reached_by_the_next_reminder(
    talker: Talker, telegram_services: Services, fake_telegram: FakeTelegram, clock: FakeClock
) -> None:
    await talker.says("/langganan")
    await talker.taps("Pengingat hari pemilu")
    await remind(telegram_services, clock, "Besok masa tenang.")
    assert "Besok masa tenang" in str(fake_telegram.shown(7))
    assert "dihentikan" in shown(await talker.says("BERHENTI"))
    await remind(telegram_services, clock, "Lusa hari pemungutan suara.")
    assert "Lusa hari" not in str(fake_telegram.shown(7))
