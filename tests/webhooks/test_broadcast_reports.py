"""What Twilio reports on a broadcast, from the message that left to the numbers that staff read."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from urllib.parse import urlsplit

import httpx
import pytest
from fakes import FakeClock
from twilio_double import BASE, FakeTwilio, signature

from bot.broadcasts import ledger, store
from bot.broadcasts.broadcast import Broadcast, Content, Outcome, State
from bot.contacts.contact import Audience, Category, Consent, Subscription
from bot.contacts.store import ContactStore
from bot.messages import Address
from bot.wiring import Services
from webhooks.app import create_app

BUDI = Address("whatsapp", "+6281200000001")


@pytest.fixture
async def client(on_whatsapp: Services) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(on_whatsapp))
    async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.7:8000") as client:
        yield client


@pytest.fixture
async def sent(on_whatsapp: Services, twilio: FakeTwilio, clock: FakeClock) -> dict[str, str]:
    """The form of a message that a broadcast had Twilio take."""
    contacts = ContactStore(on_whatsapp.key)
    draft = Broadcast(
        "one",
        "Besok",
        Content("Besok memilih."),
        Audience(Category.REMINDERS),
        clock.now(),
        clock.now() + timedelta(hours=4),
        State.APPROVED,
        "rina",
        "tono",
    )
    async with on_whatsapp.database.transaction() as connection:
        wanted = Subscription(frozenset({Category.REMINDERS}))
        consent = Consent(clock.now(), "wording")
        await contacts.keep(connection, BUDI, wanted=wanted, consent=consent)
        await contacts.heard(connection, BUDI, now=clock.now())
        whole = replace(draft, approved=draft.fingerprint)
        await store.keep(connection, whole, now=clock.now())
    await on_whatsapp.broadcasting.fanout.run()
    return {"sid": twilio.sent[-1].sid, **twilio.forms[-1]}


async def reported(
    client: httpx.AsyncClient, sent: dict[str, str], status: str, *, code: str = ""
) -> None:
    form = {"MessageSid": sent["sid"], "MessageStatus": status, "To": sent["To"]}
    if code:
        form["ErrorCode"] = code
    url = urlsplit(sent["StatusCallback"])
    path = f"{url.path}?{url.query}"
    signed = {"X-Twilio-Signature": signature(f"{BASE}{path}", form)}
    assert (await client.post(path, data=form, headers=signed)).status_code == 204


async def numbers(services: Services) -> dict[tuple[str, str], int]:
    progress = await services.broadcasting.verbs.reporting.progress("one")
    return {(each.outcome, each.reason): each.people for each in progress.counts}


async def test_the_message_is_of_use_only_until_the_broadcast_ends(sent: dict[str, str]) -> None:
    assert sent["ValidityPeriod"] == str(4 * 60 * 60)


async def test_a_window_that_closed_is_reported_later_and_counted_with_its_reason(
    client: httpx.AsyncClient, sent: dict[str, str], on_whatsapp: Services
) -> None:
    assert await numbers(on_whatsapp) == {("terkirim", ""): 1}
    await reported(client, sent, "undelivered", code="63016")
    await reported(client, sent, "sent")
    assert await numbers(on_whatsapp) == {("tidak-terkirim", "di-luar-24-jam"): 1}


async def test_reports_may_come_in_any_order(
    client: httpx.AsyncClient, sent: dict[str, str], on_whatsapp: Services
) -> None:
    for order in permutations(("queued", "sent", "delivered", "read")):
        async with on_whatsapp.database.transaction() as connection:
            await connection.execute(ledger.rows.update().values(outcome=Outcome.CLAIMED, copy=""))
        for status in order:
            await reported(client, sent, status)
        assert await numbers(on_whatsapp) == {("dibaca", ""): 1}, order


async def test_a_report_after_a_crash_settles_the_doubt(
    client: httpx.AsyncClient, sent: dict[str, str], on_whatsapp: Services
) -> None:
    async with on_whatsapp.database.transaction() as connection:
        await connection.execute(ledger.rows.update().values(outcome=Outcome.UNKNOWN, copy=""))
    await reported(client, sent, "delivered")
    assert await numbers(on_whatsapp) == {("sampai", ""): 1}
