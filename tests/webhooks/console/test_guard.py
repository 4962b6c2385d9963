import pytest
from visiting import ROOT, Visitor, hidden

from bot.staff.account import Role
from bot.staff.session import LASTS, WORKDAY
from webhooks.console.visit import own_path

END = "/pengaturan/sesi/x/akhiri"


@pytest.fixture
async def inside(console: Visitor) -> Visitor:
    await console.enters(Role.ADMIN)
    return console


async def test_a_form_of_another_session_is_refused(inside: Visitor) -> None:
    for wrong in ("", "0" * 32, "tidak"):
        answer = await inside.sends(END, _token=wrong)
        assert (answer.status_code, "sesi lain" in answer.text) == (403, True)


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://jahat.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}],
)
async def test_what_another_site_sends_is_refused(inside: Visitor, headers: dict[str, str]) -> None:
    assert (await inside.sends("/keluar", headers=headers)).status_code == 403
    assert (await inside.sends("/masuk", headers=headers)).status_code == 403
    assert (await inside.opens("/")).status_code == 200


async def test_another_host_is_refused(inside: Visitor) -> None:
    for host in ("jahat.example", "127.0.0.1.jahat.example", ""):
        assert (await inside.opens("/", host=host)).status_code == 400
    assert (await inside.opens("/", host="localhost:8000")).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://jahat.example/meja/",
        "//jahat.example/meja/",
        "/meja//jahat.example",
        "/\\jahat.example",
        "/meja/\n//jahat.example",
        "/mejaku",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_led_elsewhere_after_the_login(elsewhere: str) -> None:
    assert own_path(elsewhere) == "/"


async def test_work_keeps_a_session_alive_until_the_workday_ends(inside: Visitor) -> None:
    began = inside.clock.now()
    while inside.clock.now() < began + WORKDAY:
        assert (await inside.opens("/")).status_code == 200
        inside.clock.moment += LASTS / 2
    assert (await inside.opens("/")).status_code == 401


async def test_a_part_that_renews_itself_keeps_no_session_alive(inside: Visitor) -> None:
    live = {"hx-request": "true"}
    inside.clock.moment += LASTS / 2
    assert (await inside.opens("/", **live)).status_code == 200
    inside.clock.moment += LASTS / 2
    answer = await inside.opens("/", **live)
    assert (answer.status_code, answer.text) == (204, "")


async def test_a_page_that_was_looked_at_is_shown_after_the_login(console: Visitor) -> None:
    page = await console.opens("/pengaturan/sesi?urut=lama")
    assert hidden(page, "next") == "/meja/pengaturan/sesi?urut=lama"
    assert ROOT not in page.text
