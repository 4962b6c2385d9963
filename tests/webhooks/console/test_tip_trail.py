"""Who read a tip, for those who may read the trail."""

import re

from tipping import CONTENT
from unlocking import Room

from bot.staff.account import Role

OWN = frozenset({CONTENT.account.office})


async def test_the_trail_of_a_tip_tells_who_read_it_and_what_was_refused(room: Room) -> None:
    _, tip = await room.office.sends()
    await room.enters(name="lina", offices=OWN)
    await room.console.opens(f"/aduan/{tip.id}")
    await room.enters(Role.VERIFIER, Role.AUDITOR)
    assert f"/meja/aduan/{tip.id}/jejak" in await room.reads(tip)
    await room.does(tip, "catatan", catatan="Rahasia rekan.")
    page = (await room.console.opens(f"/aduan/{tip.id}/jejak")).text
    told = re.findall(r'soft">([^<]+)</span><span>([^<]+)', page)
    assert [(who.split(", ")[-1], what) for who, what in told] == [
        ("siti", "Mencatat pada aduan"),
        ("siti", "Membaca aduan"),
        ("siti", "Membaca aduan"),
        ("lina", "Membaca aduan: "),
    ]
    assert "ditolak" in page
    assert "Rahasia" not in page


async def test_the_trail_of_a_tip_is_for_whoever_may_read_it(room: Room) -> None:
    _, tip = await room.office.sends()
    await room.enters(Role.VERIFIER)
    assert "/jejak" not in await room.reads(tip)
    assert (await room.console.opens(f"/aduan/{tip.id}/jejak")).status_code == 403


async def test_an_auditor_without_the_key_sees_the_trail_but_not_of_the_own_office(
    room: Room,
) -> None:
    _, tip = await room.office.sends()
    await room.console.enters(Role.AUDITOR, name="ayu")
    page = await room.console.opens(f"/aduan/{tip.id}/jejak")
    assert (page.status_code, "Belum ada yang membukanya" in page.text) == (200, True)
    await room.console.enters(Role.AUDITOR, name="lina", offices=OWN)
    own = await room.console.opens(f"/aduan/{tip.id}/jejak")
    none = await room.console.opens(f"/aduan/{'f' * 16}/jejak")
    assert (own.status_code, none.status_code) == (404, 404)
