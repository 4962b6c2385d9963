"""Packages that kill the worker: in a process of its own, as a fault in a library would."""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context

import pytest
from fakes import FakeClock
from forwarding import Counter
from tipping import CONTENT, Office

from bot.errors import TryLater
from bot.settings import Settings
from bot.tips.backends.port import Reason
from bot.tips.forwarding.sending import LEASE, Forwarder
from bot.tips.forwarding.store import ForwardingStore
from bot.tips.forwarding.worker import Worker
from bot.tips.tip import Content, Package, Status
from bot.wiring import Services, build

CONTENT_ALONE = Content(CONTENT.account)


class Deadly:
    """A backend in whose hands some packages kill the process."""

    name, repeatable, accepted = "register", True, Status.RECEIVED

    def __init__(self, deadly: set[str], act: Callable[[], None]) -> None:
        self.deadly = deadly
        self.act = act

    async def submit(self, package: Package, files: object, *, key: str) -> str:
        await asyncio.sleep(0)
        if key in self.deadly:
            self.act()
        return f"R-{key}"

    async def close(self) -> None: ...


class Killed(BaseException):
    """What no forwarder catches, as far as a test can go within its own process."""


def exits() -> None:
    raise Killed


def dies() -> None:
    os._exit(9)


def forwarder(services: Services, backend: object) -> Forwarder:
    """Return what sends with the installation's own key to *backend*."""
    own = services.forwarder._worker
    assert own
    return Forwarder(
        services.database,
        ForwardingStore(services.key),
        settle=services.forwarder._settle,
        clock=services.clock,
        worker=Worker(backend, own.files, own.pair),  # type: ignore[arg-type]
    )


async def state(counter: Counter, number: int = -1) -> tuple[object, object]:
    row = await counter.row(number)
    return row["state"], row["reason"]


@pytest.fixture
async def counter(services: Services, clock: FakeClock) -> Counter:
    await services.forwarder.announce()
    office = Office(services.database, services.key, clock)
    await office.opens()
    return Counter(services, office, clock)


async def test_a_package_that_ends_the_worker_again_and_again_becomes_a_dead_letter(
    counter: Counter,
) -> None:
    for _ in range(3):
        await counter.forwards(CONTENT_ALONE)
    deadly = Deadly({counter.sent[1]}, exits)
    deaths = 0
    for _ in range(8):
        try:
            while await forwarder(counter.services, deadly).run():
                pass
        except Killed:
            deaths += 1
        counter.clock.moment += LEASE.span
    assert await state(counter, 1) == ("dead", "worker-lost")
    assert [(await state(counter, each))[0] for each in (0, 2)] == ["sent", "sent"]
    assert deaths == 4


async def test_a_worker_that_died_by_chance_counts_no_more_once_there_was_an_answer(
    counter: Counter,
) -> None:
    class Busy(Deadly):
        async def submit(self, package: Package, files: object, *, key: str) -> str:
            raise TryLater(Reason.BUSY, seconds=1)

    await counter.forwards(CONTENT_ALONE)
    deadly = Deadly(set(counter.sent), exits)
    for backend in (*[deadly] * 3, Busy(set(), exits), *[deadly] * 3):
        with suppress(Killed):
            await forwarder(counter.services, backend).run()
        counter.clock.moment += LEASE.span
    assert (await counter.row())["state"] == "sending"
    assert await forwarder(counter.services, Deadly(set(), exits)).run() == 1


def forwards_and_dies(settings: Settings, counter: Counter) -> None:
    """Run in a process of its own: send what is due until a package kills it."""

    async def run() -> None:
        services = build(settings, clock=counter.clock, guide=counter.services.guide)
        await forwarder(services, Deadly({*counter.sent}, dies)).run()
        await services.close()

    asyncio.run(run())


@pytest.mark.kill
async def test_a_package_that_kills_the_process_becomes_a_dead_letter_too(
    counter: Counter, settings: Settings
) -> None:
    await counter.forwards(CONTENT_ALONE)
    codes = []
    for _ in range(5):
        process = get_context("fork").Process(target=forwards_and_dies, args=(settings, counter))
        process.start()
        await asyncio.to_thread(process.join)
        codes.append(process.exitcode)
        counter.clock.moment += LEASE.span
    assert codes == [9, 9, 9, 9, 0]
    assert await state(counter) == ("dead", "worker-lost")
