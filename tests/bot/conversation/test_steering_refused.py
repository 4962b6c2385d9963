from dataclasses import replace

from steerers import Office

from bot.broadcasts.broadcast import Broadcast, Content, State
from bot.messages import Address
from bot.staff.account import Act, Role


async def test_wrong_codes_are_refused_noted_and_slowed_down(office: Office) -> None:
    await office.asks()
    for _ in range(6):
        (told,) = await office.approver.says("000000")
        assert "tidak cocok" in told.reply.text
    (slow,) = await office.approver.says(office.desk.code("tono"))
    assert "Terlalu banyak percobaan" in slow.reply.text
    assert await office.state() is State.SUBMITTED
    assert (await office.refusals()).count((Act.CONFIRM, "totp")) == 6
    office.desk.clock.forward(seconds=60)
    (done,) = await office.approver.says(office.desk.code("tono"))
    assert "Disetujui" in done.reply.text


async def test_a_code_of_one_approval_opens_no_other(office: Office) -> None:
    await office.asks()
    code = office.desk.code("tono")
    await office.approver.says(code)
    found = await office.services.broadcasting.verbs.planning.find(office.name)
    other = Broadcast(
        "two", "Lain", Content("Lain."), found.audience, found.starts_at, found.ends_at
    )
    planning = office.services.broadcasting.verbs.planning
    two = await planning.draft(office.author, other)
    await planning.submit(office.author, two.id)
    await office.approver.says(tapping=f"steer:ask:{two.id}")
    (told,) = await office.approver.says(code)
    assert "sudah dipakai" in told.reply.text


async def test_what_is_no_code_is_neither_kept_nor_answered(office: Office) -> None:
    await office.asks()
    (told,) = await office.approver.says("kode saya ABCD-1234 ya")
    assert "bukan kode 6 angka" in told.reply.text
    (kept,) = await office.approver.taps("Tidak jadi")
    assert "tidak ada yang diubah" in kept.reply.text
    await office.approver.says(office.desk.code("tono"))
    assert await office.state() is State.SUBMITTED


async def test_what_changed_meanwhile_is_not_approved(office: Office) -> None:
    await office.asks()
    planning = office.services.broadcasting.verbs.planning
    found = await planning.find(office.name)
    await planning.change(office.author, replace(found, title="Lain"))
    (told,) = await office.approver.says(office.desk.code("tono"))
    assert "sedang draf" in told.reply.text
    office.desk.clock.forward(seconds=30)
    await planning.change(office.author, replace(found, content=Content("Lain sekali.")))
    await planning.submit(office.author, office.name)
    await office.approver.says(tapping=f"steer:ask:{office.name}")
    await planning.change(office.author, found)
    await planning.submit(office.author, office.name)
    (told,) = await office.approver.says(office.desk.code("tono"))
    assert "bukan yang Anda baca" in told.reply.text
    assert (Act.APPROVE_BROADCASTS, "berubah") in await office.refusals()


async def test_the_author_is_refused_before_a_code_is_asked(office: Office) -> None:
    admin = await office.desk.actor("admin")
    roles = frozenset({Role.BROADCASTER, Role.APPROVER})
    admin = await office.desk.staff.confirm(admin, office.desk.code("admin"))
    office.desk.clock.forward(seconds=30)
    await office.desk.management.change(admin, "rina", roles=roles, offices=frozenset())
    await office.links("rina")
    (shown,) = await office.approver.says(tapping=f"steer:show:{office.name}")
    assert "akun lain yang harus menyetujuinya" in shown.reply.text
    (told,) = await office.approver.says(tapping=f"steer:ask:{office.name}")
    assert "Yang menyusun tidak boleh menyetujui" in told.reply.text
    assert (Act.APPROVE_BROADCASTS, "orang-sama") in await office.refusals()


async def test_a_role_that_lacks_is_refused_and_noted(office: Office) -> None:
    await office.desk.colleague(await office.desk.actor("admin"), "budi", Role.AUDITOR)
    await office.links("budi")
    await office.approver.says(tapping=f"steer:show:{office.name}")
    (shown,) = await office.approver.says(tapping=f"steer:ask:{office.name}")
    assert "Peran Anda tidak mengizinkan: menyetujui" in shown.reply.text
    (paused,) = await office.approver.says(tapping=f"steer:cancel:{office.name}")
    assert "Peran Anda tidak mengizinkan: menjeda" in paused.reply.text
    assert (Act.APPROVE_BROADCASTS, "role") in await office.refusals()
    assert (Act.PAUSE_BROADCASTS, "role") in await office.refusals()
    assert await office.state() is State.SUBMITTED


async def test_a_disabled_account_and_a_stale_link_do_nothing(office: Office) -> None:
    await office.asks()
    await office.links("admin", Address("telegram", "99"))
    admin = await office.desk.actor("admin")
    await office.desk.management.disable(admin, "tono")
    for told in (
        await office.approver.says(office.desk.code("tono")),
        await office.approver.says("/siaran"),
    ):
        assert "tidak terhubung dengan akun petugas yang aktif" in told[0].reply.text
    assert (Act.APPROVE_BROADCASTS, "chat") in await office.refusals()
    await office.desk.management.enable(admin, "tono")
    await office.links("tono", Address("telegram", "98"))
    (told,) = await office.approver.says(tapping=f"steer:cancel:{office.name}")
    assert "tidak terhubung" in told.reply.text
    assert (Act.PAUSE_BROADCASTS, "chat") in await office.refusals()
    (plain,) = await office.approver.says("/siaran")
    assert "staff link-telegram" in plain.reply.text
    assert await office.state() is State.SUBMITTED
