"""Forwarding in the browser: once, exactly what was looked at, and followed to its end."""

import asyncio
from dataclasses import replace

import pytest
from handled import Handled, handled
from tipping import CONTENT, rows
from visiting import Visitor

from bot.keypair import KeyPair
from bot.staff.account import Role
from bot.staff.session import CONFIRMED_FOR
from bot.tips.tip import Status, Tip


@pytest.fixture
async def desk(console: Visitor) -> Handled:
    made = await handled(console)
    await made.has_a_worker()
    await made.enters()
    return made


async def sent(desk: Handled) -> list[dict[str, object]]:
    return await rows(desk.office.database, "forwardings")


async def stopped(desk: Handled, name: str = "") -> tuple[Tip, str]:
    """Return a tip that nobody can send, and its forwarding."""
    await desk.has_a_worker(KeyPair.new())
    tip = await desk.takes()
    assert await desk.forwards(tip) == 303
    await desk.console.services.forwarder.run()
    await desk.has_a_worker()
    return tip, next(str(each["id"]) for each in await sent(desk) if each["tip"] == tip.id)


async def test_a_tip_goes_to_whom_was_chosen_and_its_way_is_told(desk: Handled) -> None:
    tip = await desk.takes()
    await desk.redacts(tip, "siapa")
    page = (await desk.console.opens(f"/aduan/{tip.id}/teruskan")).text
    assert "Badan Kepegawaian Negara (BKN)" in page
    assert "(KASN): sudah tidak bertugas lagi" in page
    assert 'value="kasn"' not in page
    assert page.index("Persis yang akan keluar") < page.index("Teruskan sekarang")
    assert "Meja ini tidak mengirim apa pun" in page
    assert await desk.forwards(tip) == 303
    assert "Menunggu dikirim" in (await desk.console.opens(f"/aduan/{tip.id}")).text
    assert tip.id[:8] in (await desk.console.opens("/aduan/penerusan")).text
    await desk.console.services.forwarder.run()
    case = (await desk.console.opens(f"/aduan/{tip.id}")).text
    assert "Diteruskan ke Badan Kepegawaian Negara (BKN)." in case
    assert "diteruskan: Badan Kepegawaian Negara (BKN): " in case
    assert "-0001</code>" in case
    assert "Antarkan sendiri." in case
    assert "Lembar PDF dibuat dari suntingan dan bukti yang sekarang" in case
    left = (await desk.console.opens("/aduan/penerusan")).text
    assert "Tidak ada yang tertahan" in left
    for page in (case, left):
        assert "udah sampai." not in page
    after = (await desk.console.opens(f"/aduan/{tip.id}/teruskan")).text
    assert "bukan yang sudah dikirim" in after
    assert "Persis yang akan keluar" not in after
    paper = await desk.console.opens(f"/aduan/{tip.id}/pdf")
    assert "-0001.pdf" in paper.headers["content-disposition"]


async def test_two_presses_forward_once(desk: Handled) -> None:
    tip = await desk.takes()
    seen = await desk.seen(tip)
    answers = await asyncio.gather(*(desk.forwards(tip, dilihat=seen) for _ in range(2)))
    late = await desk.console.sends(
        f"/aduan/{tip.id}/teruskan", tujuan="inspektorat", alasan="Unsurnya lengkap.", dilihat=seen
    )
    assert answers == [303, 303]
    assert late.headers["location"].endswith("kabar=sudah-diteruskan")
    assert [each["target"] for each in await sent(desk)] == ["bkn"]


async def test_what_was_not_looked_at_is_not_sent(desk: Handled) -> None:
    tip = await desk.takes()
    stale = await desk.seen(tip)
    await desk.redacts(tip, "siapa")
    await desk.redacts(tip)
    assert await desk.forwards(tip, dilihat="") == 422
    await desk.redacts(tip, "saksi")
    assert await desk.forwards(tip, dilihat=stale) == 422
    assert await sent(desk) == []


@pytest.mark.parametrize(
    "fields", [{"alasan": " "}, {"tujuan": ""}, {"tujuan": "kasn"}, {"tujuan": "../bkn"}]
)
async def test_what_is_left_out_or_made_up_is_asked_for(
    desk: Handled, fields: dict[str, str]
) -> None:
    tip = await desk.takes()
    assert await desk.forwards(tip, **fields) == 422
    assert await sent(desk) == []


async def test_an_old_code_is_asked_for_again_and_a_verifier_only_looks(desk: Handled) -> None:
    tip = await desk.takes()
    seen = await desk.seen(tip)
    desk.console.clock.forward(seconds=CONFIRMED_FOR.total_seconds())
    assert 'name="_code"' in (await desk.console.opens(f"/aduan/{tip.id}/teruskan")).text
    assert await desk.forwards(tip, dilihat=seen) == 403
    await desk.enters(Role.VERIFIER, name="rina")
    page = (await desk.console.opens(f"/aduan/{tip.id}/teruskan")).text
    assert "Persis yang akan keluar" in page
    assert "Teruskan sekarang" not in page
    assert await desk.forwards(tip) == 403
    assert await sent(desk) == []


async def test_an_unread_tip_and_one_s_own_office_are_refused(desk: Handled) -> None:
    unread = await desk.takes(read=False)
    assert "belum dibaca" in (await desk.console.opens(f"/aduan/{unread.id}/teruskan")).text
    assert await desk.forwards(unread) == 422
    assert await sent(desk) == []


async def test_what_stopped_is_tried_again(desk: Handled) -> None:
    tip, forwarding = await stopped(desk)
    case = (await desk.console.opens(f"/aduan/{tip.id}")).text
    assert "isi kiriman tidak terbaca" in case
    assert all(each in case for each in ("Coba lagi", "Kembalikan ke meja", "Catat sudah sampai"))
    assert "Perlu keputusan" in (await desk.console.opens("/aduan/penerusan")).text
    again = await desk.console.sends(f"/aduan/{tip.id}/penerusan/{forwarding}/ulang")
    assert again.status_code == 303
    assert [each["state"] for each in await sent(desk)] == ["waiting"]


async def test_what_stopped_comes_back_and_can_be_forwarded_anew(desk: Handled) -> None:
    tip, forwarding = await stopped(desk)
    back = await desk.console.sends(f"/aduan/{tip.id}/penerusan/{forwarding}/kembalikan")
    assert back.status_code == 303
    assert "aduan kembali ke meja" in (await desk.console.opens(f"/aduan/{tip.id}")).text
    assert await desk.forwards(tip) == 303
    await desk.console.services.forwarder.run()
    case = (await desk.console.opens(f"/aduan/{tip.id}")).text
    assert case.index("Dibatalkan") < case.index("Antarkan sendiri")


async def test_what_arrived_after_all_is_written_down(desk: Handled) -> None:
    tip, forwarding = await stopped(desk)
    path = f"/aduan/{tip.id}/penerusan/{forwarding}/sampai"
    assert (await desk.console.sends(path, rujukan="bukan rujukan <b>")).status_code == 422
    assert (await desk.console.sends(path)).status_code == 422
    assert (await desk.console.sends(path, rujukan="BKN/2026/7")).status_code == 303
    case = (await desk.console.opens(f"/aduan/{tip.id}")).text
    assert "<code>BKN/2026/7</code>" in case
    assert "Antarkan sendiri" not in case
    assert "Kabar dari penerima: diterima" in case


async def test_nobody_decides_of_another_tip_s_forwarding_or_one_of_their_office(
    desk: Handled,
) -> None:
    tip, forwarding = await stopped(desk)
    account = replace(CONTENT.account, office="")
    other = await desk.takes(replace(CONTENT, account=account))
    for verb in ("ulang", "kembalikan", "sampai"):
        for path in (
            f"/aduan/{other.id}/penerusan/{forwarding}/{verb}",
            f"/aduan/{tip.id}/penerusan/{forwarding[:8]}/{verb}",
            f"/aduan/{tip.id[:8]}/penerusan/{forwarding}/{verb}",
        ):
            assert (await desk.console.sends(path, rujukan="X1")).status_code == 404, path
    await desk.enters(name="budi", offices=frozenset({CONTENT.account.office}))
    own = f"/aduan/{tip.id}/penerusan/{forwarding}/kembalikan"
    assert (await desk.console.sends(own)).status_code == 404
    assert tip.id[:8] not in (await desk.console.opens("/aduan/penerusan")).text
    assert [each["state"] for each in await sent(desk)] == ["dead"]
    await desk.enters(Role.VERIFIER, name="rina")
    assert (await desk.console.sends(own)).status_code == 403
    assert "Putuskan kiriman" not in (await desk.console.opens(f"/aduan/{tip.id}")).text


async def test_what_the_receiver_says_stands_in_the_line(desk: Handled) -> None:
    tip = await desk.takes()
    await desk.forwards(tip)
    await desk.console.services.forwarder.run()
    case = (await desk.console.opens(f"/aduan/{tip.id}")).text
    reference = case.split("dengan nomor <code>")[1].split("<")[0]
    for status in (Status.RECEIVED, Status.IN_PROGRESS):
        assert await desk.console.services.settling.note(reference, status)
    case = (await desk.console.opens(f"/aduan/{tip.id}")).text
    assert case.index("Kabar dari penerima: diterima") < case.index("penerima: ditindaklanjuti")
