"""What a receipt opens: the status, a talk with staff, more evidence, the way back."""

import pytest
from fakes import FakeClock, Person
from taking import FakeIntake, FakeKeeper

from bot.messages import OutgoingMessage, SentFile
from bot.tips.receipt import grouped, new_receipt
from bot.tips.tip import Status, Voice
from bot.wiring import Services

STORY = "Kemarin Lurah Mampang membagikan kaus calon di balai kelurahan Mampang."


def said(messages: list[OutgoingMessage]) -> str:
    return "\n".join(each.reply.text for each in messages)


def labels(messages: list[OutgoingMessage]) -> list[str]:
    return [choice.label for each in messages for choice in each.reply.choices]


@pytest.fixture
async def receipt(sender: Person, clock: FakeClock) -> str:
    """The receipt of a tip that was just sent."""
    await sender.says("lapor")
    await sender.taps("Mulai")
    await sender.says(STORY)
    await sender.taps("Cukup")
    await sender.taps("Lewati")
    (sent, *_) = await sender.taps("Kirim")
    clock.forward(minutes=2)
    return sent.reply.code


@pytest.mark.parametrize("form", ["/status {}", "status {}", "{}", "bukti lapor saya {}"])
async def test_the_status_comes_with_the_receipt_in_the_same_message(
    sender: Person, receipt: str, form: str
) -> None:
    shown = await sender.says(form.format(grouped(receipt)))
    assert "Aduan 25/11/2026" in said(shown)
    assert "belum dibaca" in said(shown)
    assert labels(shown) == ["Jawab petugas", "Tambah bukti", "Tarik aduan"]


@pytest.mark.parametrize("asked", ["/status", "aduan saya sudah sampai mana ya?"])
async def test_without_a_receipt_it_is_asked_for(sender: Person, receipt: str, asked: str) -> None:
    assert "16 angka" in said(await sender.says(asked))
    assert "belum dibaca" in said(await sender.says(receipt))


async def test_any_phone_can_ask(another: Person, receipt: str) -> None:
    assert "belum dibaca" in said(await another.says(f"/status {receipt}"))


async def test_a_typing_error_is_told_at_once_and_costs_nothing(
    sender: Person, receipt: str
) -> None:
    wrong = receipt[:-1] + str((int(receipt[-1]) + 1) % 10)
    for _ in range(8):
        assert "salah atau tertukar" in said(await sender.says(f"/status {wrong}"))
    assert "belum dibaca" in said(await sender.says(f"/status {receipt}"))


async def test_wrong_receipts_are_slowed_down_and_then_stopped(
    sender: Person, receipt: str, clock: FakeClock, another: Person
) -> None:
    for _ in range(2):
        assert "Tidak ada aduan" in said(await sender.says(f"/status {new_receipt()}"))
    assert "30 detik" in said(await sender.says(f"/status {receipt}"))
    for _ in range(3):
        clock.forward(seconds=31)
        assert "Tidak ada aduan" in said(await sender.says(f"/status {new_receipt()}"))
    assert "60 menit" in said(await sender.says(f"/status {receipt}"))
    assert "belum dibaca" in said(await another.says(f"/status {receipt}"))
    clock.forward(hours=1, seconds=1)
    assert "belum dibaca" in said(await sender.says(f"/status {receipt}"))


@pytest.mark.parametrize("status", list(Status))
async def test_every_status_is_said_in_plain_words(
    sender: Person, receipt: str, intake: FakeIntake, status: Status
) -> None:
    intake.move(status)
    shown = await sender.says(receipt)
    word = status.replace("-", " ").capitalize()
    assert f"*{word}*" in said(shown)
    assert bool(labels(shown)) is (status not in {Status.DONE, Status.REJECTED})
    assert ("Tarik aduan" in labels(shown)) is (status in {"baru", "dibaca", "perlu-info"})


async def test_staff_ask_and_the_sender_answers(
    sender: Person, receipt: str, intake: FakeIntake, clock: FakeClock
) -> None:
    intake.ask("Jam berapa kejadiannya?", clock.today())
    assert "petugas: Jam berapa kejadiannya?" in said(await sender.says(receipt))
    await sender.taps("Jawab petugas")
    assert "Belum terkirim" in said(await sender.says("Jam sembilan pagi"))
    assert len(intake.talk[intake.tip.id]) == 1
    assert "Terkirim ke petugas" in said(await sender.taps("Kirim"))
    answer = intake.talk[intake.tip.id][-1]
    assert (answer.voice, answer.text) == (Voice.SENDER, "Jam sembilan pagi")
    assert "Anda: Jam sembilan pagi" in said(await sender.says(receipt))


async def test_an_answer_that_tells_who_writes_is_held_up_first(
    sender: Person, receipt: str, intake: FakeIntake
) -> None:
    await sender.says(receipt)
    await sender.taps("Jawab petugas")
    assert "Nama saya Budi" in said(await sender.says("Jam sembilan. Nama saya Budi Santoso"))
    await sender.says("WA saya 081234567890")
    assert "081234567890" in said(await sender.taps("Hapus bagian ini"))
    await sender.taps("Biarkan")
    await sender.taps("Kirim")
    told = intake.talk[intake.tip.id][-1].text
    assert "Budi" not in told
    assert "081234567890" in told


async def test_more_evidence_goes_to_the_sent_tip(
    sender: Person, receipt: str, intake: FakeIntake, keeper: FakeKeeper
) -> None:
    await sender.says(receipt)
    await sender.taps("Tambah bukti")
    shown = said(await sender.sends(SentFile("ref-1", 10)))
    assert "Berkas: 1 dari 5" in shown
    keeper.fetched()
    await sender.taps("Kirim")
    assert [each.id for each in intake.added] == list(keeper.taken)
    assert intake.tip.id not in intake.talk


async def test_nothing_written_is_nothing_sent(
    sender: Person, receipt: str, intake: FakeIntake
) -> None:
    await sender.says(receipt)
    await sender.taps("Tambah bukti")
    assert "Belum ada" in said(await sender.says(tapping="receipt:send"))
    await sender.taps("Batal")
    assert "belum dibaca" in said(await sender.says(tapping="receipt:send"))
    assert intake.talk == {}


async def test_a_tip_is_withdrawn_after_one_more_question(
    sender: Person, receipt: str, intake: FakeIntake
) -> None:
    await sender.says(receipt)
    await sender.taps("Tarik aduan")
    assert "belum dibaca" in said(await sender.taps("Tidak jadi"))
    await sender.taps("Tarik aduan")
    assert "ditarik" in said(await sender.taps("Ya, tarik"))
    assert intake.tips == {}
    assert "Ketik ulang" in said(await sender.says(tapping="receipt:answer"))


@pytest.mark.parametrize(
    ("status", "reason"), [(Status.RECEIVED, "sudah diteruskan"), (Status.DONE, "sudah ditutup")]
)
@pytest.mark.parametrize("tapped", ["receipt:withdraw", "receipt:withdrawn"])
async def test_a_tip_that_moved_on_meanwhile_stays_and_its_sender_reads_why(
    sender: Person, receipt: str, intake: FakeIntake, status: Status, reason: str, tapped: str
) -> None:
    await sender.says(receipt)
    intake.move(status)
    shown = said(await sender.says(tapping=tapped))
    assert f"{reason}, jadi tidak bisa ditarik lagi" in shown
    assert "Aduan ditarik" not in shown
    assert len(intake.tips) == 1


async def test_after_ten_minutes_the_receipt_is_asked_for_again(
    sender: Person, receipt: str, clock: FakeClock
) -> None:
    await sender.says(receipt)
    answer = sender.offered("Jawab petugas").id
    clock.forward(minutes=11)
    assert "Ketik ulang 16 angka" in said(await sender.says(tapping=answer))
    assert "belum dibaca" in said(await sender.says(receipt))


async def test_another_process_asks_for_the_receipt_again(
    sender: Person, receipt: str, services: Services, intake: FakeIntake, keeper: FakeKeeper
) -> None:
    await sender.says(receipt)
    services.inbox._telling._memories._kept.clear()  # type: ignore[union-attr]
    assert "Ketik ulang 16 angka" in said(await sender.says(tapping="receipt:withdrawn"))
    assert len(intake.tips) == 1


async def test_an_addition_left_for_half_an_hour_goes_on_with_the_receipt(
    sender: Person, receipt: str, clock: FakeClock, intake: FakeIntake
) -> None:
    await sender.says(receipt)
    await sender.taps("Jawab petugas")
    await sender.says("Jam sembilan")
    clock.forward(minutes=31)
    assert labels(await sender.says("halo")) == ["Lanjutkan", "Hapus"]
    assert "Jam sembilan" in said(await sender.taps("Lanjutkan"))
    assert "Ketik ulang 16 angka" in said(await sender.taps("Kirim"))
    await sender.says(receipt)
    await sender.says(tapping="receipt:send")
    assert intake.talk[intake.tip.id][-1].text == "Jam sembilan"


async def test_an_open_draft_comes_before_an_answer(sender: Person, receipt: str) -> None:
    await sender.says("lapor")
    await sender.taps("Mulai")
    await sender.says("Pegawai lain memakai kaus calon.")
    shown = await sender.says(f"/status {receipt}")
    assert labels(shown)[-2:] == ["Lanjutkan", "Hapus"]
    assert labels(await sender.says(tapping="receipt:answer")) == ["Lanjutkan", "Hapus"]


async def test_words_instead_of_a_receipt_are_heard(sender: Person) -> None:
    await sender.says("/status")
    assert "DILARANG" in said(await sender.says("boleh gak saya like unggahan calon?"))


async def test_unknown_or_stale_choices_do_no_harm(sender: Person, receipt: str) -> None:
    await sender.says(receipt)
    assert "belum dibaca" in said(await sender.says(tapping="receipt:anything"))
    assert "16 angka" in said(await sender.says(tapping="receipt:resume"))
    assert "16 angka" in said(await sender.says(tapping="receipt:out"))
