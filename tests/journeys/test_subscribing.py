"""From the consent to the last STOP: where we may write first, and where we may not."""

from typing import Any

import pytest

from bot.contacts.contact import Category, Subscription
from bot.messages import Address
from bot.wiring import Services

Talker = Any
QUESTION = "boleh gak gw like postingan paslon?"


def reachable(talker: Talker) -> bool:
    return type(talker).__name__ in {"OnTelegram", "OnWhatsApp"}


def label(labels: list[str], start: str) -> str:
    return next(each for each in labels if each.startswith(start))


async def test_subscribing_changing_leaving_and_coming_back(talker: Talker) -> None:
    (consent,) = await talker.says("/langganan")
    if not reachable(talker):
        assert "lewat Telegram dan WhatsApp" in consent.text
        (nothing,) = await talker.says("STOP")
        assert "tidak sedang berlangganan" in nothing.text
        return
    assert "BERHENTI" in consent.text
    (shown,) = await talker.taps("Pengingat hari pemilu")
    assert "Pengingat hari pemilu: nyala" in shown.text
    assert "Edukasi netralitas: mati" in shown.text
    (more,) = await talker.taps(label(shown.labels, "Nyalakan edukasi"))
    assert "Edukasi netralitas: nyala" in more.text
    (districts,) = await talker.taps("Pilih kecamatan")
    (there,) = await talker.taps(label(districts.labels, "Beji"))
    assert "Kecamatan: Beji" in there.text
    (left,) = await talker.says("STOP")
    assert "semua pengingat dihentikan" in left.text
    (again,) = await talker.taps("Batal berhenti")
    assert "nyala lagi" in again.text
    assert "Kecamatan: Beji" in again.text
    assert "Edukasi netralitas: nyala" in again.text
    (forgetting,) = await talker.says("/lupakan")
    await talker.taps(label(forgetting.labels, "Ya"))
    (anew,) = await talker.says("mau langganan pengingat dong")
    assert "Bila Anda setuju" in anew.text


async def test_the_invitation_comes_once_below_the_second_answer(talker: Talker) -> None:
    first = await talker.says(QUESTION)
    assert not any("Lihat dulu" in each.labels for each in first)
    await talker.taps("PNS")
    second = await talker.says("foto bareng caleg boleh?")
    assert any("Lihat dulu" in each.labels for each in second) == reachable(talker)
    if reachable(talker):
        (declined,) = await talker.taps("Tidak, terima kasih")
        assert "tidak akan menawarkan lagi" in declined.text
    third = await talker.says(QUESTION)
    assert not any("Lihat dulu" in each.labels for each in third)


@pytest.mark.parametrize("talker", ["telegram"], indirect=True)
@pytest.mark.parametrize(
    "words", ["BERHENTI", "berhenti langganan.", "/stop", "Unsubscribe", "stop langganannya dong"]
)
async def test_leaving_in_ones_own_words(
    words: str, telegram_services: Services, talker: Talker
) -> None:
    await talker.says("/langganan")
    await talker.taps("Sosialisasi pemilih")
    if words != "stop langganannya dong":
        await talker.says("/lupakan")  # even while something else is asked
    (left,) = await talker.says(words)
    assert "semua pengingat dihentikan" in left.text
    async with telegram_services.database.reading() as connection:
        found = await telegram_services.broadcasting.subscriptions._store.find(
            connection, Address("telegram", "7")
        )
    assert found is None


@pytest.mark.parametrize("talker", ["telegram"], indirect=True)
async def test_the_role_of_the_conversation_is_kept_with_the_consent(
    telegram_services: Services, talker: Talker
) -> None:
    await talker.says("/saya")
    await talker.taps("Warga")
    await talker.says("/langganan")
    await talker.taps("Sosialisasi pemilih")
    async with telegram_services.database.reading() as connection:
        store = telegram_services.broadcasting.subscriptions._store
        found = await store.find(connection, Address("telegram", "7"))
    assert isinstance(found, Subscription)
    assert found.categories == {Category.OUTREACH}
    assert found.group == "publik"
