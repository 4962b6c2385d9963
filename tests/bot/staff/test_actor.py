import pytest
from colleagues import Desk
from sqlalchemy import text

from bot.errors import Refused
from bot.staff.account import CONFIRMED, Act, Role
from bot.staff.actor import Actor
from bot.staff.refusal import Reason
from bot.staff.session import CONFIRMED_FOR, LASTS

CHANGE = text("INSERT INTO leases VALUES ('a', 1)")


async def changes(actor: Actor, *, error: Exception | None = None) -> None:
    """Change something in the course of an act, and raise *error* if there is one."""
    async with actor.doing(Act.READ_TIPS, subject="7") as connection:
        await connection.execute(CHANGE)
        if error:
            raise error


async def changed(desk: Desk) -> int:
    async with desk.room.database.reading() as connection:
        return int(await connection.scalar(text("SELECT count(*) FROM leases")) or 0)


@pytest.mark.parametrize("role", Role)
async def test_the_gate_lets_each_role_do_its_acts_and_notes_every_refusal(
    role: Role, desk: Desk
) -> None:
    actor = await desk.colleague(await desk.admin(), "siti", role)
    for act in Act:
        before = len(await desk.noted())
        if actor.may(act):
            await actor.require(act, subject="7")
            assert len(await desk.noted()) == before
            continue
        with pytest.raises(Refused) as caught:
            await actor.require(act, subject="7")
        assert caught.value.reason == Reason.ROLE
        (entry,) = (await desk.noted())[before:]
        assert (entry.account, entry.act, entry.subject) == (actor.account.id, act, "7")
        assert (entry.outcome, entry.reason) == ("refused", "role")


@pytest.mark.parametrize("act", sorted(CONFIRMED))
async def test_a_dangerous_act_needs_a_code_given_lately(act: Act, desk: Desk) -> None:
    actor = await desk.colleague(await desk.admin(), "siti", *Role)
    await actor.require(act)
    desk.clock.moment += CONFIRMED_FOR
    with pytest.raises(Refused) as caught:
        await actor.require(act)
    assert caught.value.reason == Reason.CONFIRMATION
    assert (await desk.noted())[-1].reason == "confirmation"
    await actor.require(Act.READ_TIPS)


async def test_what_is_done_is_noted_with_the_change_or_neither_is_kept(desk: Desk) -> None:
    actor = await desk.colleague(await desk.admin(), "siti", Role.VERIFIER)
    before = len(await desk.noted())
    with pytest.raises(ZeroDivisionError):
        await changes(actor, error=ZeroDivisionError())
    assert len(await desk.noted()) == before
    assert await changed(desk) == 0
    await changes(actor)
    last = (await desk.noted())[-1]
    assert (last.act, last.subject, last.outcome) == ("read-tips", "7", "done")
    assert await changed(desk) == 1


async def test_a_refusal_on_the_way_undoes_the_change_and_is_noted(desk: Desk) -> None:
    actor = await desk.colleague(await desk.admin(), "siti", Role.VERIFIER)
    with pytest.raises(Refused):
        await changes(actor, error=desk.room.because(Reason.OFFICE))
    last = (await desk.noted())[-1]
    assert (last.outcome, last.reason, last.subject) == ("refused", "office", "7")
    assert await changed(desk) == 0


async def test_a_rule_of_the_caller_is_refused_and_noted(desk: Desk) -> None:
    actor = await desk.colleague(await desk.admin(), "siti", Role.VERIFIER)
    error = await actor.refused(Act.READ_TIPS, Reason.OFFICE, subject="7")
    assert error.reason == Reason.OFFICE
    assert (await desk.noted())[-1].reason == "office"


async def test_whoever_is_shut_out_meanwhile_finishes_nothing(desk: Desk) -> None:
    admin = await desk.admin()
    actor = await desk.colleague(admin, "siti", Role.VERIFIER)
    await desk.management.disable(admin, "siti")
    with pytest.raises(Refused) as caught:
        await changes(actor)
    assert caught.value.reason == Reason.SESSION
    assert await changed(desk) == 0
    assert (await desk.noted())[-1].reason == "session"


async def test_a_session_that_ran_out_meanwhile_finishes_nothing(desk: Desk) -> None:
    actor = await desk.colleague(await desk.admin(), "siti", Role.VERIFIER)
    desk.clock.forward(seconds=LASTS.total_seconds())
    with pytest.raises(Refused):
        await changes(actor)
    assert await changed(desk) == 0


async def test_an_act_that_ends_the_session_it_is_done_in_is_noted_all_the_same(
    desk: Desk,
) -> None:
    admin = await desk.admin()
    await desk.colleague(admin, "tono", Role.ADMIN)
    await desk.management.disable(admin, "admin")
    last = (await desk.noted())[-1]
    assert (last.account, last.act, last.subject) == (admin.account.id, "manage-staff", "admin")
    assert last.outcome == "done"
