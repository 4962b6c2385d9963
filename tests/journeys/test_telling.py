"""A tip on every channel, sealed to a real desk key: what is told, and what is never in clear."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeClock
from sqlalchemy import text
from talkers import OnTelegram, OnWhatsApp

from bot.keypair import KeyPair
from bot.tips.keys import Lock
from bot.tips.receipt import find_receipt
from bot.tips.store import keys
from bot.wiring import Services

Talker = Any
CANARY = "Zamrudbiru"
STORY = (
    f"Kemarin Lurah Mampang membagikan kaus {CANARY} di balai kelurahan Mampang. "
    "Nama saya Budi Santoso."
)


@pytest.fixture
async def desk(services: Services) -> KeyPair:
    """A desk key, so that tips are taken."""
    pair = KeyPair.new()
    async with services.database.transaction() as connection:
        day = services.clock.today()
        await keys.publish(connection, keys.Owner.DESK, Lock(pair.public), day=day)
    return pair


def shown(messages: list[Any]) -> str:
    return "\n".join(each.text for each in messages)


def kept(services: Services) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the data folder: the database, its log, keys, files."""
    for path in Path(services.settings.data_dir).rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()


async def assert_sealed(services: Services) -> None:
    """Nothing of the story is in clear, in any table or any file."""
    async with services.database.reading() as connection:
        for table in ("conversations", "tip_drafts", "outbox", "erasures", "parcels", "evidence"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()
            assert CANARY not in repr(rows), table
            assert CANARY.encode() not in b"".join(
                bytes(cell) for row in rows for cell in row if isinstance(cell, bytes | memoryview)
            ), table
    assert [name for name, content in kept(services) if CANARY.encode() in content] == []


async def test_a_tip_leaves_a_receipt_and_no_word_in_clear(
    talker: Talker, desk: KeyPair, services: Services, clock: FakeClock
) -> None:
    assert "tanpa nama" in shown(await talker.says("/lapor"))
    assert "Apa yang terjadi" in shown(await talker.taps("Mulai"))
    assert "Ada bukti?" in shown(await talker.says(STORY))
    await assert_sealed(services)
    assert "Dari mana" in shown(await talker.says("cukup"))
    assert "Nama saya Budi Santoso" in shown(await talker.taps("Saya lihat sendiri"))
    reviewed = await talker.taps("Hapus bagian ini")
    assert "Lurah Mampang" in shown(reviewed)
    await assert_sealed(services)
    sent = shown(await talker.taps("Kirim"))
    receipt = find_receipt(sent)
    assert "ketik ulang" in sent
    await assert_sealed(services)
    assert "Cocok" in shown(await talker.says(receipt[-4:]))
    clock.forward(minutes=2)
    status = await talker.says(f"/status {receipt}")
    assert "belum dibaca" in shown(status)
    assert "Belum terkirim" not in shown(status)
    await talker.taps("Tarik aduan")
    assert "ditarik" in shown(await talker.taps("Ya, tarik"))
    assert "Tidak ada aduan" in shown(await talker.says(f"/status {receipt}"))


async def test_a_tip_can_be_changed_left_and_deleted(
    talker: Talker, desk: KeyPair, services: Services, clock: FakeClock
) -> None:
    await talker.says("lapor")
    await talker.taps("Mulai")
    await talker.says("Ada pegawai memakai kaus calon.")
    assert "Kapan" in shown(await talker.says("1"))
    assert "Siapa" in shown(await talker.says("kembali"))
    clock.forward(minutes=31)
    offered = await talker.says("Camat Beji")
    assert "Lanjutkan aduan?" in shown(offered)
    await talker.taps("Lanjutkan")
    assert "dihapus" in shown(await talker.says("batal"))
    async with services.database.reading() as connection:
        assert not (await connection.execute(text("SELECT id FROM tip_drafts"))).all()


async def test_staff_ask_back_and_are_answered(
    talker: Talker, desk: KeyPair, clock: FakeClock
) -> None:
    await talker.says("lapor")
    await talker.taps("Mulai")
    await talker.says("Kemarin Lurah Mampang membagikan kaus calon di balai kelurahan Mampang.")
    await talker.says("cukup")
    await talker.says("lewati")
    receipt = find_receipt(shown(await talker.says("kirim")))
    clock.forward(minutes=2)
    await talker.says(f"status {receipt}")
    await talker.taps("Jawab petugas")
    assert "Belum terkirim" in shown(await talker.says("Sekitar jam sembilan pagi."))
    assert "Terkirim ke petugas" in shown(await talker.says("kirim"))
    assert re.search("Anda: Sekitar jam", shown(await talker.says(f"status {receipt}")))


async def test_without_a_desk_no_two_choices_lead_to_the_same_answer(talker: Talker) -> None:
    offered = (await talker.says("lurah mampang bagi-bagi kaus calon, mau lapor"))[-1]
    labels = offered.labels
    assert labels
    assert len(labels) == len(set(labels))


async def test_before_and_after_a_tip_its_sender_reads_who_keeps_a_copy_on_this_channel(
    talker: Talker, desk: KeyPair
) -> None:
    begun = shown(await talker.says("/lapor"))
    carried = isinstance(talker, OnTelegram | OnWhatsApp)
    assert ("Telegram atau WhatsApp tetap melihat" in begun) is carried
    assert ("tutup halaman ini" in begun) is not carried
    assert ("pakai obrolan di situs web" in begun) is carried
    await talker.taps("Mulai")
    await talker.says(STORY)
    await talker.says("cukup")
    await talker.taps("Saya lihat sendiri")
    await talker.taps("Hapus bagian ini")
    sent = shown(await talker.taps("Kirim"))
    assert ("disimpan Telegram atau WhatsApp" in sent) is carried
    assert ("tutup halaman ini" in sent) is not carried
