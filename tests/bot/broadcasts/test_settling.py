"""Doubts on WhatsApp: settled by what Twilio has, without sending anything."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from actors import FakeActor
from fakes import FakeClock
from sqlalchemy import select, update
from twilio_double import WHATSAPP, FakeTwilio, Sent

from bot.broadcasts import ledger, results, store
from bot.broadcasts.broadcast import Broadcast, Content, Outcome, State
from bot.broadcasts.settling import Doubts
from bot.contacts.contact import Audience, Category, Consent, Ended, Subscription
from bot.errors import Refused, TryLater
from bot.messages import Address, Template
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.staff.account import Act
from bot.wiring import Services, build

TEMPLATE = Template("besok_1", ("Depok",), "Halo warga {{1}}, besok memilih.")
NUMBERS = [f"+62812000000{number:02}" for number in range(5)]


@pytest.fixture
async def house(
    settings: Settings, clock: FakeClock, guide: LiveGuide, twilio: FakeTwilio
) -> AsyncIterator[Services]:
    """A broadcast to five people on WhatsApp of whom nobody knows what became."""
    built = build(settings.model_copy(update=WHATSAPP), clock=clock, guide=guide)
    contacts, wanted = built.broadcasting.settling._contacts, frozenset({Category.REMINDERS})
    whole = Broadcast(
        "one",
        "Besok",
        Content("Besok memilih.", (), TEMPLATE),
        Audience(Category.REMINDERS),
        clock.now(),
        clock.now() + timedelta(hours=4),
        State.RUNNING,
    )
    async with built.database.transaction() as connection:
        for number in NUMBERS:
            await contacts.keep(
                connection,
                Address("whatsapp", number),
                wanted=Subscription(wanted),
                consent=Consent(clock.now(), "wording"),
            )
        await store.keep(connection, whole, now=clock.now())
        await ledger.plan(connection, "one", whole.audience)
        await connection.execute(ledger.rows.update().values(outcome=Outcome.UNKNOWN))
    yield built
    await built.close()


async def looked_up(house: Services, name: str = "one") -> tuple[Doubts, FakeActor]:
    actor = FakeActor(house.database, "tono")
    doubts = await house.broadcasting.settling.look_up(
        actor,
        name,
        tracers=house.providers.tracers,
        say=house.guide.current.phrases.say,
    )
    return doubts, actor


async def counted(house: Services) -> dict[tuple[str, str], int]:
    async with house.database.reading() as connection:
        found = await results.counts(connection, "one")
    return {(each.outcome, each.reason): each.people for each in found}


def at_twilio(clock: FakeClock, number: int, text: str, **fields: object) -> Sent:
    sent = Sent(f"SM{number:032x}", f"whatsapp:{NUMBERS[number]}", text, made_at=clock.now())
    for name, value in fields.items():
        setattr(sent, name, value)
    return sent


async def test_what_twilio_has_is_settled_and_the_rest_stays_in_doubt(
    house: Services, twilio: FakeTwilio, clock: FakeClock
) -> None:
    old = clock.now() - timedelta(minutes=1)
    twilio.sent = [
        at_twilio(clock, 0, "Besok memilih.", status="read"),
        at_twilio(clock, 1, "Halo warga Depok, besok memilih.", status="undelivered", code=63016),
        at_twilio(clock, 2, "Jawaban lain."),
        at_twilio(clock, 3, "Besok memilih.", made_at=old, status="delivered"),
    ]
    async with house.database.transaction() as connection:
        await house.broadcasting.settling._contacts.end(
            connection,
            house.key.pseudonym(Address("whatsapp", NUMBERS[4])),
            because=Ended.ASKED,
            now=clock.now(),
        )
    doubts, actor = await looked_up(house)
    assert doubts == Doubts(found=2, absent=2, unheld=1)
    assert await counted(house) == {
        ("dibaca", ""): 1,
        ("tidak-terkirim", "di-luar-24-jam"): 1,
        ("tidak-diketahui", ""): 3,
    }
    assert actor.trail == [(Act.SETTLE_BROADCASTS, "one", "")]
    assert {method for method, _ in twilio.requests} == {"GET"}


async def test_looking_again_finds_what_came_up_meanwhile(
    house: Services, twilio: FakeTwilio, clock: FakeClock
) -> None:
    assert (await looked_up(house))[0] == Doubts(absent=5)
    twilio.sent = [at_twilio(clock, each, "Besok memilih.") for each in range(5)]
    assert (await looked_up(house))[0] == Doubts(found=5)
    assert await counted(house) == {("terkirim", ""): 5}
    assert (await looked_up(house))[0] == Doubts()


async def test_what_was_found_before_twilio_fell_silent_is_kept(
    house: Services, twilio: FakeTwilio, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    twilio.sent = [at_twilio(clock, each, "Besok memilih.") for each in range(5)]
    answer, asked = twilio._listed, 0

    def listed(query: dict[str, str]) -> tuple[int, object]:
        nonlocal asked
        asked += 1
        return answer(query) if asked <= 2 else (500, {})

    monkeypatch.setattr(twilio, "_listed", listed)
    with pytest.raises(TryLater):
        await looked_up(house)
    assert await counted(house) == {("terkirim", ""): 2, ("tidak-diketahui", ""): 3}


async def test_there_is_nothing_to_look_up_of_what_is_not_there(house: Services) -> None:
    with pytest.raises(Refused, match="nomor dua"):
        await looked_up(house, "dua")


async def test_a_message_that_the_ledger_knows_already_settles_nobody_else(
    house: Services, clock: FakeClock, twilio: FakeTwilio
) -> None:
    twilio.sent = [at_twilio(clock, 0, "Besok memilih.")]
    name = house.key.digest(f"SM{0:032x}", purpose="delivery")
    async with house.database.transaction() as connection:
        one = await store.find(connection, "one")
        assert one
        await store.keep(connection, replace(one, id="two", state=State.DONE), now=clock.now())
        await ledger.plan(connection, "two", one.audience)
        first = await connection.scalar(select(ledger.rows.c.person).limit(1))
        mine = (ledger.rows.c.broadcast == "two") & (ledger.rows.c.person == first)
        sent = update(ledger.rows).where(mine).values(outcome=Outcome.SENT, copy=name)
        await connection.execute(sent)
    doubts, _ = await looked_up(house)
    assert doubts.found == 0
    assert (await counted(house))[("tidak-diketahui", "")] == 5
