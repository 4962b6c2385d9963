import visiting
from colleagues import PASSWORD, Desk
from fakes import FakeClock
from visiting import ROOT, Visitor

from bot.settings import Settings
from bot.staff.account import Role
from bot.wiring import Services


async def with_admin(console: Visitor) -> Desk:
    desk = console.desk
    await desk.enter(await desk.invitations.first("admin"))
    return desk


def credentials(desk: Desk, **other: str) -> dict[str, str]:
    return {"name": "admin", "password": PASSWORD, "code": desk.code("admin"), **other}


async def test_a_login_leads_to_where_somebody_was(console: Visitor) -> None:
    desk = await with_admin(console)
    answer = await console.sends("/masuk", **credentials(desk, next="/meja/pengaturan/sesi"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/meja/pengaturan/sesi")
    assert "admin" in (await console.opens("/")).text


async def test_a_recovery_code_opens_once(console: Visitor) -> None:
    desk = await with_admin(console)
    code = desk.recovery["admin"][0]
    for status in (303, 401):
        answer = await console.sends("/masuk", **credentials(desk, code=code))
        assert answer.status_code == status


async def test_a_code_opens_once(console: Visitor) -> None:
    typed = credentials(await with_admin(console))
    assert (await console.sends("/masuk", **typed)).status_code == 303
    assert (await console.sends("/masuk", **typed)).status_code == 401


async def test_whatever_is_wrong_the_answer_is_the_same(console: Visitor) -> None:
    desk = await with_admin(console)
    wrong = (
        credentials(desk, password="salah salah salah"),
        credentials(desk, code="000000"),
        credentials(desk, name="tidak.ada"),
    )
    answers = [await console.sends("/masuk", **each) for each in wrong]
    assert {each.status_code for each in answers} == {401}
    texts = {each.text.replace("tidak.ada", "admin") for each in answers}
    assert len(texts) == 1
    assert "tidak cocok" in texts.pop()


async def test_guessing_is_slowed_down_for_names_that_exist_and_others_alike(
    console: Visitor,
) -> None:
    desk = await with_admin(console)
    for name in ("admin", "tidak.ada"):
        for _ in range(7):
            answer = await console.sends("/masuk", **credentials(desk, name=name, code="000000"))
        assert (answer.status_code, "Terlalu banyak" in answer.text) == (429, True)


async def test_what_is_typed_as_a_name_stays_text(console: Visitor) -> None:
    answer = await console.sends("/masuk", name='"><script>alert(1)</script>')
    assert "<script>alert" not in answer.text


async def test_a_login_makes_a_new_session_and_ends_the_one_before(console: Visitor) -> None:
    desk = await with_admin(console)
    await console.enters(Role.VERIFIER, name="budi")
    answer = await console.sends("/masuk", **credentials(desk))
    assert "meja=budi" not in answer.headers["set-cookie"]
    console.client.cookies.clear()
    console.holds("budi")
    assert (await console.opens("/")).status_code == 401


async def test_a_token_that_somebody_planted_is_not_taken_over(console: Visitor) -> None:
    desk = await with_admin(console)
    console.holds("ditanam")
    await console.sends("/masuk", **credentials(desk))
    console.client.cookies.clear()
    console.holds("ditanam")
    assert (await console.opens("/")).status_code == 401


async def test_leaving_ends_the_session(console: Visitor) -> None:
    desk = await with_admin(console)
    token = (await desk.login("admin")).token
    console.holds(token)
    answer = await console.sends("/keluar")
    assert answer.headers["location"] == "/meja/masuk?kabar=keluar"
    assert "Anda sudah keluar" in (await console.opens("/masuk?kabar=keluar")).text
    console.holds(token)
    assert (await console.opens("/")).status_code == 401


async def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(console: Visitor) -> None:
    desk = await with_admin(console)
    answer = await console.sends("/masuk", **credentials(desk))
    for cookie in answer.headers.get_list("set-cookie"):
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))


async def test_over_https_cookies_are_bound_to_the_host(
    settings: Settings, services: Services, clock: FakeClock
) -> None:
    public = settings.model_copy(update={"public_base_url": "https://jaga.example.id"})
    services.ground.settings.__dict__.update(public.__dict__)
    console = visiting.visitor(visiting.cheap(services), clock, "https://jaga.example.id")
    desk = await with_admin(console)
    own = {"origin": "https://jaga.example.id"}
    answer = await console.sends("/masuk", headers=own, **credentials(desk))
    cookies = answer.headers.get_list("set-cookie")
    assert [each.partition("=")[0] for each in cookies] == ["__Host-meja", "__Host-meja-perangkat"]
    assert all("Secure" in each.split("; ") for each in cookies)
    assert (await console.opens("/")).status_code == 200
    assert (await console.opens("/", host="127.0.0.1")).status_code == 400
    await console.client.aclose()


async def test_news_that_nobody_told_is_not_repeated(console: Visitor) -> None:
    page = await console.opens("/masuk?kabar=<script>")
    assert "script>" not in page.text.replace("</script>", "")
    assert ROOT not in page.text
