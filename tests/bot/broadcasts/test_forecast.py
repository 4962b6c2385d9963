from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.broadcasts.broadcast import Broadcast, Content
from bot.broadcasts.forecast import Means, forecast, warnings
from bot.channels.port import Standing
from bot.contacts.contact import Audience, Category, Consent, Subscription
from bot.contacts.store import ContactStore
from bot.messages import Address, Template
from bot.wiring import Services

MORNING = datetime(2026, 11, 26, 1, tzinfo=UTC)  # 08:00 in Depok
APPROVED = {"besok_1": Standing("besok_1", "HX1", "approved", "marketing")}
MEANS = Means(
    {"telegram": 2.0, "whatsapp": 4.0},
    3,
    template_price=400,
    message_price=80,
    utility_price=100,
    standings=APPROVED,
)
TEMPLATE = Content("Besok.", (), Template("besok_1", ("a",)))
DEPOK = ZoneInfo("Asia/Jakarta")


def reminder(**changes: object) -> Broadcast:
    whole = Broadcast(
        "one",
        "Besok",
        Content("Besok."),
        Audience(Category.REMINDERS),
        MORNING,
        MORNING + timedelta(hours=4),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


@pytest.fixture
async def contacts(services: Services) -> ContactStore:
    """Four people on Telegram, eight on WhatsApp of whom two wrote lately, one elsewhere."""
    store = ContactStore(services.key)
    wanted = Subscription(frozenset({Category.REMINDERS}))
    everybody = [("telegram", 4), ("whatsapp", 8), ("signal", 1)]
    async with services.database.transaction() as connection:
        for channel, count in everybody:
            for number in range(count):
                address = Address(channel, f"{number}")
                consent = Consent(MORNING, "wording")
                await store.keep(connection, address, wanted=wanted, consent=consent)
                if channel == "whatsapp" and number < 2:
                    await store.heard(connection, address, now=MORNING - timedelta(hours=2))
    return store


async def test_everybody_is_counted_by_the_way_they_are_reached(
    services: Services, contacts: ContactStore
) -> None:
    async with services.database.reading() as connection:
        seen = await forecast(
            connection,
            contacts,
            broadcast=reminder(content=TEMPLATE),
            means=MEANS,
            now=MORNING - timedelta(hours=1),
        )
    assert (dict(seen.free), seen.window, seen.template) == ({"telegram": 4}, 2, 6)
    assert (seen.unreachable, seen.surplus, seen.people) == (1, 3, 13)
    assert seen.seconds == 2.0
    assert seen.cost == 2 * 80 + 3 * 480


async def test_a_window_that_closes_before_the_time_counts_as_closed(
    services: Services, contacts: ContactStore
) -> None:
    later = reminder(starts_at=MORNING + timedelta(hours=23), content=TEMPLATE)
    async with services.database.reading() as connection:
        seen = await forecast(connection, contacts, broadcast=later, means=MEANS, now=MORNING)
    assert (seen.window, seen.template) == (0, 8)


async def test_without_a_template_or_a_sender_people_are_not_reached(
    services: Services, contacts: ContactStore
) -> None:
    say = services.guide.current.phrases.say
    async with services.database.reading() as connection:
        seen = await forecast(connection, contacts, broadcast=reminder(), means=MEANS, now=MORNING)
        alone = await forecast(
            connection,
            contacts,
            broadcast=reminder(),
            means=Means({"telegram": 26.0}),
            now=MORNING,
        )
    assert (seen.window, seen.template, seen.unreachable) == (2, 0, 7)
    assert (alone.window, alone.unreachable, alone.people) == (0, 9, 13)
    (told,) = warnings(seen, reminder(), means=MEANS, say=say, zone=DEPOK)
    assert "6 orang" in told


async def test_the_surplus_and_a_run_into_the_night_are_told(
    services: Services, contacts: ContactStore
) -> None:
    say = services.guide.current.phrases.say
    evening = reminder(
        content=TEMPLATE,
        starts_at=datetime(2026, 11, 26, 13, 59, 59, 900_000, UTC),
        ends_at=datetime(2026, 11, 27, 3, tzinfo=UTC),
    )
    async with services.database.reading() as connection:
        seen = await forecast(connection, contacts, broadcast=evening, means=MEANS, now=MORNING)
    surplus, marketing, night = warnings(seen, evening, means=MEANS, say=say, zone=DEPOK)
    assert "3 orang di luar batas harian WhatsApp (3 sehari)" in surplus
    assert "sebagai marketing, bukan utility" in marketing
    assert "21:00" in night
    urgent = replace(evening, content=replace(TEMPLATE, urgent="Gempa"))
    assert len(list(warnings(seen, urgent, means=MEANS, say=say, zone=DEPOK))) == 2


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (None, "jaganetral broadcasts submit-template one"),
        (Standing("besok_1", "HX1", "pending"), "belum disetujui (pending)"),
        (Standing("besok_1", "HX1", "rejected", "", "INVALID"), "(rejected: INVALID)"),
    ],
)
async def test_a_template_that_is_not_approved_reaches_nobody_and_the_reason_is_told(
    standing: Standing | None, why: str, services: Services, contacts: ContactStore
) -> None:
    say = services.guide.current.phrases.say
    whole = reminder(content=TEMPLATE)
    means = replace(MEANS, standings={"besok_1": standing} if standing else {})
    async with services.database.reading() as connection:
        seen = await forecast(connection, contacts, broadcast=whole, means=means, now=MORNING)
    assert (seen.window, seen.template, seen.closed, seen.surplus) == (2, 0, 6, 0)
    (told,) = warnings(seen, whole, means=means, say=say, zone=DEPOK)
    assert "6 orang" in told
    assert why in told


async def test_the_price_is_that_of_marketing_unless_meta_assigned_utility(
    services: Services, contacts: ContactStore
) -> None:
    say = services.guide.current.phrases.say
    whole = reminder(content=TEMPLATE)
    utility = {"besok_1": Standing("besok_1", "HX1", "approved", "utility")}
    cheap = replace(MEANS, standings=utility, daily_tier=0)
    async with services.database.reading() as connection:
        seen = await forecast(connection, contacts, broadcast=whole, means=cheap, now=MORNING)
    assert seen.cost == 8 * 80 + 6 * 100
    assert list(warnings(seen, whole, means=cheap, say=say, zone=DEPOK)) == []
    assert replace(cheap, utility_price=0).price(whole) == 400


async def test_where_nobody_subscribed_the_way_to_subscribers_is_told(services: Services) -> None:
    say, whole = services.guide.current.phrases.say, reminder()
    async with services.database.reading() as connection:
        seen = await forecast(
            connection, ContactStore(services.key), broadcast=whole, means=MEANS, now=MORNING
        )
    (told,) = warnings(seen, whole, means=MEANS, say=say, zone=DEPOK)
    assert "/langganan" in told
    assert "jaganetral broadcasts audience one" in told
