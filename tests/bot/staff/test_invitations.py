import pytest
from colleagues import PASSWORD, Desk

from bot.errors import Refused
from bot.staff import totp
from bot.staff.account import Invitation, Role
from bot.staff.invitations import EXPIRES, Entering
from bot.staff.refusal import Reason

RINA = Invitation("rina", "Rina Sari", frozenset({Role.BROADCASTER}), frozenset({"bkpsdm"}))


async def reason_of(attempt: object) -> str:
    with pytest.raises(Refused) as caught:
        await attempt  # type: ignore[misc]
    return caught.value.reason


async def test_the_first_administrator_comes_in_once(desk: Desk) -> None:
    void = await desk.invitations.first("admin")
    code = await desk.invitations.first("admin")
    assert await reason_of(desk.enter(void)) == Reason.CODE
    assert await desk.enter(code) == "admin"
    assert await reason_of(desk.invitations.first("admin")) == Reason.ACCOUNTS_EXIST


async def test_an_invitation_is_used_once_and_only_in_its_time(desk: Desk) -> None:
    admin = await desk.admin()
    code = await desk.invitations.invite(admin, RINA)
    assert (await desk.invitations.open(code.lower())).display_name == "Rina Sari"
    await desk.enter(code)
    assert await reason_of(desk.enter(code)) == Reason.CODE
    account = (await desk.actor("rina")).account
    assert (account.roles, account.offices) == (RINA.roles, RINA.offices)


async def test_an_old_invitation_opens_nothing(desk: Desk) -> None:
    code = await desk.invitations.first("admin")
    desk.clock.forward(seconds=EXPIRES.total_seconds())
    assert await reason_of(desk.enter(code)) == Reason.CODE


async def test_guessing_at_invitations_is_slowed_down(desk: Desk) -> None:
    reasons = [await reason_of(desk.invitations.open(f"guess {n}")) for n in range(40)]
    assert reasons[0] == Reason.CODE
    assert Reason.SLOW in reasons


@pytest.mark.parametrize("name", ["", "R", "Rina", "rina sari", "1rina", "r" * 33])
async def test_a_name_that_nobody_can_log_in_with_is_refused(name: str, desk: Desk) -> None:
    admin = await desk.admin()
    invitation = Invitation(name, "Rina", frozenset({Role.EDITOR}))
    assert await reason_of(desk.invitations.invite(admin, invitation)) == Reason.NAME


async def test_a_taken_name_and_an_invitation_to_nothing_are_refused(desk: Desk) -> None:
    admin = await desk.admin()
    taken = Invitation("admin", "Admin", frozenset({Role.EDITOR}))
    assert await reason_of(desk.invitations.invite(admin, taken)) == Reason.NAME_TAKEN
    nothing = Invitation("rina", "Rina", frozenset())
    assert await reason_of(desk.invitations.invite(admin, nothing)) == Reason.ROLES_MISSING


async def test_only_administrators_invite(desk: Desk) -> None:
    rina = await desk.colleague(await desk.admin(), "rina", Role.BROADCASTER)
    other = Invitation("tono", "Tono", frozenset({Role.ADMIN}))
    assert await reason_of(desk.invitations.invite(rina, other)) == Reason.ROLE


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("pendek", Reason.PASSWORD_SHORT),
        ("p" * 257, Reason.PASSWORD_LONG),
        ("abcabcabcabcabc", Reason.PASSWORD_REPEATS),
        ("abcdefghijklmnop", Reason.PASSWORD_REPEATS),
        ("jaganetral2026!!", Reason.PASSWORD_COMMON),
        ("Pilkada-Depok-27", Reason.PASSWORD_COMMON),
        ("rina sari rina sari 1", Reason.PASSWORD_NAMES),
    ],
)
async def test_a_weak_password_is_refused_and_the_code_stays(
    password: str, reason: Reason, desk: Desk
) -> None:
    code = await desk.invitations.invite(await desk.admin(), RINA)
    assert await reason_of(desk.enter(code, password=password)) == reason
    await desk.enter(code)


async def test_a_phone_that_shows_another_code_is_not_connected(desk: Desk) -> None:
    code = await desk.invitations.first("admin")
    wrong = Entering(code, PASSWORD, totp.new_secret(), "000000")
    assert await reason_of(desk.invitations.accept(wrong)) == Reason.TOTP
    await desk.enter(code)


async def test_a_renewed_account_keeps_its_roles_and_loses_its_old_keys(desk: Desk) -> None:
    admin = await desk.admin()
    rina = await desk.colleague(admin, "rina", Role.BROADCASTER)
    old_secret = desk.secrets["rina"]
    code = await desk.invitations.renew(admin, "rina")
    await desk.login("rina")
    await desk.enter(code, password="hujan turun di bulan juni")
    assert desk.secrets["rina"] != old_secret
    assert await reason_of(desk.login("rina")) == Reason.CREDENTIALS
    assert await reason_of(desk.staff.logout(rina)) == Reason.SESSION
    opened = await desk.login("rina", password="hujan turun di bulan juni")
    assert opened.account.roles == {Role.BROADCASTER}
    assert await reason_of(desk.invitations.renew(admin, "nobody")) == Reason.ACCOUNT_UNKNOWN
