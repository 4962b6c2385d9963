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
