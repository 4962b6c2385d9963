import io
from zoneinfo import ZoneInfo

import pytest
from fakes import FakeClock

from bot.contacts.contact import Category, Consent, Ended, Subscription
from bot.contacts.opt_ins import Known, Line, read_list
from bot.contacts.store import ContactStore
from bot.contacts.subscriptions import LEFT_BEFORE, Subscriptions, Tally
from bot.messages import Address
from bot.wiring import Services

HEAD = "nomor,kategori,sumber,tanggal,peran,kecamatan,kantor\n"
GOOD = "+6281234567890,pengingat-hari-pemilu,formulir loket Beji,2026-11-01,pns,beji,kecamatan-beji"


@pytest.fixture
def subscriptions(services: Services) -> Subscriptions:
    return Subscriptions(services.database, ContactStore(services.key))


@pytest.fixture
def known(services: Services, clock: FakeClock) -> Known:
    library = services.guide.current.library
    zone, say = ZoneInfo("Asia/Jakarta"), services.guide.current.phrases.say
    return Known(library.regions, library.offices, _reach, clock.today(), zone, say)


def _reach(number: str) -> Address | None:
    return Address("whatsapp", number) if number.startswith("+") else None


def read(text: str, known: Known) -> list[Line]:
    return list(read_list(io.StringIO(text), known))


async def wants(services: Services, address: Address) -> Subscription | None:
    async with services.database.reading() as connection:
        return await ContactStore(services.key).find(connection, address)


async def test_a_line_subscribes_with_its_consent(
    subscriptions: Subscriptions, known: Known, services: Services
) -> None:
    (line,) = await subscriptions.take(read(HEAD + GOOD, known))
    assert line.problem == ""
    wanted = await wants(services, Address("whatsapp", "+6281234567890"))
    assert wanted
    assert wanted.categories == {Category.REMINDERS}
    assert (wanted.role, wanted.district, wanted.office) == ("pns", "Beji", "kecamatan-beji")


async def test_a_list_does_not_bring_back_who_left(
    subscriptions: Subscriptions, known: Known, services: Services, clock: FakeClock
) -> None:
    address = Address("whatsapp", "+6281234567890")
    await subscriptions.take(read(HEAD + GOOD, known))
    async with services.database.transaction() as connection:
        assert await subscriptions.leave(connection, address, because=Ended.ASKED, now=clock.now())
    (line,) = await subscriptions.take(read(HEAD + GOOD, known))
    assert line.problem == LEFT_BEFORE
    assert await wants(services, address) is None


async def test_a_list_takes_away_nothing_that_somebody_chose(
    subscriptions: Subscriptions, known: Known, services: Services, clock: FakeClock
) -> None:
    address = Address("whatsapp", "+6281234567890")
    chosen = Subscription(frozenset({Category.OUTREACH}), None, "Tapos")
    async with services.database.transaction() as connection:
        await subscriptions.change(
            connection, address, wanted=chosen, consent=Consent(clock.now(), "w")
        )
    await subscriptions.take(read(HEAD + GOOD, known))
    wanted = await wants(services, address)
    assert wanted
    assert wanted.categories == {Category.OUTREACH, Category.REMINDERS}
    assert wanted.district == "Tapos"


async def test_wanting_nothing_any_more_is_leaving(
    subscriptions: Subscriptions, services: Services, clock: FakeClock
) -> None:
    address = Address("telegram", "1")
    consent = Consent(clock.now(), "w")
    wanted = Subscription(frozenset({Category.REMINDERS}))
    async with services.database.transaction() as connection:
        await subscriptions.change(connection, address, wanted=wanted, consent=consent)
        assert await subscriptions.heard(connection, address, now=clock.now()) == wanted
        await subscriptions.change(connection, address, wanted=Subscription(), consent=consent)
        assert await subscriptions.heard(connection, address, now=clock.now()) is None


async def test_subscribers_are_counted_and_not_named(
    subscriptions: Subscriptions, known: Known, services: Services, clock: FakeClock
) -> None:
    await subscriptions.take(read(HEAD + GOOD, known))
    other = Address("telegram", "1")
    async with services.database.transaction() as connection:
        await subscriptions.change(
            connection,
            other,
            wanted=Subscription(frozenset({Category.REMINDERS})),
            consent=Consent(clock.now(), "w"),
        )
    assert await subscriptions.tallies() == [
        Tally("telegram", "asn", "", 1),
        Tally("whatsapp", "asn", "Beji", 1),
    ]
    async with services.database.transaction() as connection:
        await subscriptions.forget(connection, other)
    assert len(await subscriptions.tallies()) == 1
