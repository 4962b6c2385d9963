import asyncio
from datetime import timedelta

import pytest
from colleagues import PASSWORD, Desk
from sqlalchemy import text

from bot.errors import DatabaseNotReadyError, Refused
from bot.staff.account import Act, Role
from bot.staff.chain import Outcome
from bot.staff.gate import Attempt
from bot.staff.refusal import Reason
from bot.staff.session import CONFIRMED_FOR, LASTS, WORKDAY, Kind


async def refused(desk: Desk, name: str, *, password: str = PASSWORD, code: str = "") -> str:
    with pytest.raises(Refused) as caught:
        await desk.login(name, password=password, code=code)
    return caught.value.reason


async def test_name_password_and_code_open_a_session_of_half_an_hour(desk: Desk) -> None:
    await desk.admin()
    opened = await desk.login("admin")
    assert (await desk.staff.acting(opened.token)).account.name == "admin"
    desk.clock.forward(seconds=LASTS.total_seconds())
    with pytest.raises(Refused) as caught:
        await desk.staff.acting(opened.token)
    assert caught.value.reason == Reason.SESSION


async def test_a_name_is_taken_as_telephones_write_it(desk: Desk) -> None:
    await desk.admin()
    opened = await desk.login("Admin ", code=desk.code("admin"))
    assert opened.account.name == "admin"


async def test_whatever_is_wrong_gets_the_same_words(desk: Desk) -> None:
    await desk.admin()
    assert await refused(desk, "admin", password="wrong words altogether") == Reason.CREDENTIALS
    assert await refused(desk, "admin", code="000000") == Reason.CREDENTIALS
    assert await refused(desk, "nobody", code="000000") == Reason.CREDENTIALS


async def test_a_code_opens_once_even_within_its_half_minute(desk: Desk) -> None:
    await desk.admin()
    code = desk.code("admin")
    await desk.login("admin", code=code)
    desk.clock.forward(seconds=-25)
    assert await refused(desk, "admin", code=code) == Reason.CREDENTIALS


async def test_a_recovery_code_stands_in_for_the_phone_once(desk: Desk) -> None:
    await desk.admin()
    code = desk.recovery["admin"][0]
    await desk.login("admin", code=code.lower())
    assert await refused(desk, "admin", code=code) == Reason.CREDENTIALS
    await desk.login("admin", code=desk.recovery["admin"][1])


async def test_guessing_is_slowed_down_and_never_shuts_the_owner_out_for_good(desk: Desk) -> None:
    await desk.admin()
    reasons = [await refused(desk, "admin", password=f"guess number {n}") for n in range(8)]
    assert Reason.SLOW in reasons
    assert await refused(desk, "admin") == Reason.SLOW
    desk.clock.forward(minutes=5)
    await desk.login("admin")


async def test_guessing_at_names_that_do_not_exist_is_slowed_down_as_well(desk: Desk) -> None:
    reasons = [await refused(desk, "nobody", code="000000") for _ in range(8)]
    assert Reason.SLOW in reasons


async def test_a_known_device_is_not_held_up_by_strangers(desk: Desk) -> None:
    await desk.admin()
    device = (await desk.login("admin")).device
    for number in range(8):
        await refused(desk, "admin", password=f"guess number {number}")
    assert await refused(desk, "admin") == Reason.SLOW
    opened = await desk.staff.login(Attempt("admin", PASSWORD, desk.code("admin"), device=device))
    assert opened.device == device


async def test_a_second_person_on_a_machine_gets_a_device_of_their_own(desk: Desk) -> None:
    await desk.colleague(await desk.admin(), "rina", Role.EDITOR)
    theirs = (await desk.login("admin")).device
    attempt = Attempt("rina", PASSWORD, desk.code("rina"), device=theirs)
    device = (await desk.staff.login(attempt)).device
    assert device != theirs
    desk.clock.forward(seconds=30)
    for number in range(8):
        await refused(desk, "rina", password=f"guess number {number}")
    assert await refused(desk, "rina") == Reason.SLOW
    attempt = Attempt("rina", PASSWORD, desk.code("rina"), device=device)
    assert (await desk.staff.login(attempt)).device == device


async def test_logging_out_ends_the_session(desk: Desk) -> None:
    await desk.admin()
    opened = await desk.login("admin")
    await desk.staff.logout(await desk.staff.acting(opened.token))
    with pytest.raises(Refused):
        await desk.staff.acting(opened.token)
    with pytest.raises(Refused):
        await desk.staff.acting("no token of ours")


async def test_what_a_role_does_not_list_is_refused_and_noted(desk: Desk) -> None:
    writer = await desk.colleague(await desk.admin(), "rina", Role.BROADCASTER)
    with pytest.raises(Refused) as caught:
        await writer.require(Act.READ_TIPS, subject="tip-1")
    assert caught.value.reason == Reason.ROLE
    last = (await desk.noted())[-1]
    assert (last.account, last.act, last.subject) == (writer.account.id, "read-tips", "tip-1")
    assert (last.outcome, last.reason) == (Outcome.REFUSED, Reason.ROLE)
    await writer.require(Act.DRAFT_BROADCASTS)


async def test_dangerous_acts_want_a_fresh_code(desk: Desk) -> None:
    forwarder = await desk.colleague(await desk.admin(), "tono", Role.FORWARDER)
    await forwarder.require(Act.FORWARD_TIPS)
    desk.clock.forward(seconds=CONFIRMED_FOR.total_seconds())
    with pytest.raises(Refused) as caught:
        await forwarder.require(Act.FORWARD_TIPS)
    assert caught.value.reason == Reason.CONFIRMATION
    with pytest.raises(Refused) as caught:
        await desk.staff.confirm(forwarder, "000000")
    assert caught.value.reason == Reason.TOTP
    confirmed = await desk.staff.confirm(forwarder, desk.code("tono"))
    await confirmed.require(Act.FORWARD_TIPS)


async def test_guessing_at_codes_of_an_open_session_is_slowed_down(desk: Desk) -> None:
    admin = await desk.admin()
    reasons = []
    for number in range(8):
        with pytest.raises(Refused) as caught:
            await desk.staff.confirm(admin, f"{number:06}")
        reasons.append(caught.value.reason)
    assert reasons[0] == Reason.TOTP
    assert Reason.SLOW in reasons


async def test_what_fails_is_undone_and_what_is_done_is_noted_with_it(desk: Desk) -> None:
    admin = await desk.admin()
    before = len(await desk.noted())

    async def failing() -> None:
        async with admin.doing(Act.RUN_RETENTION) as connection:
            await connection.execute(text("DELETE FROM sessions"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await failing()
    assert len(await desk.noted()) == before
    async with admin.doing(Act.RUN_RETENTION, subject="x"):
        pass
    assert (await desk.noted())[-1].act == "run-retention"


async def test_a_new_password_ends_every_session_and_the_old_one_opens_nothing(desk: Desk) -> None:
    admin = await desk.admin()
    for old, new, reason in (
        ("not the old one", "hujan turun di bulan juni", Reason.CREDENTIALS),
        (PASSWORD, "short", Reason.PASSWORD_SHORT),
    ):
        with pytest.raises(Refused) as caught:
            await desk.staff.change_password(admin, old=old, new=new)
        assert caught.value.reason == reason
    await desk.staff.change_password(admin, old=PASSWORD, new="hujan turun di bulan juni")
    with pytest.raises(Refused):
        await desk.staff.logout(admin)
    assert await refused(desk, "admin") == Reason.CREDENTIALS
    await desk.login("admin", password="hujan turun di bulan juni")


async def test_guessing_at_the_old_password_within_a_session_is_slowed_down(desk: Desk) -> None:
    admin = await desk.admin()
    reasons = []
    for number in range(8):
        with pytest.raises(Refused) as caught:
            await desk.staff.change_password(
                admin, old=f"guess number {number}", new="hujan turun di bulan juni"
            )
        reasons.append(caught.value.reason)
    assert reasons[0] == Reason.CREDENTIALS
    assert reasons[-1] == Reason.SLOW
    desk.clock.forward(minutes=5)
    await desk.staff.change_password(admin, old=PASSWORD, new="hujan turun di bulan juni")


async def test_many_acts_at_once_wait_for_each_other_and_none_is_stuck(desk: Desk) -> None:
    admin = await desk.admin()
    await desk.colleague(admin, "siti", Role.VERIFIER)
    for _ in range(5):
        first, second = [await desk.actor("siti") for _ in range(2)]
        done = await asyncio.gather(
            desk.login("siti"),
            desk.staff.confirm(first, desk.code("siti")),
            desk.staff.logout(second),
            desk.staff.change_password(first, old=PASSWORD, new=PASSWORD),
            *[desk.management.enable(admin, "siti") for _ in range(3)],
            desk.management.end_session(admin, second.session.id),
            desk.invitations.renew(admin, "siti"),
            return_exceptions=True,
        )
        assert not [each for each in done if isinstance(each, DatabaseNotReadyError)]
        desk.clock.forward(seconds=60)
    async with desk.room.database.reading() as connection:
        assert (await desk.room.trail.verify(connection)).flaw is None


async def test_no_token_password_or_code_stands_in_the_database(desk: Desk) -> None:
    await desk.admin()
    opened = await desk.login("admin")
    kept = ""
    async with desk.room.database.reading() as connection:
        for table in ("accounts", "sessions", "recovery_codes", "guesses", "audit_rows"):
            for row in await connection.execute(text(f"SELECT * FROM {table}")):
                kept += "".join(
                    each.decode("latin-1") if isinstance(each, bytes) else str(each) for each in row
                )
    for secret in (opened.token, opened.device, PASSWORD, desk.secrets["admin"]):
        assert secret not in kept
    for code in desk.recovery["admin"]:
        assert code.replace("-", "") not in kept
    assert opened.session.expires_at - opened.session.opened_at == timedelta(minutes=30)


async def test_work_prolongs_a_session_in_the_console_up_to_a_workday(desk: Desk) -> None:
    await desk.admin()
    attempt = Attempt("admin", PASSWORD, desk.code("admin"), Kind.CONSOLE)
    token = (await desk.staff.login(attempt)).token
    end = desk.clock.now() + WORKDAY
    while desk.clock.now() < end:
        await desk.staff.stay(await desk.staff.acting(token))
        desk.clock.moment += LASTS / 2
    with pytest.raises(Refused):
        await desk.staff.acting(token)


async def test_work_prolongs_no_session_of_a_terminal_and_none_that_was_ended(desk: Desk) -> None:
    actor = await desk.admin()
    desk.clock.moment += LASTS / 2
    await desk.staff.stay(actor)
    sessions = await desk.management.sessions(actor)
    assert [each.expires_at for each, _ in sessions] == [actor.session.expires_at]

    attempt = Attempt("admin", PASSWORD, desk.code("admin"), Kind.CONSOLE)
    token = (await desk.staff.login(attempt)).token
    ended = await desk.staff.acting(token)
    await desk.staff.logout(ended)
    desk.clock.moment += LASTS / 4
    await desk.staff.stay(ended)
    with pytest.raises(Refused):
        await desk.staff.acting(token)


async def test_whose_a_session_was_is_known_after_its_end(desk: Desk) -> None:
    actor = await desk.admin()
    token = (await desk.login("admin")).token
    desk.clock.moment += LASTS
    assert await desk.staff.owner_of(token) == actor.account.id
    assert await desk.staff.owner_of("made up") == ""
