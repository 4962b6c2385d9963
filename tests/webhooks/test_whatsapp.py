import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import inspect, text
from twilio_double import BASE, MESSAGES, REPORTS, FakeTwilio, incoming, signature

from bot.delivery.outbox import Outbox
from bot.wiring import Services
from webhooks.app import create_app

QUESTION = "boleh gak saya like unggahan calon?"
SHARED = {"X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=HMAC_SHA256"}
TABLES = ("message_claims", "conversations", "outbox", "erasures", "deliveries", "tallies")


@pytest.fixture
async def twilios_client(on_whatsapp: Services) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(on_whatsapp))
    async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.7:8000") as client:
        yield client


async def post(
    client: httpx.AsyncClient,
    form: dict[str, str],
    path: str = MESSAGES,
    url: str = "",
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    signed = {"X-Twilio-Signature": signature(url or f"{BASE}{path}", form)}
    return await client.post(path, data=form, headers={**signed, **(headers or {})})


async def rows(services: Services, *tables: str) -> int:
    async with services.database.reading() as connection:
        found = [await connection.scalar(text(f"SELECT count(*) FROM {each}")) for each in tables]
        return sum(map(int, found))


async def test_a_question_is_answered_and_twilio_gets_empty_twiml(
    twilios_client: httpx.AsyncClient, twilio: FakeTwilio
) -> None:
    response = await post(twilios_client, incoming(1, Body=QUESTION))
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/xml")
    assert response.text.endswith("<Response/>")
    assert twilio.sent[0].text.startswith("*DILARANG*")


async def test_a_message_that_comes_twice_or_at_once_is_answered_once(
    twilios_client: httpx.AsyncClient, twilio: FakeTwilio
) -> None:
    form = incoming(1, Body="/mulai")
    answers = await asyncio.gather(*(post(twilios_client, form) for _ in range(4)))
    answers.append(await post(twilios_client, form))
    assert {each.status_code for each in answers} == {200}
    assert len(twilio.sent) == 1


@pytest.mark.parametrize(
    ("headers", "path", "url"),
    [
        ({}, MESSAGES, ""),
        ({"host": "jaga.example.id"}, MESSAGES, ""),
        ({"host": "evil.example"}, MESSAGES, ""),
        ({"x-forwarded-host": "evil.example", "x-forwarded-proto": "http"}, MESSAGES, ""),
        ({"x-forwarded-host": "jaga.example.id", "x-forwarded-proto": "https"}, MESSAGES, ""),
        ({"forwarded": "for=203.0.113.9;host=evil.example;proto=http"}, MESSAGES, ""),
        ({"x-forwarded-prefix": "/evil", "x-original-url": "/evil"}, MESSAGES, ""),
        ({}, f"{MESSAGES}?region=id&x=a%20b", ""),
        ({}, MESSAGES, f"{BASE}:443{MESSAGES}"),
    ],
)
async def test_the_signature_counts_for_our_public_address_whatever_stands_between(
    headers: dict[str, str],
    path: str,
    url: str,
    twilios_client: httpx.AsyncClient,
    twilio: FakeTwilio,
) -> None:
    response = await post(twilios_client, incoming(1, Body="halo"), path, url, headers)
    assert response.status_code == 200
    assert twilio.sent


async def test_a_public_address_with_port_and_path_is_signed_as_it_stands(
    on_whatsapp: Services, twilios_client: httpx.AsyncClient
) -> None:
    base = "https://kota.example.id:8443/jaga"
    object.__setattr__(on_whatsapp.settings, "public_base_url", base)
    on_whatsapp.settings.public_base_url = base
    form = incoming(1, Body="halo")
    assert (await post(twilios_client, form, url=f"{base}{MESSAGES}")).status_code == 200
    assert (await post(twilios_client, form, url=f"{BASE}{MESSAGES}")).status_code == 403


@pytest.mark.parametrize("path", [MESSAGES, REPORTS])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": "d3Jvbmc="},
        {"X-Twilio-Signature": signature(f"http://10.0.0.7:8000{MESSAGES}", incoming(1))},
        {"X-Twilio-Signature": signature(f"{BASE}{MESSAGES}", incoming(1, Body="lain"))},
        {"X-Twilio-Signature": signature(f"{BASE}{MESSAGES}", incoming(1), secret="lain")},
        {"X-Twilio-Signature": signature(f"{BASE}{MESSAGES}", incoming(1))} | SHARED,
        {
            "X-Twilio-Signature": signature(f"https://evil.example{MESSAGES}", incoming(1)),
            "x-forwarded-host": "evil.example",
            "host": "evil.example",
        },
    ],
)
async def test_what_twilio_did_not_sign_is_refused_and_leaves_no_trace(
    path: str,
    headers: dict[str, str],
    on_whatsapp: Services,
    twilios_client: httpx.AsyncClient,
    twilio: FakeTwilio,
) -> None:
    response = await twilios_client.post(path, data=incoming(1), headers=headers)
    assert (response.status_code, response.text) == (403, "")
    assert await rows(on_whatsapp, *TABLES) == 0
    assert twilio.requests == []


async def test_the_shared_key_scheme_is_taken(
    twilios_client: httpx.AsyncClient, twilio: FakeTwilio
) -> None:
    form = incoming(1, Body="halo")
    signed = {"X-Twilio-Signature": signature(f"{BASE}{MESSAGES}", form, kind="sha256")}
    response = await twilios_client.post(MESSAGES, data=form, headers=signed | SHARED)
    assert response.status_code == 200
    assert twilio.sent


async def test_a_file_where_a_form_should_be_is_not_signed(
    twilios_client: httpx.AsyncClient,
) -> None:
    response = await twilios_client.post(
        MESSAGES, files={"Body": b"x"}, headers={"X-Twilio-Signature": "x"}
    )
    assert response.status_code == 403


async def test_what_cannot_be_read_is_told_to_twilios_console_and_the_log(
    twilios_client: httpx.AsyncClient, on_whatsapp: Services, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await post(twilios_client, incoming(1, "+6281200000001"))).status_code == 400
    report = {"MessageSid": "SM" + "1" * 32, "MessageStatus": "lost"}
    assert (await post(twilios_client, report, REPORTS)).status_code == 400
    assert await rows(on_whatsapp, *TABLES) == 0
    assert "unreadable" in caplog.text
    assert "62812" not in caplog.text


async def test_twilio_is_answered_when_the_replies_are_safe_not_when_they_are_delivered(
    twilios_client: httpx.AsyncClient, on_whatsapp: Services, twilio: FakeTwilio
) -> None:
    twilio.faults = ["reset"]
    response = await post(twilios_client, incoming(1, Body="/mulai"))
    assert response.status_code == 200
    assert await rows(on_whatsapp, "outbox") == 1


async def test_a_message_that_cannot_be_kept_is_not_taken(
    twilios_client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Outbox, "post", full)
    response = await post(twilios_client, incoming(1, Body="/mulai"))
    assert response.status_code == 503


async def test_reports_move_states_forward_and_late_errors_are_counted(
    twilios_client: httpx.AsyncClient, on_whatsapp: Services, caplog: pytest.LogCaptureFixture
) -> None:
    sid = {"MessageSid": "SM" + "1" * 32, "To": "whatsapp:+6281200000001"}
    for status in ("delivered", "sent", "delivered"):
        response = await post(twilios_client, {**sid, "MessageStatus": status}, REPORTS)
        assert response.status_code == 204
    failed = {**sid, "MessageStatus": "failed", "ErrorCode": "63016"}
    await post(twilios_client, failed, REPORTS)
    await post(twilios_client, failed, REPORTS)
    figures = on_whatsapp.metrics.exposition().decode()
    assert 'jaganetral_deliveries_total{channel="whatsapp",state="delivered"} 1.0' in figures
    assert 'jaganetral_delivery_errors_total{channel="whatsapp",code="63016"} 1.0' in figures
    assert 'state="sent"' not in figures
    assert "63016" in caplog.text
    assert "62812" not in caplog.text


async def test_being_forgotten_takes_twilios_copies_along(
    twilios_client: httpx.AsyncClient, on_whatsapp: Services, twilio: FakeTwilio
) -> None:
    forms = [incoming(1, Body="/mulai"), incoming(2, Body="/lupakan")]
    forms.append(incoming(3, Body="Ya, hapus", ButtonPayload="forgotten:"))
    twilio.known = {each["MessageSid"] for each in forms}
    for form in forms:
        await post(twilios_client, form)
    await on_whatsapp.jobs["erasure"].run()
    assert {each["MessageSid"] for each in forms} <= set(twilio.gone)


async def test_no_table_holds_a_number_a_name_or_a_word(
    twilios_client: httpx.AsyncClient, on_whatsapp: Services, twilio: FakeTwilio
) -> None:
    twilio.faults = ["500"]
    form = incoming(1, Body="saya pegawai kelurahan mampang, boleh like?", Latitude="-6.40")
    await post(twilios_client, form)
    report = {"MessageSid": form["MessageSid"], "MessageStatus": "sent", "To": form["From"]}
    await post(twilios_client, report, REPORTS)
    async with on_whatsapp.database.reading() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        tables = {
            name: (await connection.execute(text(f"SELECT * FROM {name}"))).all() for name in names
        }
    assert tables["outbox"]
    shown = str([rows for name, rows in tables.items() if name != "answers"])
    for secret in ("62812", "Ani", "mampang", "-6.40", form["MessageSid"]):
        assert secret not in shown


async def test_without_whatsapp_there_is_no_such_page(services: Services) -> None:
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as client:
        assert (await post(client, incoming(1))).status_code == 404
