from typing import Any

import pytest

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
