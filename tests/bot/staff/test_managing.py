import pytest
from colleagues import Desk
from sqlalchemy import text

from bot.errors import Refused
from bot.messages import Address
from bot.staff.account import Invitation, Role
from bot.staff.managing import LINK_EXPIRES
from bot.staff.refusal import Reason

CHAT, OTHER = Address("telegram", "4815162342"), Address("telegram", "108")


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


async def link(desk: Desk, code: str, chat: Address = CHAT) -> str:
    async with desk.room.database.transaction() as connection:
        account = await desk.management.link(connection, code, chat=chat)
    return account.name if account else ""


async def test_a_chat_on_telegram_is_linked_by_a_code_that_holds_once_and_briefly(
    desk: Desk,
) -> None:
    admin = await desk.admin()
    assert await desk.management.chat_of(admin) is None
    code = await desk.management.link_code(admin)
    assert await link(desk, "WRONG") == ""
    assert await link(desk, code) == "admin"
    assert (await desk.noted())[-1].act == "link-telegram"
    assert await desk.management.chat_of(admin) == CHAT
    assert await link(desk, code, OTHER) == ""
    assert await desk.management.linked(CHAT) == admin.account
    assert await desk.management.linked(OTHER) is None
    late = await desk.management.link_code(admin)
    desk.clock.forward(seconds=LINK_EXPIRES.total_seconds())
    assert await link(desk, late, OTHER) == ""


async def test_a_chat_speaks_for_the_account_it_was_linked_to_last(desk: Desk) -> None:
    admin = await desk.admin()
    rina = await desk.colleague(admin, "rina", Role.BROADCASTER)
    for actor in (admin, rina):
        await link(desk, await desk.management.link_code(actor))
    assert await desk.management.linked(CHAT) == rina.account
    assert await desk.management.chat_of(admin) is None
    late = await desk.management.link_code(rina)
    await desk.management.disable(admin, "rina")
    assert await desk.management.linked(CHAT) is None
    assert await link(desk, late) == ""


async def test_guessing_at_link_codes_ends_in_waiting(desk: Desk) -> None:
    admin = await desk.admin()
    code = await desk.management.link_code(admin)
    for number in range(40):
        assert await link(desk, f"guess {number}") == ""
    assert await link(desk, code) == ""
    desk.clock.forward(minutes=3)
    assert await link(desk, code) == "admin"


async def test_a_linked_chat_cannot_be_read_in_the_database(desk: Desk) -> None:
    admin = await desk.admin()
    await link(desk, await desk.management.link_code(admin))
    async with desk.room.database.reading() as connection:
        rows = (await connection.execute(text("SELECT * FROM accounts"))).all()
    assert "telegram" not in str(rows)
    assert CHAT.value not in str(rows)
