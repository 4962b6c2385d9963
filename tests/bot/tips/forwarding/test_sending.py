"""What is promised of forwarding: one submission in the end, and no story anywhere on the way."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from forwarding import PICTURE, Counter
from receiving import Receiver, answering, echoing, half, refused, slow
from tipping import CONTENT, STORY, everything, rows

from bot.keypair import KeyPair, new_file_key
from bot.tips.backends.port import Reason
from bot.tips.backends.register import entries
from bot.tips.forwarding.forwarding import Lease, State
from bot.tips.forwarding.sending import LEASE, Forwarder
from bot.tips.forwarding.store import ForwardingStore
from bot.tips.forwarding.worker import Worker
from bot.tips.keys import KeyRing
from bot.tips.tip import Content, Evidence, Status
from bot.wiring import build

A_DAY = timedelta(days=1)


async def test_a_forwarded_tip_gets_a_running_number_in_the_register(counter: Counter) -> None:
    first, second = await counter.forwards(CONTENT_ALONE), await counter.forwards(CONTENT_ALONE)
    assert await counter.services.forwarder.run() == 2
    async with counter.services.database.reading() as connection:
        found = await entries(connection, counter.office.ring)
    assert [each.reference for each in found] == ["2026-0001", "2026-0002"]
    assert [each.package.account.story for each in found if each.package] == [STORY, STORY]
    assert {await counter.status(first), await counter.status(second)} == {Status.FORWARDED}


async def test_a_register_is_read_with_the_desks_key_only(counter: Counter) -> None:
    await counter.forwards(CONTENT_ALONE)
    await counter.services.forwarder.run()
    async with counter.services.database.reading() as connection:
        found = await entries(connection, KeyRing.of([KeyPair.new()]))
    assert [(each.reference, each.package) for each in found] == [("2026-0001", None)]


async def test_an_acknowledged_package_is_deleted_and_its_reference_is_sealed(
    to_webhook: Counter, receiver: Receiver
) -> None:
    tip = await to_webhook.forwards(CONTENT_ALONE)
    await to_webhook.services.forwarder.run()
    row = await to_webhook.row()
    assert (row["package"], row["state"], row["due_at"]) == (b"", "sent", None)
    assert await to_webhook.status(tip) is Status.RECEIVED
    assert "BWS-1" not in await everything(to_webhook.services.database)


async def test_evidence_travels_with_the_report(to_webhook: Counter, receiver: Receiver) -> None:
    evidence = (await to_webhook.evidence(), await to_webhook.evidence(b"%PDF"))
    await to_webhook.forwards(replace(CONTENT, evidence=evidence))
    assert await to_webhook.services.forwarder.run() == 1
    assert receiver.files == {"bukti-1.jpg": PICTURE, "bukti-2.jpg": b"%PDF"}


async def test_a_report_says_nothing_of_the_tip_it_came_from(
    to_webhook: Counter, receiver: Receiver
) -> None:
    tip = await to_webhook.forwards(CONTENT_ALONE)
    await to_webhook.services.forwarder.run()
    assert tip.id not in str(receiver.reports)
    assert tip.receipt.hex() not in str(receiver.reports)


async def test_a_backend_that_is_down_for_a_day_gets_one_report_and_the_story_is_nowhere(
    to_webhook: Counter, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.troubles = [
        refused,
        echoing,
        answering(429, "slow down", **{"retry-after": "7200"}),
        answering(200, "<html>Pemeliharaan</html>"),
        slow,
        half,
        answering(503, STORY, **{"retry-after": "Wed, 25 Nov 2026 12:00:00 GMT"}),
        answering(401),
        answering(302, location="https://elsewhere.test/"),
        answering(200, '{"reference": "' + STORY + '"}'),
        answering(200, "[" * 100_000),
        answering(200, "x" * 100_000),
        echoing,
    ]
    receiver.losing = 2
    tip = await to_webhook.forwards(CONTENT_ALONE)
    await to_webhook.passes(2 * A_DAY, step=timedelta(minutes=10))
    assert len(receiver.reports) == 1
    assert receiver.calls == 16
    assert await to_webhook.status(tip) is Status.RECEIVED
    kept = caplog.text + await everything(to_webhook.services.database)
    for word in ("membagikan", "Kukusan", "tetangga"):
        assert word not in kept


async def test_a_wish_to_wait_is_obeyed(to_webhook: Counter, receiver: Receiver) -> None:
    receiver.troubles = [answering(429, **{"retry-after": "3600"})]
    await to_webhook.forwards(CONTENT_ALONE)
    await to_webhook.passes(timedelta(minutes=59))
    assert receiver.calls == 1
    await to_webhook.passes(timedelta(minutes=2))
    assert receiver.calls == 2


@pytest.mark.parametrize("wish", ["Wed, 25 Nov 2026 04:00:00 GMT", "99999999999", "soon", "-1"])
async def test_a_wish_that_is_no_number_of_seconds_is_read_as_well_as_it_goes(
    wish: str, to_webhook: Counter, receiver: Receiver
) -> None:
    receiver.troubles = [answering(503, **{"retry-after": wish})]
    await to_webhook.forwards(CONTENT_ALONE)
    await to_webhook.passes(timedelta(hours=25), step=timedelta(minutes=20))
    assert len(receiver.reports) == 1


async def test_pauses_grow_to_hours(to_webhook: Counter, receiver: Receiver) -> None:
    receiver.troubles = [refused] * 100
    await to_webhook.forwards(CONTENT_ALONE)
    await to_webhook.passes(A_DAY, step=timedelta(minutes=5))
    assert receiver.calls < 20


async def test_a_backend_that_stays_away_leaves_a_dead_letter_with_its_reason(
    to_webhook: Counter, receiver: Receiver
) -> None:
    receiver.troubles = [refused] * 1000
    await to_webhook.forwards(CONTENT_ALONE)
    await to_webhook.passes(timedelta(days=10), step=timedelta(hours=1))
    row = await to_webhook.row()
    assert (row["state"], row["reason"], row["due_at"]) == ("dead", "unreachable", None)
    assert row["package"]


@pytest.mark.parametrize("code", [400, 410, 413, 415, 422])
async def test_a_report_that_is_refused_is_not_sent_again(
    code: int, to_webhook: Counter, receiver: Receiver
) -> None:
    receiver.troubles = [answering(code, STORY)]
    await to_webhook.forwards(CONTENT_ALONE)
    await to_webhook.passes(timedelta(hours=8), step=timedelta(minutes=30))
    row = await to_webhook.row()
    assert (row["state"], row["reason"], receiver.calls) == ("dead", "refused", 1)


async def test_one_bad_package_does_not_hold_up_the_others(
    to_webhook: Counter, receiver: Receiver
) -> None:
    lost = Evidence("f" * 32, "image/png", 9, "a" * 64, cleaned=True, key=new_file_key())
    await to_webhook.forwards(replace(CONTENT, evidence=(lost,)))
    await to_webhook.forwards(CONTENT_ALONE)
    await to_webhook.services.forwarder.run()
    assert (await to_webhook.row(0))["reason"] == "evidence-missing"
    assert list(receiver.reports) == [to_webhook.sent[1]]


async def test_a_package_for_another_worker_is_a_dead_letter(to_webhook: Counter) -> None:
    await to_webhook.forwards(CONTENT_ALONE)
    to_webhook.services.settings.worker_key_file.unlink()
    await to_webhook.services.forwarder.run()
    assert (await to_webhook.row())["reason"] == "unreadable-package"


async def test_a_round_without_any_success_ends_the_run(
    to_webhook: Counter, receiver: Receiver
) -> None:
    for _ in range(9):
        await to_webhook.forwards(CONTENT_ALONE)
    receiver.troubles = [refused] * 9
    await to_webhook.services.forwarder.run()
    assert receiver.calls == LEASE.limit


async def test_two_runs_in_one_process_do_not_meet(to_webhook: Counter, receiver: Receiver) -> None:
    for _ in range(6):
        await to_webhook.forwards(CONTENT_ALONE)
    to_webhook.services.forwarder.kick()
    to_webhook.services.forwarder.kick()
    await asyncio.sleep(0)
    await to_webhook.services.forwarder.run()
    while len(receiver.reports) < 6:
        await asyncio.sleep(0.01)
    assert receiver.calls == 6


async def test_a_process_that_has_not_announced_its_worker_begins_nothing(
    to_webhook: Counter, receiver: Receiver
) -> None:
    await to_webhook.forwards(CONTENT_ALONE)
    services = to_webhook.services
    terminal = build(services.settings, clock=to_webhook.clock, guide=services.guide)
    terminal.forwarder.kick()
    await asyncio.sleep(0)
    assert (await to_webhook.row())["state"] == "waiting"
    await terminal.close()


async def test_a_claim_that_a_dead_worker_left_is_sent_again_under_its_key(
    to_webhook: Counter, receiver: Receiver, clock_store: ForwardingStore
) -> None:
    await to_webhook.forwards(CONTENT_ALONE)
    await left_behind(to_webhook, clock_store, backend="webhook")
    assert await to_webhook.services.forwarder.run() == 0
    to_webhook.clock.moment += LEASE.span
    assert await to_webhook.services.forwarder.run() == 1
    assert list(receiver.reports) == to_webhook.sent


async def test_what_another_backend_may_have_got_is_left_to_a_person(
    to_webhook: Counter, receiver: Receiver, clock_store: ForwardingStore
) -> None:
    await to_webhook.forwards(CONTENT_ALONE)
    await left_behind(to_webhook, clock_store, backend="register")
    to_webhook.clock.moment += LEASE.span
    await to_webhook.services.forwarder.run()
    row = await to_webhook.row()
    assert (row["state"], row["reason"], receiver.calls) == ("unknown", "other-backend", 0)


async def test_a_worker_that_comes_too_late_changes_nothing(
    to_webhook: Counter, receiver: Receiver, clock_store: ForwardingStore
) -> None:
    await to_webhook.forwards(CONTENT_ALONE)
    claim = await left_behind(to_webhook, clock_store, backend="webhook")
    to_webhook.clock.moment += LEASE.span
    await to_webhook.services.forwarder.run()
    async with to_webhook.services.database.transaction() as connection:
        await clock_store.release(connection, claim, state=State.DEAD, reason=Reason.FAULT)
        assert not await clock_store.acknowledge(connection, claim.id, reference="BWS-9")
    assert (await to_webhook.row())["state"] == "sent"


async def test_a_process_without_the_workers_key_sends_nothing(
    to_webhook: Counter, receiver: Receiver, clock_store: ForwardingStore
) -> None:
    await to_webhook.forwards(CONTENT_ALONE)
    services = to_webhook.services
    public = Forwarder(services.database, clock_store, settle=None, clock=services.clock)
    await public.announce()
    assert (await public.run(), await public.poll(), receiver.calls) == (0, 0, 0)
    await public.close()


async def test_a_fault_of_ours_is_repeated_where_it_may_be(
    to_webhook: Counter, clock_store: ForwardingStore, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        name, repeatable, accepted = "webhook", True, Status.RECEIVED

        async def submit(self, package: object, files: object, *, key: str) -> str:
            raise RuntimeError(repr(package))

    services = to_webhook.services
    await to_webhook.forwards(CONTENT_ALONE)
    pair = KeyPair.new()
    worker = Worker(Broken(), None, lambda: services_pair(to_webhook) or pair)
    forwarder = Forwarder(
        services.database, clock_store, settle=None, clock=services.clock, worker=worker
    )
    await forwarder.run()
    row = await to_webhook.row()
    assert (row["state"], row["reason"]) == ("waiting", "fault")
    assert "membagikan" not in caplog.text
    assert "RuntimeError" in caplog.text


async def test_without_a_desk_key_the_register_waits(counter: Counter) -> None:
    await counter.forwards(CONTENT_ALONE)
    async with counter.services.database.transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM public_keys")
    await counter.services.forwarder.run()
    assert (await counter.row())["reason"] == "no-desk-key"
    assert await rows(counter.services.database, "register_entries") == []


async def test_a_repeated_entry_keeps_its_number_even_in_the_next_year(
    counter: Counter, clock_store: ForwardingStore
) -> None:
    await counter.forwards(CONTENT_ALONE)
    await counter.services.forwarder.run()
    async with counter.services.database.transaction() as connection:
        await clock_store.restart(connection, counter.sent[0], now=counter.clock.now())
        # The package is gone by then in life; here the acknowledgement is what got lost.
        await connection.exec_driver_sql("UPDATE forwardings SET state = 'sending'")
    counter.clock.forward(days=60)
    again = counter.services.forwarder._worker.backend
    package = (await read(counter))[0].package
    assert await again.submit(package, (), key=counter.sent[0]) == "2026-0001"
    await counter.forwards(CONTENT_ALONE)
    await counter.services.forwarder.run()
    assert [each.reference for each in await read(counter)] == ["2026-0001", "2027-0001"]


async def test_polling_moves_tips_and_believes_known_statuses_only(
    to_webhook: Counter, receiver: Receiver
) -> None:
    tips = [await to_webhook.forwards(CONTENT_ALONE) for _ in range(3)]
    await to_webhook.services.forwarder.run()
    receiver.statuses = {"BWS-1": "ditindaklanjuti", "BWS-2": "baru"}
    assert await to_webhook.services.forwarder.poll() == 1
    moved = [await to_webhook.status(each) for each in tips]
    assert sorted(moved) == [Status.RECEIVED, Status.RECEIVED, Status.IN_PROGRESS]
    receiver.troubles = [refused]
    assert await to_webhook.services.forwarder.poll() == 0


CONTENT_ALONE = Content(CONTENT.account)


@pytest.fixture
def clock_store(request: pytest.FixtureRequest) -> ForwardingStore:
    name = "to_webhook" if "to_webhook" in request.fixturenames else "counter"
    found: Counter = request.getfixturevalue(name)
    return ForwardingStore(found.services.key)


async def left_behind(counter: Counter, store: ForwardingStore, *, backend: str) -> object:
    """Claim what is due as a worker that dies at once."""
    async with counter.services.database.transaction() as connection:
        found = await store.claim_due(
            connection, backend, now=counter.clock.now(), lease=Lease(9, LEASE.span)
        )
    return found[0][1]


def services_pair(counter: Counter) -> KeyPair:
    return counter.services.forwarder._worker.pair()


async def read(counter: Counter) -> list[object]:
    async with counter.services.database.reading() as connection:
        return await entries(connection, counter.office.ring)
