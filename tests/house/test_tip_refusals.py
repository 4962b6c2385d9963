"""Role missing, session over, own office: each way to a tip is refused, noted, without effect."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from desks import Staffed
from fakes import FakeClock
from tipping import CONTENT, Office, rows

from bot.database.engine import Database
from bot.errors import Refused
from bot.staff.account import Role
from bot.staff.actor import Actor
from bot.staff.store import sessions
from bot.tips.acting import Acting
from bot.tips.desk import Desk
from bot.tips.dispatch import Dispatch
from bot.tips.search import Index
from bot.tips.tip import Status
from bot.wiring import Services
from knowledge.language import tokens

Verb = Callable[[Desk, Dispatch, str], Awaitable[Any]]
VERBS: dict[str, Verb] = {
    "open": lambda desk, _, tip: desk.open(tip),
    "note": lambda desk, _, tip: desk.note(tip, "x"),
    "ask": lambda desk, _, tip: desk.ask(tip, "x"),
    "assign": lambda desk, _, tip: desk.assign(tip, "siti"),
    "mark_office": lambda desk, _, tip: desk.mark_office(tip, "bkpsdm"),
    "mark_serious": lambda desk, _, tip: desk.mark_serious(tip, serious=False),
    "hold": lambda desk, _, tip: desk.hold(tip, held=True),
    "close": lambda desk, _, tip: desk.close(tip, Status.REJECTED, reason="x"),
    "redact": lambda _, dispatch, tip: dispatch.redact(tip, ["siapa"]),
    "forward": lambda _, dispatch, tip: dispatch.forward(tip, "bkn", reason="x"),
    "file": lambda _, dispatch, tip: dispatch.file(tip, 1),
    "original": lambda _, dispatch, tip: dispatch.open_original(tip, 1, reason="x"),
}
TABLES = ("tips", "tip_papers", "forwardings")


@pytest.fixture
async def staffed(services: Services, clock: FakeClock) -> Staffed:
    """A desk with accounts, and a worker to forward to."""
    office = Office(services.database, services.key, clock)
    await office.opens()
    made = Staffed(office)
    await made.has_a_worker()
    return made


async def without_role(staffed: Staffed, clock: FakeClock) -> Actor:
    return await staffed.actor(Role.AUDITOR)


async def with_a_session_that_is_over(staffed: Staffed, clock: FakeClock) -> Actor:
    actor = await staffed.actor()
    async with staffed.office.database.transaction() as connection:
        await sessions.end_session(connection, actor.session.id, now=clock.now())
    return actor


async def of_the_office_it_is_about(staffed: Staffed, clock: FakeClock) -> Actor:
    return await staffed.actor(offices=frozenset({CONTENT.account.office}))


async def kept(database: Database) -> list[object]:
    return [await rows(database, table) for table in TABLES]


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (without_role, "role"),
        (with_a_session_that_is_over, "session"),
        (of_the_office_it_is_about, "office"),
    ],
)
async def test_every_way_to_a_tip_is_refused_and_noted_and_changes_nothing(
    who: Callable[[Staffed, FakeClock], Awaitable[Actor]],
    reason: str,
    staffed: Staffed,
    clock: FakeClock,
) -> None:
    office = staffed.office
    _, tip = await office.sends()
    await (await staffed.desk()).open(tip.id)
    acting = Acting(staffed.room, office.ring, actor=await who(staffed, clock))
    desk, dispatch = Desk(acting, Index(tokens)), Dispatch(acting)
    for name, verb in VERBS.items():
        before, noted = await kept(office.database), len(await staffed.trail())
        with pytest.raises(Refused) as caught:
            await verb(desk, dispatch, tip.id)
        assert caught.value.reason == reason, name
        (last,) = (await staffed.trail())[noted:]
        assert last[1:] == (tip.id, "refused", reason), name
        assert await kept(office.database) == before, name
    assert staffed.packages == []
