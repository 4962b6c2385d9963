import re
from html import unescape

import pytest
from colleagues import Desk
from visiting import Visitor

from bot.staff.account import Role
from bot.staff.session import CONFIRMED_FOR

LIST = "/pengaturan/akun"
INVITED = {"account_name": "rina", "full_name": "Rina Sari", "roles": ["verifier", "editor"]}


@pytest.fixture
async def desk(console: Visitor) -> Desk:
    """A first administrator who has just logged in at this browser."""
    desk = console.desk
    await desk.enter(await desk.invitations.first("admin"))
    console.holds((await desk.login("admin")).token)
    return desk


async def test_the_link_of_an_invitation_is_shown_once_and_leads_in(
    console: Visitor, desk: Desk
) -> None:
    page = await console.sends("/pengaturan/undangan", **INVITED)
    link = re.findall(r">(http\S+)</textarea>", page.text)[0]
    assert link.startswith("http://127.0.0.1:8000/meja/undangan/")
    code = link.rpartition("/")[2]
    assert "Rina Sari" in (await console.opens(f"/undangan/{code}")).text
    listed = (await console.opens(LIST)).text
    assert "Rina Sari" in listed
    assert code not in listed
    assert await desk.enter(code) == "rina"


async def test_an_invitation_that_cannot_be_comes_back_with_what_was_typed(
    console: Visitor, desk: Desk
) -> None:
    del desk
    for wrong, sentence in (
        ({"account_name": "Rina"}, "huruf kecil"),
        ({"account_name": "admin"}, "Sudah ada akun bernama admin"),
    ):
        page = await console.sends("/pengaturan/undangan", **{**INVITED, **wrong})
        assert (page.status_code, sentence in page.text) == (422, True)
        assert 'value="Rina Sari"' in page.text
        assert re.search(r'value="editor" checked', page.text)


@pytest.mark.parametrize("missing", ["roles", "full_name"])
async def test_an_invitation_needs_a_name_and_a_role(
    console: Visitor, desk: Desk, missing: str
) -> None:
    del desk
    typed = {name: value for name, value in INVITED.items() if name != missing}
    page = await console.sends("/pengaturan/undangan", **typed)
    assert (page.status_code, "perlu diisi" in page.text) == (422, True)
    assert f'id="{missing}-error"' in page.text
    assert 'value="rina"' in page.text


async def test_an_account_keeps_a_role_and_the_form_says_so(console: Visitor, desk: Desk) -> None:
    await console.enters(Role.VERIFIER, name="budi")
    console.holds((await desk.login("admin")).token)
    page = await console.sends(f"{LIST}/budi")
    assert (page.status_code, 'id="roles-error"' in page.text) == (422, True)
    assert "Nama akun" in page.text


async def test_an_office_that_is_not_there_is_refused_beside_what_was_typed(
    console: Visitor, desk: Desk
) -> None:
    del desk
    page = await console.sends("/pengaturan/undangan", **INVITED, offices="tidak-ada")
    assert (page.status_code, "Tidak ada perangkat daerah" in page.text) == (422, True)
    assert 'value="Rina Sari"' in page.text


async def test_roles_and_offices_are_changed_and_the_sessions_end(
    console: Visitor, desk: Desk
) -> None:
    await console.enters(Role.VERIFIER, name="budi")
    console.holds((await desk.login("admin")).token)
    done = await console.sends(f"{LIST}/budi", roles="auditor", offices="kelurahan-kukusan")
    assert done.headers["location"] == f"/meja{LIST}?kabar=akun-diubah"
    page = unescape((await console.opens(f"{LIST}/budi")).text)
    assert re.search(r'value="auditor" checked', page)
    assert re.search(r'value="kelurahan-kukusan" checked', page)
    assert not re.search(r'value="verifier" checked', page)
    console.holds("budi")
    assert (await console.opens("/")).status_code == 401


async def test_a_disabled_account_is_shut_out_until_it_is_enabled(
    console: Visitor, desk: Desk
) -> None:
    await console.enters(Role.VERIFIER, name="budi")
    console.holds((await desk.login("admin")).token)
    await console.sends(f"{LIST}/budi/nonaktif")
    assert "nonaktif" in (await console.opens(LIST)).text
    await console.sends(f"{LIST}/budi/aktif")
    assert "nonaktif" not in (await console.opens(LIST)).text
    acts = [(each.act, each.subject) for each in await desk.noted()]
    assert acts.count(("manage-staff", "budi")) == 2


async def test_the_last_administrator_cannot_be_locked_out(console: Visitor, desk: Desk) -> None:
    del desk
    changed = await console.sends(f"{LIST}/admin", roles="verifier")
    assert (changed.status_code, "paling sedikit satu pengelola" in changed.text) == (422, True)
    shut = await console.sends(f"{LIST}/admin/nonaktif")
    assert (shut.status_code, "paling sedikit satu pengelola" in shut.text) == (422, True)
    assert (await console.opens(LIST)).status_code == 200


async def test_a_lost_phone_is_replaced_by_a_new_link(console: Visitor, desk: Desk) -> None:
    page = await console.sends(f"{LIST}/admin/undangan")
    code = re.findall(r"/undangan/(\S+)</textarea>", page.text)[0]
    assert "kata sandi dan ponsel baru" in (await console.opens(LIST)).text
    await desk.enter(code)
    assert (await console.opens(LIST)).status_code == 401


async def test_the_list_tells_the_day_of_the_last_login(console: Visitor, desk: Desk) -> None:
    del desk
    await console.enters(Role.VERIFIER, name="budi")
    await console.enters(Role.ADMIN, name="siti")
    page = (await console.opens(LIST)).text
    assert page.count("belum pernah") == 2
    assert page.count("25 November 2026") == 1


async def test_without_a_fresh_code_nothing_of_it_happens(console: Visitor, desk: Desk) -> None:
    console.clock.forward(seconds=CONFIRMED_FOR.total_seconds())
    asked = await console.sends(f"{LIST}/admin/undangan")
    assert (asked.status_code, "Pastikan ini Anda" in asked.text) == (403, True)
    assert not [each for each in await desk.noted() if each.subject == "admin"][1:]
    done = await console.sends(f"{LIST}/admin/undangan", _code=desk.code("admin"))
    assert "Tautan sekali pakai" in done.text


async def test_an_account_that_is_not_there_is_told(console: Visitor, desk: Desk) -> None:
    del desk
    for page in (await console.opens(f"{LIST}/hantu"), await console.sends(f"{LIST}/hantu/aktif")):
        assert (page.status_code, "Tidak ada akun" in page.text) == (422, True)
    assert "<script" not in (await console.opens(f"{LIST}/%3Cscript%3E")).text.partition("<main")[2]
