"""The list of tips: what is asked for, in which order, and what it costs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import event
from starlette.datastructures import QueryParams
from tipping import CONTENT, DAY
from unlocking import Room

from bot.staff.account import Role
from bot.tips.listing import Line
from bot.tips.tip import Account, Content, Status, Tip
from webhooks.console.tip_queue import Sought, found

EVIL = "\"><script>alert('x')</script>"


def line(name: str, status: Status = Status.READ, left: int | None = 3, **more: object) -> Line:
    district = str(more.pop("district", "Beji"))
    day = DAY - timedelta(days=int(str(more.pop("age", 0))))
    tip = Tip(name, day, status, district, str(more.pop("office", "")), "", b"")
    deadline = None if left is None else DAY + timedelta(days=left)
    return Line(tip, deadline, left, **more)  # type: ignore[arg-type]


LINES = (
    line("a", Status.NEW, 5, age=9),
    line("b", left=-2, age=8, assigned="siti"),
    line("c", Status.NEEDS_INFO, 0, age=7, answered=True, district="Limo"),
    line("d", Status.FORWARDED, 1, age=6, serious=False),
    line("e", left=None, age=5, office="kecamatan-beji", assigned="budi"),
    line("f", Status.DONE, 2, age=4, offices=frozenset({"kecamatan-limo"})),
)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "caebd"),
        ("status=", "caebdf"),
        ("status=selesai", "f"),
        ("status=entah", "caebd"),
        ("kecamatan=limo", "c"),
        ("perangkat=kecamatan-beji", "e"),
        ("status=&perangkat=kecamatan-limo", "f"),
        ("petugas=saya", "b"),
        ("petugas=belum", "cad"),
        ("tenggat=lewat", "b"),
        ("tenggat=0", "c"),
        ("tenggat=7", "cad"),
        ("tenggat=tidak-diketahui", "e"),
        ("serius=tidak", "d"),
        ("serius=ya", "caeb"),
        ("jawaban=ada", "c"),
        ("urut=terlama", "abcde"),
        ("urut=terbaru", "edcba"),
        ("urut=kecamatan", "abdec"),
        ("hal=99", "caebd"),
    ],
)
def test_the_list_shows_what_its_address_asks_for(query: str, names: str) -> None:
    sought = Sought.of(QueryParams(query))
    key = sought.key
    assert key
    shown = found(sorted(LINES, key=key), sought, "siti")
    assert "".join(each.tip.id for each in shown.lines) == names
    assert shown.total == len(names)


def test_an_address_says_no_more_than_what_is_not_usual() -> None:
    assert Sought().at(1) == "/meja/aduan"
    asked = "status=&tenggat=2&cari=kaus+putih&hal=2"
    sought = Sought.of(QueryParams(asked))
    assert sought.at(3) == "/meja/aduan?cari=kaus+putih&status=&tenggat=2&hal=3"
    assert Sought.of(QueryParams(sought.query)) == sought


async def test_pages_keep_the_filters_and_a_case_leads_back_to_them(room: Room) -> None:
    for _ in range(30):
        await room.puts()
    await room.office.mover.move_parcels()
    await room.enters()
    page = unescape((await room.console.opens("/aduan?kecamatan=Beji&urut=terlama")).text)
    assert "1 sampai 25 dari 30 aduan" in page
    assert 'href="/meja/aduan?kecamatan=Beji&urut=terlama&hal=2"' in page
    last = (await room.console.opens("/aduan?kecamatan=Beji&urut=terlama&hal=2")).text
    assert "26 sampai 30 dari 30 aduan" in last
    [tip, *_] = re.findall(r"/meja/aduan/([0-9a-f]{16})", last)
    case = await room.console.opens(f"/aduan/{tip}")
    back = 'href="/meja/aduan?kecamatan=Beji&urut=terlama&hal=2"'
    assert back in unescape(case.text)
    await room.console.sends(f"/aduan/{tip}/catatan", catatan="Dibaca.", dilihat="x")
    assert back in unescape((await room.console.opens(f"/aduan/{tip}")).text)


async def test_a_list_without_tips_teaches_what_to_do(room: Room) -> None:
    await room.enters()
    assert "Belum ada aduan" in (await room.console.opens("/aduan")).text
    assert "Hapus semua saringan" in (await room.console.opens("/aduan?cari=kaus")).text


async def test_what_locks_the_desk_takes_the_list_from_memory(room: Room) -> None:
    await room.office.sends()
    await room.enters()
    await room.console.opens("/aduan?cari=kaus")
    open_desk = room.console.services.tipping.desks.find("siti")
    assert open_desk
    assert open_desk.shelf.lines
    await room.console.sends("/aduan/kunci")
    assert open_desk.shelf.lines == ()
    assert open_desk.shelf.index.find("kaus") == []
    assert not open_desk.ring.pairs


@contextmanager
def statements(room: Room) -> Iterator[list[str]]:
    """Yield what is said to the database meanwhile."""
    said: list[str] = []
    engine = room.console.services.database._engine.sync_engine

    def hear(*each: object) -> None:
        said.append(str(each[2]))

    event.listen(engine, "before_cursor_execute", hear)
    yield said
    event.remove(engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("page", ["/aduan", "/aduan?cari=kaus", "/aduan/{tip}"])
async def test_a_page_says_the_same_to_the_database_with_fifty_tips_as_with_five(
    room: Room, page: str
) -> None:
    _, tip = await room.office.sends()
    path = page.format(tip=tip.id)
    await room.enters()
    counts = []
    for more in (4, 45):
        for _ in range(more):
            await room.puts()
        for number in range(more):
            await room.does(tip, "catatan", catatan=f"Catatan {number}") if number < 9 else None
        await room.office.mover.move_parcels()
        await room.console.opens(path)
        with statements(room) as said:
            await room.console.opens(path)
        counts.append(len(said))
    assert counts[0] == counts[1]


async def test_no_field_of_a_citizen_or_a_colleague_becomes_a_page(room: Room) -> None:
    account = Account(
        story=EVIL * 3,
        who=EVIL,
        when=EVIL,
        where=EVIL,
        district=EVIL,
        village=EVIL,
        office=EVIL,
        witnesses=EVIL,
        links=(f"https://x.example/{EVIL}",),
    )
    evil = Content(account, (replace(CONTENT.evidence[0], kind=EVIL, sha256=EVIL),))
    _, tip = await room.office.sends(evil)
    _, twin = await room.office.sends(evil)
    await room.enters(Role.VERIFIER, Role.AUDITOR)
    await room.does(tip, "catatan", catatan=EVIL)
    await room.does(tip, "tanya", pertanyaan=EVIL, tahap="kirim")
    await room.office.answers(tip, EVIL)
    await room.office.mover.move_parcels()
    pages = [
        await room.console.opens(f"/aduan/{tip.id}"),
        await room.console.opens("/aduan"),
        await room.console.opens(f"/aduan/{tip.id}/jejak"),
        await room.does(tip, "tanya", pertanyaan=EVIL),
        await room.does(tip, "tanya", "lama", pertanyaan=EVIL, tahap="kirim"),
        await room.does(twin, "tutup", hasil="ditolak", alasan=EVIL),
        await room.does(twin, "tutup", hasil=EVIL, alasan=EVIL),
        await room.console.sends(f"/aduan/{'f' * 16}/catatan", catatan=EVIL),
    ]
    for page in pages:
        assert "<script>alert" not in page.text
        assert '"><script' not in page.text
    assert pages[0].text.count("&lt;script&gt;") >= 12
