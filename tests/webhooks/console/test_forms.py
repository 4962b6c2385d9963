"""Forms on their way: wrong, sent when the session was over, or wanting a code first."""

from typing import Annotated

import httpx
import pytest
from colleagues import PASSWORD, Desk
from fakes import FakeClock
from pydantic import BaseModel, Field, field_validator
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from visiting import ROOT, Visitor, cheap, hidden

from bot.staff.account import Act
from bot.staff.session import CONFIRMED_FOR, LASTS
from bot.wiring import Services
from webhooks.console.entrance import Entrance
from webhooks.console.forms import Incomplete
from webhooks.console.guard import Guard
from webhooks.console.permissions import Door
from webhooks.console.visit import Visit

STORY = "<b>tulisan panjang</b>"


class Note(BaseModel):
    text: Annotated[str, Field(min_length=5, max_length=40)]
    kinds: tuple[str, ...] = ()
    days: int = 0

    @field_validator("days")
    @classmethod
    def _not_below(cls, value: int) -> int:
        if value < 0:
            raise ValueError("Tidak boleh di bawah nol.")
        return value


async def write(visit: Visit) -> Response:
    try:
        note = visit.read(Note)
    except Incomplete as error:
        form = error.form
        told = {"text": form.value("text"), "kinds": form.values("kinds"), "errors": form.errors}
        return JSONResponse(told, 422)
    return JSONResponse({"written": note.text, "kinds": note.kinds})


async def blank(visit: Visit) -> Response:
    return JSONResponse({"text": visit.form.value("text", "kosong"), "news": visit._news()})


async def careless(visit: Visit) -> Response:
    return JSONResponse(visit.read(Note).text)


@pytest.fixture
async def office(services: Services, clock: FakeClock) -> Visitor:
    """A console with a page to write a note, and one that forwards."""
    made = cheap(services)
    guard, entrance = Guard(made), Entrance(made)
    pages = {
        "/catat": (write, Act.USE_SESSION),
        "/buku/{page}": (write, Act.USE_SESSION),
        "/teruskan": (write, Act.MANAGE_STAFF),
        "/ceroboh": (careless, Act.USE_SESSION),
        "/masuk": (entrance.login, Door.OPEN),
        "/pastikan": (entrance.confirm, Act.CONFIRM),
    }
    routes = [
        Route(path, guard.before(handler, need), methods=["POST"])
        for path, (handler, need) in pages.items()
    ]
    routes.append(Route("/buku/{page}", guard.before(blank, Act.USE_SESSION), methods=["GET"]))
    routes.append(Route("/akun", guard.before(careless, Act.MANAGE_STAFF), methods=["GET"]))
    app = Starlette(routes=[Mount("/meja", Starlette(routes=routes))])
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ROOT)
    return Visitor(made, clock, client)


@pytest.fixture
async def desk(office: Visitor) -> Desk:
    """The first administrator is logged in with this browser."""
    made = office.desk
    await made.enter(await made.invitations.first("admin"))
    office.holds((await made.login("admin")).token)
    return made


async def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    office: Visitor, desk: Desk
) -> None:
    answer = await office.sends("/catat", text="tes", kinds=["a", "b"], days="-1")
    assert answer.status_code == 422
    told = answer.json()
    assert (told["text"], told["kinds"]) == ("tes", ["a", "b"])
    assert "5 karakter" in told["errors"]["text"]
    assert told["errors"]["days"] == "Tidak boleh di bawah nol."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("  ", "perlu diisi"), ("x" * 41, "Paling banyak 40"), ("baik", "sedikit 5")],
)
async def test_each_mistake_has_its_sentence(
    office: Visitor, desk: Desk, text: str, sentence: str
) -> None:
    assert sentence in (await office.sends("/catat", text=text)).json()["errors"]["text"]


async def test_a_number_that_is_none_is_told_in_words(office: Visitor, desk: Desk) -> None:
    answer = await office.sends("/catat", text="cukup panjang", days="tiga")
    assert "tidak dapat dipakai" in answer.json()["errors"]["days"]


async def test_lines_come_as_they_were_typed_and_without_nul(office: Visitor, desk: Desk) -> None:
    answer = await office.sends("/catat", text="satu\r\ndua\0", kinds="a")
    assert answer.json() == {"written": "satu\ndua", "kinds": ["a"]}


async def test_a_page_that_forgets_its_mistakes_still_tells_them(
    office: Visitor, desk: Desk
) -> None:
    answer = await office.sends("/ceroboh", text="tes")
    assert (answer.status_code, "5 karakter" in answer.text) == (422, True)


async def test_what_was_typed_when_the_session_ended_comes_back_in_its_form(
    office: Visitor, desk: Desk
) -> None:
    assert (await office.opens("/buku/7")).json() == {"text": "kosong", "news": ""}
    office.clock.moment += LASTS
    page = {"referer": f"{ROOT}/meja/buku/7?urut=nama"}
    login = await office.sends("/catat", headers=page, text=STORY)
    assert (login.status_code, "tidak hilang" in login.text) == (401, True)
    assert "panjang" not in login.text

    wrong = await office.sends("/masuk", _draft=hidden(login, "_draft"), name="admin")
    assert wrong.status_code == 401
    back = await office.sends("/masuk", **credentials(desk, wrong))
    assert back.json()["text"] == STORY
    assert "Belum ada yang dikirim" in back.json()["news"]
    assert (await office.sends("/catat", text=STORY)).json()["written"] == STORY


@pytest.mark.parametrize(
    ("path", "seen"), [("/buku/7", f'"text":"{STORY}'), ("/catat", "&lt;b&gt;")]
)
async def test_a_form_that_was_brought_back_is_so_again_when_its_session_ends_too(
    office: Visitor, desk: Desk, path: str, seen: str
) -> None:
    office.clock.moment += LASTS
    # The browser still stands where it logged in.
    login = await office.sends(path, headers={"referer": f"{ROOT}/meja/masuk"}, text=STORY)
    assert "tidak hilang" in login.text
    back = await office.sends("/masuk", **credentials(desk, login))
    assert seen in back.text


async def test_where_no_page_is_told_what_was_typed_can_be_copied(
    office: Visitor, desk: Desk
) -> None:
    office.clock.moment += LASTS
    login = await office.sends("/catat", text=STORY, new_password="sangat rahasia")
    back = await office.sends("/masuk", **credentials(desk, login))
    assert "sangat rahasia" not in back.text
    assert "&lt;b&gt;tulisan panjang&lt;/b&gt;</textarea>" in back.text


async def test_a_button_that_was_pressed_too_late_is_not_pressed_again(
    office: Visitor, desk: Desk
) -> None:
    office.clock.moment += LASTS
    page = {"referer": f"{ROOT}/meja/buku/7"}
    login = await office.sends("/teruskan", headers=page)
    assert "_draft" not in login.text
    assert hidden(login, "next") == "/meja/buku/7"


def credentials(desk: Desk, page: httpx.Response) -> dict[str, str]:
    """Return what is typed into the login of *page*."""
    draft = hidden(page, "_draft")
    return {"_draft": draft, "name": "admin", "password": PASSWORD, "code": desk.code("admin")}


async def test_what_one_typed_another_does_not_get(office: Visitor, desk: Desk) -> None:
    office.clock.moment += LASTS
    draft = hidden(await office.sends("/catat", text=STORY), "_draft")
    await office.enters(name="budi")
    for text in (draft, "apa?", "é"):
        assert (await office.sends("/catat", _draft=text)).status_code == 403


async def test_after_the_login_of_another_account_a_draft_stays_shut(
    office: Visitor, desk: Desk
) -> None:
    await office.enters(name="budi")
    office.clock.moment += LASTS
    draft = hidden(await office.sends("/catat", text=STORY), "_draft")
    answer = await office.sends(
        "/masuk", _draft=draft, name="admin", password=PASSWORD, code=desk.code("admin")
    )
    assert answer.headers["location"] == "/meja/?kabar=isian-milik-lain"


async def test_a_draft_goes_only_where_it_was_meant_to_go(office: Visitor, desk: Desk) -> None:
    office.clock.moment += CONFIRMED_FOR
    draft = hidden(await office.sends("/teruskan", text=STORY), "_draft")
    assert (await office.sends("/catat", _draft=draft)).status_code == 403


async def test_a_form_that_is_not_ours_carries_nothing_back(office: Visitor, desk: Desk) -> None:
    office.clock.moment += LASTS
    for token in ("", "0" * 32):
        login = await office.sends("/catat", _token=token, text=STORY)
        assert login.status_code == 401
        assert "_draft" not in login.text
        assert "panjang" not in login.text


async def test_an_act_that_needs_a_code_asks_for_it_and_is_then_done(
    office: Visitor, desk: Desk
) -> None:
    office.clock.moment += CONFIRMED_FOR
    asked = await office.sends("/teruskan", text=STORY)
    assert (asked.status_code, "Pastikan ini Anda" in asked.text) == (403, True)
    assert "panjang" not in asked.text

    wrong = await office.sends("/teruskan", _draft=hidden(asked, "_draft"), _code="000000")
    assert (wrong.status_code, "tidak cocok" in wrong.text) == (422, True)
    code = desk.code("admin")
    done = await office.sends("/teruskan", _draft=hidden(wrong, "_draft"), _code=code)
    assert done.json() == {"written": STORY, "kinds": []}
    more = await office.sends("/teruskan", text="sekali lagi")
    assert more.json()["written"] == "sekali lagi"


async def test_a_code_in_the_form_itself_is_enough(office: Visitor, desk: Desk) -> None:
    office.clock.moment += CONFIRMED_FOR
    code = desk.code("admin")
    assert (await office.sends("/teruskan", text=STORY, _code=code)).json()["written"] == STORY


async def test_guessing_codes_is_slowed_down_and_loses_nothing(office: Visitor, desk: Desk) -> None:
    office.clock.moment += CONFIRMED_FOR
    for _ in range(6):
        answer = await office.sends("/teruskan", text=STORY, _code="000000")
    answer = await office.sends("/teruskan", text=STORY, _code="000000")
    assert "Terlalu banyak percobaan" in answer.text
    assert hidden(answer, "_draft")


async def test_a_page_that_needs_a_code_is_shown_after_it(office: Visitor, desk: Desk) -> None:
    office.clock.moment += CONFIRMED_FOR
    asked = await office.opens("/akun?urut=nama")
    assert 'action="/meja/pastikan"' in asked.text
    wrong = await office.sends("/pastikan", next=hidden(asked, "next"), _code="000000")
    assert wrong.status_code == 422
    code = desk.code("admin")
    done = await office.sends("/pastikan", next=hidden(wrong, "next"), _code=code)
    assert done.headers["location"] == "/meja/akun?urut=nama"
