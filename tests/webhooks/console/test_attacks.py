"""What somebody with bad intentions tries at the console and beside it."""

import pytest
from visiting import Visitor

from bot.staff.account import Role
from webhooks.console.visit import own_path


@pytest.fixture
async def admin(console: Visitor) -> Visitor:
    await console.enters(Role.ADMIN)
    return console


@pytest.mark.parametrize(
    "path", ["/pengaturan/masa-simpan", "/pengaturan/akun/siti/nonaktif", "/pengaturan/undangan"]
)
async def test_a_form_without_the_token_of_its_session_does_nothing(
    admin: Visitor, path: str
) -> None:
    foreign = admin.services.key.digest("lain", purpose="console-form")
    for token in ("", foreign):
        answer = await admin.sends(path, _token=token, sure="ya")
        assert (answer.status_code, "sesi lain" in answer.text) == (403, True)
    for headers in ({"origin": "https://jahat.example"}, {"sec-fetch-site": "same-site"}):
        assert (await admin.sends(path, headers=headers, sure="ya")).status_code == 403
    assert [each.act for each in await admin.desk.noted()] == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//jahat.example",
        "/meja/%5C%5Cjahat.example\\",
        "https:jahat.example",
        "/meja/%0d%0aX: y\r\n",
    ],
)
def test_an_address_that_leads_elsewhere_is_not_followed(elsewhere: str) -> None:
    assert own_path(elsewhere) == "/"


@pytest.mark.parametrize("host", ["jahat.example", "127.0.0.1.jahat.example:8000"])
async def test_a_made_up_host_is_repeated_nowhere(console: Visitor, host: str) -> None:
    for path in ("", "/", "/masuk"):
        answer = await console.client.get(f"/meja{path}", headers={"host": host})
        assert "jahat" not in answer.headers.get("location", "") + answer.text


async def test_an_invitation_opens_once(admin: Visitor) -> None:
    page = await admin.sends(
        "/pengaturan/undangan", account_name="rina", full_name="Rina", roles="editor"
    )
    code = page.text.split("/undangan/")[-1].split("<")[0]
    await admin.desk.enter(code)
    assert (await admin.opens(f"/undangan/{code}")).status_code == 404
    assert (await admin.sends(f"/undangan/{code}/sandi", password="x")).status_code == 404


@pytest.mark.parametrize("name", ["kabar", "tindakan", "akun", "sejak", "sampai", "nomor", "next"])
async def test_what_stands_in_an_address_never_becomes_a_tag(admin: Visitor, name: str) -> None:
    for path in ("/pengaturan/jejak", "/masuk", "/pengaturan/akun", "/tidak-ada"):
        page = await admin.opens(f'{path}?{name}="><img src=x>')
        assert "<img src=x>" not in page.text


async def test_a_page_that_is_not_there_has_the_menu_of_who_is_logged_in(admin: Visitor) -> None:
    page = await admin.opens("/pengaturan/tidak-ada")
    assert (page.status_code, 'href="/meja/pengaturan"' in page.text) == (404, True)


async def test_pages_are_kept_nowhere_and_files_are_asked_for_by_their_tag(admin: Visitor) -> None:
    assert (await admin.opens("/pengaturan/akun")).headers["cache-control"] == "no-store"
    file = await admin.client.get("/static/console.css")
    assert file.headers["cache-control"] == "no-cache"
    again = await admin.client.get(
        "/static/console.css", headers={"if-none-match": file.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
