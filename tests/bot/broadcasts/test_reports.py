from typing import Any

import pytest

from bot.broadcasts import ledger
from bot.broadcasts.broadcast import Outcome
from bot.broadcasts.reference import reference, referred
from bot.broadcasts.reports import Reports
from bot.messages import Address

House = Any  # the fixture of this folder


@pytest.fixture
async def reports(house: House) -> Reports:
    await house.people(1)
    await house.approved()
    await house.fanout().run()
    return Reports(house.database, house.contacts, key=house.key, clock=house.clock)


COPY = "copy of telegram-0000"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["delivered", "sent"], "sampai"),
        (["read", "delivered"], "dibaca"),
        (["queued"], "terkirim"),
        (["canceled"], "terkirim"),
    ],
)
async def test_the_ledger_says_how_far_a_message_has_come(
    said: list[str], expected: str, reports: Reports, house: House
) -> None:
    for state in said:
        await reports.note(COPY, state)
    assert await house.counted() == {(expected, ""): 1}


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("", "ditolak-penyedia"),
        ("di-luar-24-jam", "di-luar-24-jam"),
        ("ditahan-whatsapp", "ditahan-whatsapp"),
        ("diblokir", "diblokir"),
        ("berhenti-di-penyedia", "berhenti-di-penyedia"),
    ],
)
async def test_a_late_failure_is_counted_and_who_blocked_us_has_left(
    reason: str, expected: str, reports: Reports, house: House
) -> None:
    await reports.note(COPY, "undelivered", reason=reason)
    assert await house.counted() == {("tidak-terkirim", expected): 1}
    async with house.database.reading() as connection:
        person = Address("telegram", "telegram-0000")
        left = await house.contacts.ended(connection, person)
    assert left == (reason in {"diblokir", "berhenti-di-penyedia"})


async def test_reports_on_other_messages_change_nothing(reports: Reports, house: House) -> None:
    await reports.note("SM of a reply", "failed")
    assert await house.counted() == {("terkirim", ""): 1}


async def doubtful(house: House, outcome: Outcome) -> str:
    """Leave the row as a crash before or after the lease's end does; return its reference."""
    person = house.contacts.person(Address("telegram", "telegram-0000"))
    async with house.database.transaction() as connection:
        await connection.execute(ledger.rows.update().values(outcome=outcome, copy=""))
    return reference(house.key, "one", str(person))


@pytest.mark.parametrize("before", [Outcome.CLAIMED, Outcome.UNKNOWN])
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("queued", "terkirim"),
        ("sent", "terkirim"),
        ("delivered", "sampai"),
        ("undelivered", "tidak-terkirim"),
    ],
)
async def test_a_report_settles_what_a_crash_left_in_doubt(
    before: Outcome, said: str, expected: str, reports: Reports, house: House
) -> None:
    of_whom = await doubtful(house, before)
    await reports.note("SM never recorded", said, reference=of_whom)
    assert {outcome for outcome, _ in await house.counted()} == {expected}
    await reports.note("SM never recorded", "read")
    assert {outcome for outcome, _ in await house.counted()} == (
        {expected} if said == "undelivered" else {"dibaca"}
    )


async def test_a_reference_changes_nothing_that_is_known(reports: Reports, house: House) -> None:
    person = house.contacts.person(Address("telegram", "telegram-0000"))
    of_whom = reference(house.key, "one", person)
    await reports.note("SM of another message", "failed", reference=of_whom)
    assert await house.counted() == {("terkirim", ""): 1}


@pytest.mark.parametrize("forged", ["", "abc", "é", "A" * 108])
async def test_a_reference_that_we_did_not_write_says_nothing(
    forged: str, reports: Reports, house: House
) -> None:
    await doubtful(house, Outcome.UNKNOWN)
    await reports.note("SM", "delivered", reference=forged)
    assert await house.counted() == {("tidak-diketahui", ""): 1}


def test_a_reference_shows_nobody_and_is_another_each_time(house: House) -> None:
    first, second = (reference(house.key, "one", "person") for _ in range(2))
    assert first != second
    assert "person" not in first
    assert referred(house.key, second) == ("one", "person")
