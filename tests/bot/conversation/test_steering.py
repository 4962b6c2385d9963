from fakes import FakeChannel, FakeClock
from pictures import png
from steerers import CHAT, TEXT, Office

from bot.broadcasts import store
from bot.broadcasts.broadcast import State
from bot.messages import Address, IncomingMessage
from bot.staff.account import Act


async def test_what_was_read_is_approved_with_a_code(office: Office) -> None:
    (listed,) = await office.approver.says("/siaran")
    assert "Masa tenang" in listed.reply.text
    await office.approver.taps("Masa tenang")
    text, around = await office.approver.taps("Periksa dan setujui")
    whole = await office.services.broadcasting.verbs.planning.find(office.name)
    assert text.reply.text == TEXT
    assert whole.fingerprint in around.reply.text
    assert "kecamatan Beji" in around.reply.text
    assert "2026-11-25 10:" in around.reply.text
    (done,) = await office.approver.says(office.desk.code("tono"))
    assert "Disetujui: Masa tenang" in done.reply.text
    assert await office.state() is State.APPROVED
    acts = [each.act for each in await office.desk.noted() if each.subject == office.name]
    assert acts[-1] == Act.APPROVE_BROADCASTS


async def test_the_message_with_the_code_is_erased(office: Office, clock: FakeClock) -> None:
    await office.asks()
    code = IncomingMessage("code", CHAT, office.desk.code("tono"), copy="77@1")
    await office.services.inbox.accept(code)
    ledger = office.services.sender.ledger
    async with office.services.database.transaction() as connection:
        due = await ledger.claim_due(connection, now=clock.now())
    assert [copy for _, _, copy in due] == ["77@1"]


async def test_a_command_is_obeyed_while_a_code_is_awaited(office: Office) -> None:
    await office.asks()
    (told,) = await office.approver.says("/bantuan")
    assert "/siaran" in told.reply.text
    assert "/langganan" in told.reply.text


async def test_a_running_broadcast_is_paused_goes_on_and_is_stopped(office: Office) -> None:
    await office.asks()
    await office.approver.says(office.desk.code("tono"))
    async with office.services.database.transaction() as connection:
        await store.move(connection, office.name, to=State.RUNNING)
    await office.approver.taps("Lihat keadaannya")
    (paused,) = await office.approver.taps("Jeda")
    assert "Dijeda: Masa tenang" in paused.reply.text
    assert await office.state() is State.PAUSED
    await office.approver.taps("Lihat keadaannya")
    await office.approver.taps("Lanjutkan")
    assert await office.state() is State.RUNNING
    await office.approver.taps("Lihat keadaannya")
    (asked,) = await office.approver.taps("Hentikan")
    assert "untuk selamanya" in asked.reply.text
    assert await office.state() is State.RUNNING
    (done,) = await office.approver.taps("Ya, hentikan")
    assert "Dihentikan: Masa tenang. 0 orang" in done.reply.text
    assert await office.state() is State.CANCELLED
    (empty,) = await office.approver.says("/siaran")
    assert "Tidak ada siaran" in empty.reply.text


async def test_forgetting_lets_go_of_the_chat_and_says_so(office: Office) -> None:
    await office.approver.says("/lupakan")
    (told,) = await office.approver.taps("Ya, hapus")
    assert "tidak lagi terhubung dengan akun petugas" in told.reply.text
    assert await office.desk.management.linked(CHAT) is None
    assert (await office.desk.noted())[-1].act == Act.UNLINK_TELEGRAM
    (helped,) = await office.approver.says("/bantuan")
    assert "/siaran" not in helped.reply.text


async def test_elsewhere_it_is_said_where_it_works(office: Office, channel: FakeChannel) -> None:
    inbox = office.services.inbox
    await inbox.accept(IncomingMessage("1", CHAT, "/siaran", public=True))
    await inbox.accept(IncomingMessage("2", Address("terminal", "x"), "/siaran"))
    await inbox.accept(IncomingMessage("3", Address("telegram", "5"), "/siaran"))
    group, terminal, stranger = [each.reply.text for each in channel.sent[-3:]]
    assert "Masa tenang" not in group
    assert "percakapan pribadi" in group
    assert "di terminal" in terminal
    assert "untuk petugas" in stranger


async def test_the_same_tap_twice_is_one_act(office: Office) -> None:
    tap = IncomingMessage("once", CHAT, choice_id=f"steer:cancel:{office.name}")
    await office.links("tono")
    await office.services.inbox.accept(tap)
    before = len(await office.desk.noted())
    await office.services.inbox.accept(tap)
    assert len(await office.desk.noted()) == before


async def test_a_broadcast_with_a_picture_is_not_approved_where_the_picture_is_not_seen(
    office: Office,
) -> None:
    verbs = office.services.broadcasting.verbs
    await verbs.illustrate(office.author, office.name, png())
    await verbs.planning.submit(office.author, office.name)
    await office.approver.says("/siaran")
    await office.approver.taps("Masa tenang")
    (told,) = await office.approver.taps("Periksa dan setujui")
    assert "memuat gambar" in told.reply.text
    await office.approver.says(office.desk.code("tono"))
    assert (await verbs.planning.find(office.name)).state is State.SUBMITTED
