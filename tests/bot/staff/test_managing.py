import pytest
from colleagues import Desk

from bot.errors import Refused
from bot.staff.account import Invitation, Role
from bot.staff.managing import LINK_EXPIRES
from bot.staff.refusal import Reason


async def reason_of(attempt: object) -> str:
    with pytest.raises(Refused) as caught:
        await attempt  # type: ignore[misc]
    return caught.value.reason


async def test_other_roles_end_the_sessions_of_an_account(desk: Desk) -> None:
    admin = await desk.admin()
    rina = await desk.colleague(admin, "rina", Role.BROADCASTER)
    roles = frozenset({Role.APPROVER})
    await desk.management.change(admin, "rina", roles=roles, offices=frozenset({"bkpsdm"}))
    assert await reason_of(desk.staff.logout(rina)) == Reason.SESSION
    account = (await desk.actor("rina")).account
    assert (account.roles, account.offices) == (roles, frozenset({"bkpsdm"}))


async def test_a_disabled_account_is_out_at_once_and_comes_back_when_enabled(desk: Desk) -> None:
    admin = await desk.admin()
    opened = await desk.colleague(admin, "rina", Role.BROADCASTER)
    await desk.management.disable(admin, "rina")
    assert await reason_of(desk.staff.logout(opened)) == Reason.SESSION
    assert await reason_of(desk.login("rina")) == Reason.CREDENTIALS
    await desk.management.enable(admin, "rina")
    await desk.login("rina")


async def test_there_is_always_somebody_who_can_manage_accounts(desk: Desk) -> None:
    admin = await desk.admin()
    assert await reason_of(desk.management.disable(admin, "admin")) == Reason.LAST_ADMIN
    change = desk.management.change(
        admin, "admin", roles=frozenset({Role.EDITOR}), offices=frozenset()
    )
    assert await reason_of(change) == Reason.LAST_ADMIN
    await desk.staff.acting((await desk.login("admin")).token)
    await desk.colleague(admin, "tono", Role.ADMIN)
    await desk.management.disable(admin, "admin")


async def test_wrong_changes_are_told(desk: Desk) -> None:
    admin = await desk.admin()
    nobody = desk.management.change(
        admin, "nobody", roles=frozenset({Role.EDITOR}), offices=frozenset()
    )
    assert await reason_of(nobody) == Reason.ACCOUNT_UNKNOWN
    nothing = desk.management.change(admin, "admin", roles=frozenset(), offices=frozenset())
    assert await reason_of(nothing) == Reason.ROLES_MISSING


async def test_administrators_see_who_is_here_and_who_is_invited(desk: Desk) -> None:
    admin = await desk.admin()
    rina = await desk.colleague(admin, "rina", Role.BROADCASTER)
    await desk.invitations.invite(admin, Invitation("tono", "Tono", frozenset({Role.EDITOR})))
    seen = await desk.management.overview(admin)
    assert [each.name for each in seen.accounts] == ["admin", "rina"]
    assert [each.name for each, _ in seen.invited] == ["tono"]
    assert await reason_of(desk.management.overview(rina)) == Reason.ROLE


async def test_sessions_are_listed_and_ended_by_their_owner_or_an_administrator(desk: Desk) -> None:
    admin = await desk.admin()
    rina = await desk.colleague(admin, "rina", Role.BROADCASTER)
    assert [name for _, name in await desk.management.sessions(rina)] == ["rina"]
    assert [name for _, name in await desk.management.sessions(admin)] == ["admin", "rina"]
    foreign = desk.management.end_session(rina, admin.session.id)
    assert await reason_of(foreign) == Reason.SESSION_UNKNOWN
    await desk.management.end_session(admin, rina.session.id)
    assert await reason_of(desk.staff.logout(rina)) == Reason.SESSION


async def test_a_chat_on_telegram_is_linked_by_a_code_that_holds_once_and_briefly(
    desk: Desk,
) -> None:
    admin = await desk.admin()
    code = await desk.management.link_code(admin)
    assert await desk.management.link("WRONG", sender="p", address=b"sealed") is None
    linked = await desk.management.link(code, sender="p", address=b"sealed")
    assert linked
    assert linked.name == "admin"
    assert await desk.management.link(code, sender="q", address=b"sealed") is None
    found = await desk.management.linked("p")
    assert found
    assert found.name == "admin"
    assert await desk.management.linked("q") is None
    late = await desk.management.link_code(admin)
    desk.clock.forward(seconds=LINK_EXPIRES.total_seconds())
    assert await desk.management.link(late, sender="q", address=b"sealed") is None


async def test_a_chat_speaks_for_the_account_it_was_linked_to_last(desk: Desk) -> None:
    admin = await desk.admin()
    rina = await desk.colleague(admin, "rina", Role.BROADCASTER)
    for actor in (admin, rina):
        code = await desk.management.link_code(actor)
        await desk.management.link(code, sender="p", address=b"sealed")
    linked = await desk.management.linked("p")
    assert linked
    assert linked.name == "rina"
    await desk.management.disable(admin, "rina")
    assert await desk.management.linked("p") is None


async def test_guessing_at_link_codes_ends_in_waiting(desk: Desk) -> None:
    admin = await desk.admin()
    code = await desk.management.link_code(admin)
    for number in range(40):
        assert await desk.management.link(f"guess {number}", sender="p", address=b"") is None
    assert await desk.management.link(code, sender="p", address=b"") is None
    desk.clock.forward(minutes=3)
    assert await desk.management.link(code, sender="p", address=b"")
