from datetime import timedelta

import pytest
from fakes import FakeClock
from sqlalchemy import text

from bot.contacts.contact import (
    Audience,
    Category,
    Consent,
    Ended,
    Group,
    Subscription,
)
from bot.contacts.store import ContactStore, delete_ended, forget_old_windows, people
from bot.database.engine import Database
from bot.messages import Address
from bot.wiring import Services
from knowledge.rule import Role

REMINDERS = Audience(Category.REMINDERS)
WANTED = Subscription(frozenset({Category.REMINDERS}), Role.PNS, "Beji", "kecamatan-beji")


@pytest.fixture
def database(services: Services) -> Database:
    return services.database


@pytest.fixture
def store(services: Services) -> ContactStore:
    return ContactStore(services.key)


def person(number: int, channel: str = "telegram") -> Address:
    return Address(channel, f"person-{number}")


async def subscribe(
    database: Database,
    store: ContactStore,
    clock: FakeClock,
    *,
    who: Address,
    wanted: Subscription = WANTED,
) -> None:
    async with database.transaction() as connection:
        await store.keep(connection, who, wanted=wanted, consent=Consent(clock.now(), "wording-1"))


async def reached(database: Database, store: ContactStore, audience: Audience) -> set[str]:
    async with database.reading() as connection:
        names = [row.person for row in await connection.execute(people(audience))]
        found = await store.still_in(connection, audience, names)
    assert set(found) == set(names)
    return {each.to.value for each in found.values()}


async def test_what_somebody_wants_comes_back_as_it_was_kept(
    database: Database, store: ContactStore, clock: FakeClock
) -> None:
    await subscribe(database, store, clock, who=person(1))
    async with database.reading() as connection:
        assert await store.find(connection, person(1)) == WANTED
        assert await store.find(connection, person(2)) is None


async def test_no_address_stands_in_the_database(
    database: Database, store: ContactStore, clock: FakeClock
) -> None:
    await subscribe(database, store, clock, who=Address("whatsapp", "+6281234567890"))
    async with database.reading() as connection:
        row = (await connection.execute(text("SELECT * FROM contacts"))).one()
    assert "6281234567890" not in "".join(
        each.decode("latin-1") if isinstance(each, bytes) else str(each) for each in row
    )


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (REMINDERS, {"person-1", "person-2"}),
        (Audience(Category.OUTREACH), {"person-2", "person-3"}),
        (Audience(Category.EDUCATION), set()),
        (Audience(Category.OUTREACH, groups=frozenset({Group.PUBLIC})), {"person-3"}),
        (Audience(Category.REMINDERS, districts=frozenset({"Beji"})), {"person-1"}),
        (Audience(Category.REMINDERS, offices=frozenset({"bkpsdm"})), {"person-2"}),
        (Audience(Category.OUTREACH, channels=frozenset({"whatsapp"})), {"person-3"}),
    ],
)
async def test_an_audience_is_those_who_want_it_and_no_others(
    audience: Audience,
    expected: set[str],
    database: Database,
    store: ContactStore,
    clock: FakeClock,
) -> None:
    both = frozenset({Category.REMINDERS, Category.OUTREACH})
    await subscribe(database, store, clock, who=person(1))
    await subscribe(
        database, store, clock, who=person(2), wanted=Subscription(both, None, "", "bkpsdm")
    )
    await subscribe(
        database,
        store,
        clock,
        who=person(3, "whatsapp"),
        wanted=Subscription(frozenset({Category.OUTREACH}), Role.CITIZEN, "Tapos"),
    )
    assert await reached(database, store, audience) == expected


async def test_who_leaves_is_out_and_nothing_that_was_told_stays(
    database: Database, store: ContactStore, clock: FakeClock
) -> None:
    await subscribe(database, store, clock, who=person(1))
    async with database.transaction() as connection:
        name = store.person(person(1))
        assert await store.end(connection, name, because=Ended.BLOCKED, now=clock.now())
        assert not await store.end(connection, name, because=Ended.ASKED, now=clock.now())
        assert await store.find(connection, person(1)) is None
        assert await store.ended(connection, person(1))
        assert await store.still_in(connection, REMINDERS, [name]) == {}
        row = (await connection.execute(text("SELECT * FROM contacts"))).mappings().one()
    assert (row["address"], row["district"], row["office"], row["role"]) == (b"", "", "", "")
    assert row["ended_because"] == "diblokir"
    assert await reached(database, store, REMINDERS) == set()


async def test_who_comes_back_is_reached_again(
    database: Database, store: ContactStore, clock: FakeClock
) -> None:
    await subscribe(database, store, clock, who=person(1))
    async with database.transaction() as connection:
        await store.end(connection, store.person(person(1)), because=Ended.ASKED, now=clock.now())
    await subscribe(database, store, clock, who=person(1))
    assert await reached(database, store, REMINDERS) == {"person-1"}
    async with database.reading() as connection:
        assert not await store.ended(connection, person(1))


async def test_the_open_window_is_counted_and_forgotten_when_it_has_closed(
    database: Database, store: ContactStore, clock: FakeClock
) -> None:
    for number in (1, 2):
        await subscribe(database, store, clock, who=person(number, "whatsapp"))
    start = clock.now()
    async with database.transaction() as connection:
        await store.heard(connection, person(1, "whatsapp"), now=start)
        await store.heard(connection, person(9, "whatsapp"), now=start)
        counted = await store.count(connection, REMINDERS, heard_since=start - timedelta(hours=24))
        assert counted == {"whatsapp": (2, 1)}
        assert await forget_old_windows(connection, before=start) == 0
        assert await forget_old_windows(connection, before=start + timedelta(seconds=1)) == 1
        counted = await store.count(connection, REMINDERS, heard_since=start)
        assert counted == {"whatsapp": (2, 0)}


async def test_who_left_long_ago_and_who_asks_to_be_forgotten_leave_no_row(
    database: Database, store: ContactStore, clock: FakeClock
) -> None:
    for number in (1, 2):
        await subscribe(database, store, clock, who=person(number))
    async with database.transaction() as connection:
        await store.end(connection, store.person(person(1)), because=Ended.ASKED, now=clock.now())
        await store.forget(connection, person(2))
        assert await delete_ended(connection, before=clock.now()) == 0
        assert await delete_ended(connection, before=clock.now() + timedelta(days=1)) == 1
        left = await connection.scalar(text("SELECT count(*) FROM contacts"))
    assert left == 0
