"""The queue and the cases as staff see them in the browser, and what stays shut."""

from dataclasses import replace

from logged_in import WORDS
from sqlalchemy import event
from tipping import CONTENT
from unlocking import Room
from visiting import Visitor

from bot.staff.account import Act, Role
from bot.staff.audit import Wanted, listed
from bot.staff.refusal import Reason
from bot.tips.tip import Account, Content
from bot.tips.unlocking import IDLE

EVIL = "<script>alert(1)</script>"


async def test_without_the_key_there_are_counts_only(room: Room) -> None:
    _, tip = await room.office.sends()
    await room.console.enters(Role.VERIFIER)
    page = await room.console.opens("/aduan")
    assert (page.status_code, "1 aduan menunggu" in page.text) == (200, True)
    shut = await room.console.opens(f"/aduan/{tip.id}")
    assert (shut.status_code, "Buka meja aduan" in shut.text) == (423, True)
    assert tip.id not in page.text
    assert "Lurah" not in shut.text


async def test_the_passphrase_opens_the_queue_and_the_case(room: Room) -> None:
    _, tip = await room.office.sends()
    await room.console.enters(Role.VERIFIER)
    answer = await room.console.sends(
        "/aduan/buka", desk_password=WORDS, next=f"/meja/aduan/{tip.id}"
    )
    assert answer.headers["location"] == f"/meja/aduan/{tip.id}"
    assert f"/meja/aduan/{tip.id}" in (await room.console.opens("/aduan")).text
    page = (await room.console.opens(f"/aduan/{tip.id}")).text
    for told in (CONTENT.account.story, "kemarin sore", "dua tetangga", "a" * 64, "tinggal 6 hari"):
        assert told in page
    assert "Semua unsur disebut" in page


async def test_a_wrong_passphrase_opens_nothing_and_costs_a_pause(room: Room) -> None:
    await room.console.enters(Role.VERIFIER)
    assert await room.unlocks("bukan kata sandi kunci ini") == 422
    assert await room.unlocks() == 429
    assert "Buka meja aduan" in (await room.console.opens("/aduan")).text
    room.console.clock.forward(seconds=2)
    assert await room.unlocks() == 303


async def test_unlocking_and_wrong_passphrases_are_in_the_trail(room: Room) -> None:
    await room.console.enters(Role.VERIFIER)
    await room.unlocks("bukan kata sandi kunci ini")
    room.console.clock.forward(seconds=2)
    await room.unlocks()
    async with room.console.services.database.reading() as connection:
        rows = [row.entry async for row in listed(connection, Wanted())]
    found = [(each.outcome, each.reason) for each in rows if each.act == Act.UNLOCK_DESK]
    assert sorted(found) == [("done", ""), ("refused", Reason.CREDENTIALS)]


async def test_where_there_is_no_key_that_is_told(console: Visitor) -> None:
    await console.enters(Role.VERIFIER)
    answer = await console.sends("/aduan/buka", desk_password=WORDS)
    assert (answer.status_code, "tidak ada di komputer ini" in answer.text) == (422, True)


async def test_the_desk_is_locked_by_its_button_by_logout_and_by_idleness(room: Room) -> None:
    await room.console.enters(Role.VERIFIER)
    desks = room.console.services.tipping.desks
    await room.unlocks()
    assert desks.find("siti")
    await room.console.sends("/aduan/kunci")
    assert desks.find("siti") is None
    await room.unlocks()
    room.console.clock.forward(seconds=IDLE.total_seconds())
    assert desks.find("siti") is None
    await room.console.enters(Role.VERIFIER, name="budi")
    await room.unlocks()
    await room.console.sends("/keluar")
    assert desks.find("budi") is None


async def test_another_session_has_to_unlock_for_itself(room: Room) -> None:
    await room.console.enters(Role.VERIFIER)
    await room.unlocks()
    await room.console.enters(Role.VERIFIER, name="budi")
    assert "Buka meja aduan" in (await room.console.opens("/aduan")).text


async def test_a_tip_about_one_s_own_office_is_as_one_that_is_not_there(room: Room) -> None:
    _, tip = await room.office.sends()
    offices = frozenset({CONTENT.account.office})
    await room.console.enters(Role.VERIFIER, offices=offices)
    await room.unlocks()
    assert tip.id not in (await room.console.opens("/aduan?status=")).text
    own = await room.console.opens(f"/aduan/{tip.id}")
    none = await room.console.opens(f"/aduan/{'f' * 16}")
    assert (own.status_code, none.status_code) == (404, 404)
    shown = {each.text.split("Nomor kejadian")[0] for each in (own, none)}
    assert len(shown) == 1


async def test_what_a_citizen_wrote_is_text_and_never_a_page(room: Room) -> None:
    account = Account(
        story=f"{EVIL}\u202e" * 3,
        who=EVIL,
        when=EVIL,
        where=EVIL,
        witnesses=EVIL,
        links=(f"https://x.example/{EVIL}", "javascript:alert(1)"),
    )
    _, tip = await room.office.sends(Content(account, CONTENT.evidence))
    await room.office.answers(tip, EVIL)
    await room.office.mover.move_parcels()
    await room.console.enters(Role.VERIFIER)
    await room.unlocks()
    page = (await room.console.opens(f"/aduan/{tip.id}")).text
    assert EVIL not in page
    assert "\u202e" not in page
    assert 'href="javascript' not in page
    assert page.count("&lt;script&gt;") == 9
    found = (await room.console.opens("/aduan")).text
    assert EVIL not in found
    sought = await room.console.client.get("/meja/aduan", params={"cari": f'">{EVIL}'})
    assert EVIL not in sought.text


async def test_filters_search_and_pages_show_what_is_asked_for(room: Room) -> None:
    story = "Camat membagikan sembako bergambar calon di balai warga."
    other = replace(CONTENT.account, story=story, district="Limo", office="")
    _, beji = await room.office.sends()
    _, limo = await room.office.sends(Content(other))
    await room.console.enters(Role.VERIFIER)
    await room.unlocks()
    for query, shown, hidden in (
        ("cari=sembako", limo, beji),
        ("kecamatan=Beji", beji, limo),
    ):
        page = (await room.console.opens(f"/aduan?{query}&hal=999999999")).text
        assert (shown.id in page, hidden.id in page) == (True, False)
    for query in ("status=selesai", "petugas=saya", "jawaban=ada"):
        assert "Tidak ada aduan yang cocok" in (await room.console.opens(f"/aduan?{query}")).text


async def test_fifty_tips_take_as_many_statements_as_one(room: Room) -> None:
    counts: list[int] = []
    engine = room.console.services.database._engine.sync_engine
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *each: said.append(each[2]))
    await room.office.sends()
    await room.console.enters(Role.VERIFIER)
    await room.unlocks()
    for more in (0, 49):
        for _ in range(more):
            await room.puts()
        await room.office.mover.move_parcels()
        await room.console.opens("/aduan")
        said.clear()
        await room.console.opens("/aduan")
        counts.append(len(said))
    assert counts[0] == counts[1]
