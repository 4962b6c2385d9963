from typing import Any

import pyotp
from colleagues import PASSWORD
from visiting import Visitor, hidden

from bot.staff.account import Role
from bot.staff.invitations import EXPIRES


async def first_link(console: Visitor) -> str:
    return f"/undangan/{await console.desk.invitations.first('admin')}"


async def phone_page(console: Visitor, link: str, password: str = PASSWORD) -> Any:  # noqa: ANN401
    return await console.sends(f"{link}/sandi", password=password, again=password)


def shown(console: Visitor, page: Any) -> str:  # noqa: ANN401
    """Return what a phone shows that has scanned *page*."""
    secret = page.text.split("<code>")[1].split("</code>")[0].replace(" ", "")
    return pyotp.TOTP(secret).at(console.clock.now())


async def test_the_first_administrator_comes_in_by_the_link(console: Visitor) -> None:
    link = await first_link(console)
    assert "Selamat datang, admin" in (await console.opens(link)).text
    phone = await phone_page(console, link)
    assert "<svg" in phone.text
    done = await console.sends(link, chosen=hidden(phone, "chosen"), totp=shown(console, phone))
    recovery = done.text.split("<code>")[1].split("</code>")[0]
    assert done.headers["cache-control"] == "no-store"
    await console.sends("/masuk", name="admin", password=PASSWORD, code=recovery)
    assert Role.ADMIN in (await console.desk.staff.acting(cookie(console))).account.roles


def cookie(console: Visitor) -> str:
    return console.client.cookies.get("meja", domain="127.0.0.1") or ""


async def test_a_link_leads_in_once(console: Visitor) -> None:
    link = await first_link(console)
    phone = await phone_page(console, link)
    typed = {"chosen": hidden(phone, "chosen"), "totp": shown(console, phone)}
    await console.sends(link, **typed)
    for answer in (
        await console.opens(link),
        await phone_page(console, link),
        await console.sends(link, **typed),
    ):
        assert (answer.status_code, "sudah dipakai" in answer.text) == (404, True)


async def test_looking_at_a_link_spoils_nothing(console: Visitor) -> None:
    link = await first_link(console)
    for _ in range(3):
        assert (await console.opens(link)).status_code == 200


async def test_a_link_that_is_too_old_leads_nowhere(console: Visitor) -> None:
    link = await first_link(console)
    console.clock.moment += EXPIRES
    assert (await console.opens(link)).status_code == 404


async def test_guessing_links_is_slowed_down(console: Visitor) -> None:
    for _ in range(40):
        answer = await console.opens("/undangan/0000-0000-0000-0000")
    assert answer.status_code == 429


async def test_a_weak_password_is_refused_beside_its_field(console: Visitor) -> None:
    link = await first_link(console)
    for password, sentence in (
        ("pendek", "paling sedikit 12"),
        ("password123456", "paling dulu dicoba"),
        ("adminadminadmin1", "terutama terdiri atas nama"),
    ):
        answer = await phone_page(console, link, password)
        assert (answer.status_code, sentence in answer.text) == (422, True), password
        assert password not in answer.text


async def test_two_different_passwords_are_refused(console: Visitor) -> None:
    link = await first_link(console)
    answer = await console.sends(f"{link}/sandi", password=PASSWORD, again="lain sama sekali")
    assert (answer.status_code, "tidak sama" in answer.text) == (422, True)


async def test_a_wrong_code_of_the_phone_keeps_password_and_phone(console: Visitor) -> None:
    link = await first_link(console)
    phone = await phone_page(console, link)
    wrong = await console.sends(link, chosen=hidden(phone, "chosen"), totp="000000")
    assert (wrong.status_code, "tidak cocok" in wrong.text) == (422, True)
    assert shown(console, wrong) == shown(console, phone)
    done = await console.sends(link, chosen=hidden(wrong, "chosen"), totp=shown(console, wrong))
    assert "Akun Anda siap" in done.text


async def test_what_was_chosen_for_one_link_is_no_use_for_another(console: Visitor) -> None:
    link = await first_link(console)
    chosen = hidden(await phone_page(console, link), "chosen")
    other = await first_link(console)
    for text in (chosen, "", "apa?", "é"):
        assert (await console.sends(other, chosen=text, totp="000000")).status_code == 422


async def test_the_password_is_not_readable_in_the_page(console: Visitor) -> None:
    page = await phone_page(console, await first_link(console))
    assert PASSWORD not in page.text
