import pytest
from colleagues import PASSWORD
from visiting import Visitor

from bot.staff.account import Role


async def test_one_sees_one_s_own_sessions_and_no_other(console: Visitor) -> None:
    await console.enters(Role.VERIFIER, name="budi")
    await console.enters(Role.VERIFIER, name="siti")
    page = (await console.opens("/pengaturan/sesi")).text
    assert "siti" in page
    assert "budi" not in page
    answer = await console.sends("/pengaturan/sesi/budi/akhiri")
    assert answer.status_code == 422
    console.holds("budi")
    assert (await console.opens("/")).status_code == 200


async def test_an_administrator_ends_the_session_of_another(console: Visitor) -> None:
    await console.enters(Role.VERIFIER, name="budi")
    await console.enters(Role.ADMIN, name="siti")
    assert "/meja/pengaturan/sesi/budi/akhiri" in (await console.opens("/pengaturan/sesi")).text
    answer = await console.sends("/pengaturan/sesi/budi/akhiri")
    assert answer.headers["location"] == "/meja/pengaturan/sesi?kabar=sesi-diakhiri"
    assert "sudah diakhiri" in (await console.opens("/pengaturan/sesi?kabar=sesi-diakhiri")).text
    console.holds("budi")
    assert (await console.opens("/")).status_code == 401


NEW = "sore hujan di stasiun tua"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"same_password": "lain sekali lagi"}, "tidak sama"),
        ({"new_password": "pendek", "same_password": "pendek"}, "paling sedikit 12"),
        ({"password": "bukan yang ini"}, "tidak cocok"),
    ],
)
async def test_a_password_is_changed_when_everything_is_right_and_not_before(
    console: Visitor, typed: dict[str, str], sentence: str
) -> None:
    desk = console.desk
    await desk.enter(await desk.invitations.first("admin"))
    console.holds((await desk.login("admin")).token)
    right = {"password": PASSWORD, "new_password": NEW, "same_password": NEW}
    wrong = await console.sends("/pengaturan/sandi", **{**right, **typed})
    assert (wrong.status_code, sentence in wrong.text) == (422, True)

    done = await console.sends("/pengaturan/sandi", **right)
    assert done.headers["location"] == "/meja/masuk?kabar=sandi-diganti"
    assert (await console.opens("/")).status_code == 401
    assert (await desk.login("admin", password=NEW)).account.name == "admin"


async def test_guessing_the_password_in_a_session_is_slowed_down(console: Visitor) -> None:
    await console.enters(Role.ADMIN)
    for _ in range(7):
        answer = await console.sends(
            "/pengaturan/sandi", password="salah", new_password=NEW, same_password=NEW
        )
    assert answer.status_code == 429
