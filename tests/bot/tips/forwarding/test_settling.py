from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from forwarding import Counter
from receiving import Receiver, answering, refused
from sqlalchemy.ext.asyncio import AsyncConnection
from tipping import CONTENT, rows

from bot.errors import WrongMove
from bot.staff.account import Account, Role
from bot.tips.forwarding.forwarding import State
from bot.tips.forwarding.store import delete_forwardings
from bot.tips.tip import Content, Status, Tip

ALONE = Content(CONTENT.account)


@dataclass
class Clerk:
    """An account that may do everything, and the trail of what it did."""

    counter: Counter
    trail: list[tuple[str, str]] = field(default_factory=list)
    offices: frozenset[str] = frozenset()

    @property
    def account(self) -> Account:
        return Account("siti", "siti", "Siti", frozenset(Role), self.offices, disabled=False)

    @asynccontextmanager
    async def doing(self, act: str, *, subject: str = "") -> AsyncIterator[AsyncConnection]:
        async with self.counter.services.database.transaction() as connection:
            yield connection
        self.trail.append((act, subject))


@pytest.fixture
def clerk(to_webhook: Counter) -> Clerk:
    return Clerk(to_webhook)


@pytest.fixture
async def dead(to_webhook: Counter, receiver: Receiver) -> Tip:
    """A tip whose report the backend refused."""
    receiver.troubles = [answering(422)]
    tip = await to_webhook.forwards(ALONE)
    await to_webhook.services.forwarder.run()
    return tip


async def test_staff_see_what_waits_for_them_and_why(clerk: Clerk, dead: Tip) -> None:
    settling = clerk.counter.services.settling
    (found,) = await settling.all(clerk, states=frozenset({State.DEAD, State.UNKNOWN}))
    assert (found.tip, found.target, found.reason) == (dead.id, "bkn", "refused")
    assert (found.state, found.attempts, found.due_at) == (State.DEAD, 1, None)
    assert await settling.all(clerk, states=frozenset({State.SENT})) == []
    assert clerk.trail == [("read-tips", "")] * 2


async def test_what_is_about_ones_own_office_is_told_from_none_and_not_decided(
    clerk: Clerk, dead: Tip
) -> None:
    settling, start = clerk.counter.services.settling, clerk.counter.sent[0][:8]
    clerk.offices = frozenset({dead.office})
    assert await settling.all(clerk, states=frozenset({State.DEAD})) == []
    decisions = (
        lambda: settling.retry(clerk, start),
        lambda: settling.give_up(clerk, start),
        lambda: settling.settle(clerk, start, reference="BWS-1"),
    )
    for decide in decisions:
        with pytest.raises(WrongMove, match=start):
            await decide()
    clerk.offices = frozenset({"bkpsdm"})
    assert len(await settling.all(clerk, states=frozenset({State.DEAD}))) == 1


async def test_a_dead_letter_that_is_retried_arrives(
    clerk: Clerk, dead: Tip, receiver: Receiver
) -> None:
    start = clerk.counter.sent[0][:8]
    await clerk.counter.services.settling.retry(clerk, start)
    await clerk.counter.services.forwarder.run()
    assert list(receiver.reports) == clerk.counter.sent
    assert clerk.trail == [("forward-tips", start)]


async def test_what_is_given_up_comes_back_to_the_desk_and_its_package_goes(
    clerk: Clerk, dead: Tip
) -> None:
    await clerk.counter.services.settling.give_up(clerk, clerk.counter.sent[0])
    row = await clerk.counter.row()
    assert (row["state"], row["package"]) == ("given-up", b"")
    assert await clerk.counter.status(dead) is Status.READ


async def test_what_waits_can_be_given_up(
    clerk: Clerk, to_webhook: Counter, receiver: Receiver
) -> None:
    receiver.troubles = [refused]
    await to_webhook.forwards(ALONE)
    await to_webhook.services.forwarder.run()
    await to_webhook.services.settling.give_up(clerk, to_webhook.sent[0])
    to_webhook.clock.forward(days=1)
    assert await to_webhook.services.forwarder.run() == 0
    assert receiver.calls == 1


async def test_a_person_who_found_out_settles_it(clerk: Clerk, dead: Tip) -> None:
    settling = clerk.counter.services.settling
    await settling.settle(clerk, clerk.counter.sent[0], reference="BWS/2026/12")
    assert (await clerk.counter.row())["state"] == "sent"
    assert await clerk.counter.status(dead) is Status.RECEIVED
    assert await settling.note("BWS/2026/12", Status.DONE) is True


async def test_what_arrived_is_neither_retried_nor_given_up(
    clerk: Clerk, to_webhook: Counter
) -> None:
    await to_webhook.forwards(ALONE)
    await to_webhook.services.forwarder.run()
    settling, name = to_webhook.services.settling, to_webhook.sent[0]
    for refused_act in (
        settling.retry(clerk, name),
        settling.give_up(clerk, name),
        settling.settle(clerk, name, reference="BWS-1"),
    ):
        with pytest.raises(WrongMove, match="sudah sampai"):
            await refused_act
    assert clerk.trail == []


async def test_a_number_must_fit_one_forwarding(clerk: Clerk, to_webhook: Counter) -> None:
    for _ in range(2):
        await to_webhook.forwards(ALONE)
    with pytest.raises(WrongMove, match="Tidak ada kiriman"):
        await to_webhook.services.settling.retry(clerk, "%")
    with pytest.raises(WrongMove, match="beberapa"):
        await to_webhook.services.settling.retry(clerk, "")


async def test_a_reference_is_a_number_and_no_sentence(clerk: Clerk, dead: Tip) -> None:
    with pytest.raises(WrongMove, match="tanpa spasi"):
        await clerk.counter.services.settling.settle(
            clerk, clerk.counter.sent[0], reference="sudah diterima"
        )


async def test_forwardings_go_with_their_tip(clerk: Clerk, dead: Tip) -> None:
    database = clerk.counter.services.database
    async with database.transaction() as connection:
        assert await delete_forwardings(connection, [dead.id]) == 1
    assert await rows(database, "forwardings") == []
