"""Numbers and pictures of what became of a broadcast."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from actors import FakeActor
from sqlalchemy import func, select

from bot.broadcasts import ledger, results, store
from bot.broadcasts.broadcast import Outcome, Reason, State
from bot.broadcasts.picture import picture
from bot.broadcasts.reporting import Progress, Reporting, table
from bot.broadcasts.results import Count
from bot.commands.progress import Meter
from bot.errors import Refused
from bot.messages import Address
from bot.questions.guide import LiveGuide
from bot.staff.account import Act

House = Any  # the fixture of this folder

COUNTS = (
    Count("telegram", Outcome.SENT, "", 1200),
    Count("telegram", Outcome.NOT_SENT, Reason.BLOCKED, 30),
    Count("whatsapp", Outcome.READ, "", 50),
    Count("whatsapp", Outcome.NOT_SENT, Reason.NO_TEMPLATE, 70),
    Count("whatsapp", Outcome.UNKNOWN, "", 2),
    Count("whatsapp", Outcome.WAITING, "", 48),
)


def test_the_picture_is_whole_and_loads_nothing() -> None:
    drawn = picture("Besok <memilih> & tenang", "2026-11-26 08:00 WIB", COUNTS)
    root = ET.fromstring(drawn)
    words = " ".join(root.itertext())
    assert "Besok <memilih> & tenang" in words
    assert "telegram: 1.230" in words
    assert "terkirim: 1.200 (85,7 %)" in words
    assert "tidak-terkirim, tanpa-templat: 70" in words
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    bars = [each for each in root.iter() if each.tag.endswith("rect") and len(each)]
    assert sum(float(each.attrib["width"]) for each in bars) == pytest.approx(2 * 672, abs=0.1)


def test_a_broadcast_without_anybody_is_drawn_too() -> None:
    ET.fromstring(picture("Kosong", "", ()))


def test_the_table_names_nobody() -> None:
    lines = table(COUNTS).splitlines()
    assert lines[0] == "saluran,hasil,alasan,jumlah"
    assert lines[2] == "telegram,tidak-terkirim,diblokir,30"
    assert len(lines) == 1 + len(COUNTS)


def test_the_bar_tells_rate_time_left_and_failures(guide: LiveGuide) -> None:
    meter = Meter(guide.current.phrases.say)
    first = Progress(State.RUNNING, (Count("telegram", Outcome.WAITING, "", 100),))
    assert "0/100" in meter.bar(first, now=10.0)
    later = Progress(
        State.RUNNING,
        (
            Count("telegram", Outcome.WAITING, "", 60),
            Count("telegram", Outcome.SENT, "", 35),
            Count("telegram", Outcome.NOT_SENT, Reason.BLOCKED, 4),
            Count("telegram", Outcome.UNKNOWN, "", 1),
        ),
    )
    bar = meter.bar(later, now=14.0)
    assert "40/100" in bar
    assert "10,0 tiap detik, kira-kira 6 detik lagi" in bar
    assert "diblokir: 4" in bar
    assert "tidak-diketahui: 1" in bar


def test_a_broadcast_that_had_nobody_is_over_and_not_at_its_beginning(guide: LiveGuide) -> None:
    meter = Meter(guide.current.phrases.say)
    assert "100.0 %" in meter.bar(Progress(State.DONE, ()))
    assert "  0.0 %" in meter.bar(Progress(State.RUNNING, ()))


async def test_doubts_are_settled_by_a_person_and_in_the_trail(house: House) -> None:
    await house.people(3)
    whole = await house.approved()
    actor = FakeActor(house.database, "tono")
    reporting = Reporting(house.database, say=lambda phrase, **words: f"{phrase.key} {words}")
    async with house.database.transaction() as connection:
        await ledger.plan(connection, "one", whole.audience)
        await connection.execute(ledger.rows.update().values(outcome=Outcome.UNKNOWN))
        await store.move(connection, "one", to=State.RUNNING)
    elsewhere = await reporting.settle(actor, "one", outcome=Outcome.SENT, channel="whatsapp")
    assert elsewhere == 0
    actor.trail.clear()
    assert await reporting.settle(actor, "one", outcome=Outcome.SENT, channel="telegram") == 3
    assert actor.trail == [(Act.SETTLE_BROADCASTS, "one", "")]
    assert (await reporting.progress("one")).of(Outcome.SENT) == 3
    assert await reporting.settle(actor, "one", outcome=Outcome.WAITING) == 0
    with pytest.raises(Refused, match="tidak-ada"):
        await reporting.settle(actor, "two", outcome=Outcome.SENT)


async def test_the_ledger_of_a_broadcast_goes_once_it_is_long_over_and_its_numbers_stay(
    house: House,
) -> None:
    first, *_ = await house.people(3)
    left = house.contacts.person(Address("telegram", first))
    whole = await house.approved()
    await house.fanout().run()
    assert await house.state() is State.DONE
    async with house.database.transaction() as connection:
        assert await results.delete_closed(connection, before=whole.ends_at) == 0
        later = whole.ends_at + timedelta(seconds=1)
        await connection.execute(
            ledger.rows.update().values(outcome=Outcome.CLAIMED).where(ledger.rows.c.person == left)
        )
        assert await results.delete_closed(connection, before=later) == 3
        assert await results.delete_closed(connection, before=later) == 0
        assert await connection.scalar(select(func.count()).select_from(ledger.rows)) == 0
    assert await house.counted() == {("terkirim", ""): 2, ("tidak-diketahui", ""): 1}
    reporting = Reporting(house.database, say=lambda phrase, **words: f"{phrase.key} {words}")
    assert (await reporting.progress("one")).people == 3


async def test_the_ledger_of_a_broadcast_that_goes_on_stays(house: House) -> None:
    await house.people(3)
    whole = await house.approved()
    async with house.database.transaction() as connection:
        await ledger.plan(connection, "one", whole.audience)
        later = whole.ends_at + timedelta(days=1)
        assert await results.delete_closed(connection, before=later) == 0
