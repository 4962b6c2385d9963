"""Every page of the table against every role, and against those whom no page is for."""

import re

import httpx
import pytest
from visiting import Visitor

from bot.staff.account import ALLOWED, Act, Role
from bot.staff.session import LASTS
from webhooks.console.guard import Guard
from webhooks.console.pages import UndeclaredPage, guarded, handlers
from webhooks.console.permissions import NEEDS, Door

BEHIND = {page: need for page, need in NEEDS.items() if isinstance(need, Act)}


async def asked(console: Visitor, page: str) -> httpx.Response:
    method, _, path = page.partition(" ")
    path = re.sub(r"\{\w+\}", "abcd", path)
    return await (console.opens(path) if method == "GET" else console.sends(path))


@pytest.mark.parametrize("role", Role)
async def test_a_role_gets_the_pages_of_the_table_and_no_other(
    console: Visitor, role: Role
) -> None:
    for number, (page, act) in enumerate(BEHIND.items()):
        await console.enters(role, name=f"siti{number}")
        answer = await asked(console, page)
        assert (answer.status_code != 403) is (role in ALLOWED[act]), page
        assert answer.status_code < 500, page


async def test_without_a_role_nothing_opens(console: Visitor) -> None:
    await console.enters()
    assert {(await asked(console, page)).status_code for page in BEHIND} == {403}


async def test_without_a_session_every_page_is_the_login(console: Visitor) -> None:
    for page in BEHIND:
        answer = await asked(console, page)
        assert (answer.status_code, "Masuk ke meja" in answer.text) == (401, True), page


async def test_a_session_that_is_over_opens_nothing(console: Visitor) -> None:
    await console.enters(*Role)
    console.clock.forward(seconds=LASTS.total_seconds())
    assert {(await asked(console, page)).status_code for page in BEHIND} == {401}


async def test_a_disabled_account_opens_nothing(console: Visitor) -> None:
    await console.enters(*Role, disabled=True)
    assert {(await asked(console, page)).status_code for page in BEHIND} == {401}


def test_open_to_everybody_is_getting_in_alone() -> None:
    opened = {page.split()[1].split("/")[1] for page, need in NEEDS.items() if need is Door.OPEN}
    assert opened == {"masuk", "undangan"}


@pytest.mark.parametrize("extra", [True, False])
def test_a_page_without_a_declared_act_stops_the_start(console: Visitor, *, extra: bool) -> None:
    answering = dict(handlers(console.services))
    first = answering.pop("GET /")
    if extra:
        answering |= {"GET /": first, "GET /rahasia": first}
    with pytest.raises(UndeclaredPage, match="GET /"):
        guarded(answering, Guard(console.services))


async def test_the_menu_shows_what_the_role_may_open(console: Visitor) -> None:
    await console.enters(Role.AUDITOR)
    page = (await console.opens("/")).text
    for path in ("/aduan", "/siaran", "/pertanyaan", "/pengetahuan", "/pengaturan", "/bantuan"):
        need = NEEDS.get(f"GET {path}")
        shown = isinstance(need, Act) and Role.AUDITOR in ALLOWED[need]
        assert (f'<a href="/meja{path}"' in page) is shown
    assert '<a href="/meja/" aria-current="page">Beranda</a>' in page
