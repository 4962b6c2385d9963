"""A tip from its first word to its receipt, on the channel of tests."""

import asyncio
import re
from datetime import timedelta

import pytest
from fakes import FakeChannel, FakeClock, Person
from sqlalchemy import text
from taking import FakeIntake, FakeKeeper

from bot.conversation.subscribing import Subscribing
from bot.conversation.telling import KEPT_FOR
from bot.delivery.erasing import Eraser
from bot.messages import IncomingMessage, Media, OutgoingMessage, SentFile
from bot.tips.receipt import new_receipt
from bot.tips.tip import Known
from bot.wiring import Services

STORY = (
    "Kemarin Lurah Mampang membagikan kaus calon wali kota kepada warga di balai kelurahan "
    "Mampang. Fotonya di https://contoh.id/kaus"
)
SHORT = "Ada pegawai pakai kaus calon."


async def begin(sender: Person, story: str = STORY) -> list[OutgoingMessage]:
    await sender.says("lapor")
    await sender.taps("Mulai")
    return await sender.says(story)


async def review(sender: Person, story: str = STORY) -> list[OutgoingMessage]:
    await begin(sender, story)
    await sender.taps("Cukup")
    return await sender.taps("Saya lihat sendiri")


async def send(sender: Person) -> str:
    await review(sender)
    (receipt, *_) = await sender.taps("Kirim")
    return receipt.reply.code


def said(messages: list[OutgoingMessage]) -> str:
    return "\n".join(each.reply.text for each in messages)


def labels(messages: list[OutgoingMessage]) -> list[str]:
    return [choice.label for each in messages for choice in each.reply.choices]


async def rows(services: Services, table: str) -> int:
    async with services.database.reading() as connection:
        return int(await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def by_a_provider(sender: Person) -> None:
    """Have *sender* write by a provider, who reads along and keeps copies."""
    subscriptions = sender.services.broadcasting.subscriptions
    sender.services.inbox.know_subscribers(
        Subscribing(subscriptions, reachable=[sender.address.channel])
    )


async def test_before_the_story_it_is_said_what_anonymity_means(sender: Person) -> None:
    by_a_provider(sender)
    told = said(await sender.says("/lapor"))
    for word in ("tanpa nama", "Telegram", "ponsel", "server ini dapat membacanya", "24 jam"):
        assert word in told
    assert "informasi awal" in told
    assert "nama dan alamat pelapor" in told
    assert await rows(sender.services, "tip_drafts") == 0


async def test_a_first_message_that_tells_much_is_not_asked_again(
    sender: Person, intake: FakeIntake
) -> None:
    asked = await begin(sender)
    assert "Ada bukti?" in said(asked)
    await sender.taps("Cukup")
    shown = said(await sender.taps("Saya lihat sendiri"))
    for word in ("Lurah Mampang", "24/11/2026", "Mampang, Pancoran Mas", "1 tautan", "6 hari"):
        assert word in shown
    assert "Unsurnya lengkap" in shown
    assert intake.contents == {}


async def test_what_was_written_before_the_offer_becomes_the_story(
    sender: Person, intake: FakeIntake
) -> None:
    await sender.says("Mau lapor, " + STORY)
    await sender.taps("Adukan tanpa nama")
    assert "Ada bukti?" in said(await sender.taps("Mulai"))
    await sender.taps("Cukup")
    await sender.taps("Lewati")
    await sender.taps("Kirim")
    assert intake.content.account.story.endswith(STORY)


async def test_every_element_can_be_told_step_by_step(sender: Person, intake: FakeIntake) -> None:
    assert "Siapa" in said(await begin(sender, SHORT))
    assert "Kapan" in said(await sender.says("Camat Tapos"))
    assert "Di mana" in said(await sender.says("senin lalu"))
    await sender.taps("Lainnya")
    assert "Kelurahan mana" in said(await sender.taps("Tapos"))
    assert "Ada bukti?" in said(await sender.taps("Sukatani"))
    assert "Tautan: 1" in said(await sender.says("https://contoh.id/x saksinya dua warga"))
    await sender.says("cukup")
    await sender.taps("Dari media sosial")
    await sender.taps("Kirim")
    account = intake.content.account
    assert (account.who, account.when, account.day) == (
        "Camat Tapos",
        "senin lalu",
        account.day and account.day.replace(month=11, day=23),
    )
    assert (account.district, account.village) == ("Tapos", "Sukatani")
    assert (account.office, account.known) == ("kecamatan-tapos", Known.ONLINE)
    assert (account.links, account.witnesses) == (("https://contoh.id/x",), "saksinya dua warga")


async def test_what_is_skipped_is_missing_and_may_be_sent_all_the_same(
    sender: Person, intake: FakeIntake
) -> None:
    await begin(sender, SHORT)
    for _ in range(3):
        await sender.taps("Lewati")
    await sender.taps("Cukup")
    shown = said(await sender.taps("Lewati"))
    for word in ("Pelaku", "Waktu", "Tempat", "Bukti atau saksi", "paling berat", "Boleh dikirim"):
        assert word in shown
    await sender.taps("Kirim")
    assert intake.content.account.story == SHORT


async def test_kembali_leads_back_step_by_step_to_the_consent(sender: Person) -> None:
    await begin(sender, SHORT)
    await sender.says("Camat Tapos")
    await sender.says("kemarin")
    assert "Kapan" in said(await sender.taps("Kembali"))
    assert "Siapa" in said(await sender.says("kembali"))
    assert "Apa yang terjadi" in said(await sender.taps("Kembali"))
    assert "Lapor tanpa nama" in said(await sender.taps("Kembali"))
    assert "Di mana" in said(await sender.taps("Mulai"))


@pytest.mark.parametrize("word", ["/batal", "batal", "Batal"])
async def test_batal_deletes_everything_at_every_step(
    sender: Person, keeper: FakeKeeper, word: str
) -> None:
    await begin(sender)
    await sender.sends(SentFile("file-1", 10))
    assert await rows(sender.services, "tip_drafts") == 1
    assert "dibatalkan" in said(await sender.says(word))
    assert await rows(sender.services, "tip_drafts") == 0
    assert keeper.dropped == list(keeper.taken)
    assert "Tidak ada aduan" in said(await sender.says("/batal"))


@pytest.mark.parametrize(
    ("element", "answer", "shown"),
    [
        ("Kejadian", "Lurah Beji memasang baliho calon di kantornya.", "memasang baliho"),
        ("Pelaku", "Sekretaris lurah", "Sekretaris lurah"),
        ("Waktu", "12/11", "12/11/2026"),
        ("Tempat", "warung dekat pasar", "warung dekat pasar"),
        ("Kantor", "kelurahan tugu", "Kelurahan Tugu"),
        ("Cara tahu", "cerita tetangga", "Diceritakan orang; cerita tetangga"),
    ],
)
async def test_each_element_can_be_changed_in_the_review(
    sender: Person, element: str, answer: str, shown: str
) -> None:
    await review(sender)
    await sender.taps("Ubah")
    await sender.taps(element)
    assert shown in said(await sender.says(answer))
    assert "Kirim" in labels(await sender.says("periksa"))


async def test_a_changed_element_can_be_left_or_emptied(sender: Person) -> None:
    await review(sender)
    await sender.taps("Ubah")
    await sender.taps("Pelaku")
    assert "*Pelaku*: Lurah Mampang" in said(await sender.taps("Kembali"))
    await sender.taps("Ubah")
    await sender.taps("Pelaku")
    assert "*Pelaku*: belum ada" in said(await sender.taps("Lewati"))
    await sender.taps("Ubah")
    await sender.taps("Kantor")
    assert "belum ada di daftar" in said(await sender.says("dinas ajaib"))
    await sender.taps("Ubah")
    assert "Periksa dulu" in said(await sender.taps("Kembali"))
    assert "Dari mana" in said(await sender.taps("Kembali"))


async def test_a_place_of_the_list_can_be_typed_and_paged(sender: Person) -> None:
    await begin(sender, SHORT)
    await sender.taps("Lewati")
    asked = await sender.taps("Kemarin")
    assert len(labels(asked)) == 10
    assert "Cipayung" in labels(await sender.taps("Lainnya"))
    assert "Kelurahan mana" in said(await sender.says("cinere"))
    assert "Ada bukti?" in said(await sender.says("Gandul, depan pasar"))


async def test_days_can_be_tapped_or_typed_as_a_number(sender: Person) -> None:
    await review(sender)
    for answer, shown in (("Hari ini", "hari ini (25/11/2026)"), ("Kemarin", "kemarin (24/11")):
        await sender.taps("Ubah")
        await sender.taps("Waktu")
        assert shown in said(await sender.taps(answer))
    await sender.taps("Ubah")
    await sender.taps("Waktu")
    assert "12/11/2026" in said(await sender.says("12"))


async def test_a_number_that_is_no_choice_is_not_taken_as_told(sender: Person) -> None:
    await begin(sender, SHORT)
    asked = await sender.says("9")
    assert "pakai salah satu pilihan" in said(asked)
    assert "Siapa" in said(asked)
    assert "Apa yang terjadi" in said(await sender.says("2"))


async def test_a_second_tap_on_an_old_button_changes_nothing(sender: Person) -> None:
    await begin(sender, SHORT)
    old = sender.offered("Lewati").id
    await sender.says(tapping=old)
    assert "Kapan" in said(await sender.says(tapping=old))


async def test_a_second_tap_on_kirim_sends_nothing_more(sender: Person, intake: FakeIntake) -> None:
    await review(sender)
    send_it = sender.offered("Kirim").id
    await asyncio.gather(*(sender.says(tapping=send_it) for _ in range(3)))
    assert len(intake.contents) == 1


async def test_the_same_message_twice_is_one_tip(
    sender: Person, intake: FakeIntake, channel: FakeChannel
) -> None:
    await review(sender)
    choice = sender.offered("Kirim").id
    message = IncomingMessage("twice", sender.address, choice_id=choice)
    await asyncio.gather(*(sender.services.inbox.accept(message) for _ in range(4)))
    assert len(intake.contents) == 1
    assert sum(bool(each.reply.code) for each in channel.sent) == 1


async def test_a_question_in_between_is_answered_and_not_taken_as_told(
    sender: Person, intake: FakeIntake
) -> None:
    await begin(sender, SHORT)
    answered = await sender.says("eh boleh gak saya like unggahan calon?")
    assert "DILARANG" in answered[0].reply.text
    assert "masih terbuka" in answered[-1].reply.text
    assert "Siapa" in said(await sender.taps("Lanjutkan"))


@pytest.mark.parametrize("command", ["/bantuan", "bantuan", "/privasi", "/menu"])
async def test_a_command_in_between_is_obeyed_and_the_draft_stays(
    sender: Person, command: str
) -> None:
    await begin(sender, SHORT)
    answered = await sender.says(command)
    assert "Siapa pelakunya" not in said(answered)
    assert labels(answered)[-2:] == ["Lanjutkan", "Hapus"]
    assert await rows(sender.services, "tip_drafts") == 1


async def test_lupakan_takes_the_draft_and_its_files_with_it(
    sender: Person, keeper: FakeKeeper
) -> None:
    await begin(sender)
    await sender.sends(SentFile("file-1", 10))
    await sender.says("/lupakan")
    await sender.taps("Ya, hapus")
    assert await rows(sender.services, "tip_drafts") == 0
    assert keeper.dropped == list(keeper.taken)


async def test_after_half_an_hour_only_going_on_is_offered(
    sender: Person, clock: FakeClock
) -> None:
    await begin(sender, SHORT)
    skip = sender.offered("Lewati").id
    clock.forward(minutes=31)
    offered = await sender.says("Camat Tapos")
    assert labels(offered) == ["Lanjutkan", "Hapus"]
    assert SHORT not in said(offered)
    clock.forward(minutes=31)
    assert labels(await sender.says(tapping=skip)) == ["Lanjutkan", "Hapus"]
    assert "Siapa" in said(await sender.taps("Lanjutkan"))


async def test_a_draft_is_gone_after_a_day(sender: Person, clock: FakeClock) -> None:
    await begin(sender, SHORT)
    clock.moment += KEPT_FOR + timedelta(seconds=1)
    assert "Lanjutkan" not in labels(await sender.says("/menu"))
    assert "Tidak ada aduan" in said(await sender.says(tapping="tip:resume"))
    await sender.services.retention.erase()
    assert await rows(sender.services, "tip_drafts") == 0


async def test_lapor_with_an_open_draft_offers_to_go_on(sender: Person) -> None:
    await begin(sender, SHORT)
    assert labels(await sender.says("/lapor")) == ["Lanjutkan", "Hapus"]
    assert "dihapus" in said(await sender.taps("Hapus"))


async def test_the_words_after_the_command_become_the_story(
    sender: Person, intake: FakeIntake
) -> None:
    assert "langsung dipakai" in said(await sender.says(f"/lapor {SHORT}"))
    assert "Siapa" in said(await sender.taps("Mulai"))


async def test_who_writes_before_mulai_is_asked_for_it_and_loses_nothing(sender: Person) -> None:
    await sender.says("lapor")
    assert "Mulai" in labels(await sender.says(STORY))
    assert "Ada bukti?" in said(await sender.taps("Mulai"))
    await sender.says("/batal")
    await sender.says("lapor")
    assert "dibatalkan" in said(await sender.taps("Batal"))


async def test_a_story_of_4096_letters_is_kept_whole(sender: Person, intake: FakeIntake) -> None:
    story = (STORY + " ").ljust(4096, "a")[:4096]
    await review(sender, story)
    await sender.taps("Kirim")
    assert intake.content.account.story == story.strip()


async def test_what_may_tell_who_writes_is_shown_and_taken_out_or_left(
    sender: Person, intake: FakeIntake
) -> None:
    shown = await review(sender, STORY + ". Nama saya Budi Santoso. WA saya 081234567890")
    assert "Nama saya Budi Santoso" in said(shown)
    asked = await sender.taps("Hapus bagian ini")
    assert "081234567890" in said(asked)
    assert "Periksa dulu" in said(await sender.taps("Biarkan"))
    await sender.taps("Kirim")
    assert "Budi" not in intake.content.account.story
    assert "[dihapus]" in intake.content.account.story
    assert "081234567890" in intake.content.account.story


async def test_files_become_pieces_and_go_with_the_tip(
    sender: Person, intake: FakeIntake, keeper: FakeKeeper
) -> None:
    await begin(sender)
    asked = said(await sender.sends(SentFile("ref-1", 10), SentFile("ref-2", 10)))
    assert "Berkas: 2 dari 5" in asked
    assert "2 berkas masih diambil" in asked
    assert set(keeper.taken.values()) == {("terminal", "ref-1"), ("terminal", "ref-2")}
    keeper.fetched()
    await sender.taps("Cukup")
    originals = await sender.taps("Lewati")
    assert "Simpan juga berkas asli?" in said(originals)
    assert labels(originals)[0] == "Tidak"
    await sender.taps("Tidak")
    await sender.taps("Kirim")
    assert len(intake.content.evidence) == 2
    assert keeper.kept_originals == [False]


async def test_originals_are_kept_on_a_word_and_their_location_is_named(
    sender: Person, keeper: FakeKeeper
) -> None:
    await begin(sender)
    await sender.sends(SentFile("ref-1", 10))
    keeper.fetched(has_location=True)
    await sender.taps("Cukup")
    assert "lokasi pengambilan" in said(await sender.taps("Lewati"))
    await sender.taps("Ya, simpan asli")
    await sender.taps("Kirim")
    assert keeper.kept_originals == [True]


async def test_too_many_and_too_large_files_are_refused_and_the_rest_stays(
    sender: Person, keeper: FakeKeeper
) -> None:
    await begin(sender)
    large = SentFile("large", 16 * 1024 * 1024 + 1)
    asked = said(await sender.sends(large, *(SentFile(f"ref-{n}", 10) for n in range(7))))
    assert "lebih dari 16 MB" in asked
    assert "Paling banyak 5 berkas" in asked
    assert len(keeper.taken) == 5
    assert "Paling banyak 5 berkas" in said(await sender.sends(SentFile("more", 10)))
    assert "tidak bisa diambil dari sini" in said(await sender.sends(media=Media.OTHER))


@pytest.mark.parametrize(
    ("refusal", "reason"), [("program", "program"), ("arsip", "ZIP"), ("anu", "tidak dikenal")]
)
async def test_a_refused_file_is_named_and_left_out(
    sender: Person, intake: FakeIntake, keeper: FakeKeeper, refusal: str, reason: str
) -> None:
    await begin(sender)
    await sender.sends(SentFile("ref-1", 10))
    keeper.fetched(state="refused", refusal=refusal)
    await sender.taps("Cukup")
    shown = said(await sender.taps("Lewati"))
    assert reason in shown
    assert "0 berkas" in shown
    await sender.taps("Kirim")
    assert intake.content.evidence == ()


@pytest.mark.parametrize(("answer", "kept"), [("Tetap pakai", 1), ("Buang berkas itu", 0)])
async def test_what_cannot_be_cleaned_is_kept_on_a_word_only(
    sender: Person, intake: FakeIntake, keeper: FakeKeeper, answer: str, kept: int
) -> None:
    await begin(sender)
    await sender.sends(SentFile("ref-1", 10), media=Media.VOICE)
    keeper.fetched(cleaned=False)
    await sender.taps("Cukup")
    assert "tangkapan layar" in said(await sender.taps("Lewati"))
    await sender.taps(answer)
    await sender.taps("Kirim")
    assert len(intake.content.evidence) == kept


async def test_files_still_on_their_way_are_told_before_sending(
    sender: Person, intake: FakeIntake, keeper: FakeKeeper
) -> None:
    await begin(sender)
    await sender.sends(SentFile("ref-1", 10))
    await sender.taps("Cukup")
    await sender.taps("Lewati")
    assert "masih diambil" in said(await sender.taps("Kirim"))
    assert "masih diambil" in said(await sender.taps("Cek lagi"))
    assert intake.contents == {}
    keeper.fetched()
    assert "berkas asli" in said(await sender.taps("Cek lagi"))
    await sender.taps("Tidak")
    await sender.taps("Kirim")
    assert len(intake.content.evidence) == 1


async def test_one_can_send_without_what_is_still_on_its_way(
    sender: Person, intake: FakeIntake
) -> None:
    await begin(sender)
    await sender.sends(SentFile("ref-1", 10))
    await sender.taps("Cukup")
    await sender.taps("Lewati")
    await sender.taps("Kirim")
    await sender.taps("Kirim tanpa itu")
    assert intake.content.evidence == ()


async def test_a_photo_with_a_story_beside_it_begins_with_both(
    sender: Person, keeper: FakeKeeper
) -> None:
    await sender.says("lapor")
    await sender.taps("Mulai")
    asked = said(await sender.sends(SentFile("ref-1", 10), text=SHORT))
    assert "Berkas: 1" in asked
    assert "Siapa" in asked
    await sender.sends(SentFile("ref-2", 10), text="bersama warga")
    assert len(keeper.taken) == 2


async def test_the_receipt_is_shown_in_fours_and_its_tail_is_retyped(sender: Person) -> None:
    await review(sender)
    sent = await sender.taps("Kirim")
    code = sent[0].reply.code
    assert re.search(r"\*\d{4} \d{4} \d{4} \d{4}\*", sent[0].reply.text)
    assert all(not each.reply.code for each in sent[1:])
    wrong = f"{(int(code[-4:]) + 1) % 10_000:04}"
    assert "Belum cocok" in said(await sender.says(wrong))
    assert "Cocok" in said(await sender.says(code[-4:]))


async def test_the_tail_is_not_remembered_for_long(sender: Person, clock: FakeClock) -> None:
    code = await send(sender)
    clock.forward(minutes=11)
    assert "tidak kami ingat" in said(await sender.says(code[-4:]))


async def test_after_sending_nothing_of_the_story_is_left_with_the_conversation(
    sender: Person, services: Services
) -> None:
    await send(sender)
    async with services.database.transaction() as connection:
        kept = await services.inbox._store.load(
            connection, sender.address, now=services.clock.now()
        )
    assert "Mampang" not in repr(kept) + kept.asked + str([each.label for each in kept.offered])
    assert kept.draft is None
    assert await rows(services, "tip_drafts") == 0


async def test_what_providers_keep_is_asked_to_be_erased_but_not_the_receipt(
    sender: Person, services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    by_a_provider(sender)
    await review(sender)
    before = len(channel.sent)
    await sender.taps("Kirim")
    assert f"menunggu: {before}" in said(await sender.taps("Cek penghapusan"))
    await Eraser(
        services.database, services.sender.ledger, channels={"terminal": channel}, clock=clock
    ).run()
    assert sorted(channel.erased) == sorted(f"copy-{number + 1}" for number in range(before))
    assert f"dihapus: {before}" in said(await sender.taps("Cek penghapusan"))
    clock.forward(minutes=31)
    assert "Tidak ada salinan" in said(await sender.taps("Cek penghapusan"))


async def test_three_tips_a_day_are_enough_for_one_sender(sender: Person, clock: FakeClock) -> None:
    for _ in range(3):
        await send(sender)
        clock.forward(minutes=2)
    refused = said(await sender.says("/lapor"))
    assert "paling banyak 3 aduan sehari" in refused
    assert "Bawaslu" in refused
    clock.forward(hours=25)
    assert "Lapor tanpa nama" in said(await sender.says("/lapor"))


async def test_no_more_tips_are_taken_than_can_be_read(
    sender: Person, services: Services, clock: FakeClock, intake: FakeIntake
) -> None:
    await review(sender)
    async with services.database.transaction() as connection:
        await connection.execute(
            text("INSERT INTO tallies VALUES (:day, 'aduan-terkirim', '', 500)"),
            {
                "day": clock.today().isoformat()
                if services.database.kind == "sqlite"
                else clock.today()
            },
        )
    refused = said(await sender.taps("Kirim"))
    assert "saluran resmi" in refused
    assert intake.contents == {}
    assert await rows(services, "tip_drafts") == 1


async def test_without_a_desk_key_no_tips_are_taken(sender: Person, intake: FakeIntake) -> None:
    intake.is_closed = True
    assert "belum tersedia di sini" in said(await sender.says("/lapor"))
    assert "belum tersedia di sini" in said(await sender.says(f"/status {new_receipt()}"))
    assert "Lapor tanpa nama" not in labels(await sender.says("/menu"))


async def test_the_menu_and_the_privacy_notice_speak_of_tips_where_they_are_taken(
    sender: Person,
) -> None:
    assert "Lapor tanpa nama" in labels(await sender.says("/menu"))
    assert "Privasi aduan" in said(await sender.says("/privasi"))


@pytest.mark.parametrize("written", ["/lapor", "/status", "mau lapor lurah bagi kaus", "lapor"])
async def test_in_a_group_no_tip_is_taken_and_nothing_is_kept(sender: Person, written: str) -> None:
    message = IncomingMessage("g1", sender.address, written, public=True)
    await sender.services.inbox.accept(message)
    told = sender.reads()
    assert "di grup" in said(told)
    assert told[-1].reply.choices[0].id == "private:"
    assert await rows(sender.services, "tip_drafts") == 0
