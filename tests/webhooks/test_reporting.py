import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx
import pytest
from fakes import FakeClock
from forwarding import Counter
from receiving import OLD_SECRET, SECRET, URL, Receiver, posted, signed
from tipping import CONTENT, STORY, Office

from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.tips.tip import Content, Status, Tip
from bot.wiring import Services, build
from webhooks.app import create_app

PATH = "/webhooks/reporting"


@pytest.fixture
async def counter(settings: Settings, clock: FakeClock, guide: LiveGuide) -> AsyncIterator[Counter]:
    chosen = Settings(
        _env_file=None,
        database_url=settings.database_url.get_secret_value(),
        data_dir=settings.data_dir,
        reporting_backend="webhook",
        reporting_url=URL,
        reporting_secret=SECRET,
        reporting_old_secret=OLD_SECRET,
    )
    services = build(chosen, clock=clock, guide=guide, transport=Receiver())
    await services.forwarder.announce()
    office = Office(services.database, services.key, clock)
    await office.opens()
    yield Counter(services, office, clock)
    await services.close()


@pytest.fixture
async def tip(counter: Counter) -> Tip:
    """A tip that the backend has, as BWS-1."""
    sent = await counter.forwards(Content(CONTENT.account))
    await counter.services.forwarder.run()
    return sent


def client(services: Services) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(services), client=("203.0.113.9", 1))
    return httpx.AsyncClient(transport=transport, base_url="https://here.test")


async def post(counter: Counter, body: bytes, headers: dict[str, str]) -> httpx.Response:
    async with client(counter.services) as browser:
        return await browser.post(PATH, content=body, headers=headers)


async def test_a_signed_status_moves_the_tip_once(counter: Counter, tip: Tip) -> None:
    body, headers = posted("BWS-1", "ditindaklanjuti", now=counter.clock.now())
    answers = [await post(counter, body, headers) for _ in range(2)]
    assert [(each.status_code, each.json()) for each in answers] == [
        (200, {"changed": True}),
        (200, {"changed": False}),
    ]
    assert await counter.status(tip) is Status.IN_PROGRESS


async def test_a_status_that_comes_late_moves_nothing_back(counter: Counter, tip: Tip) -> None:
    for status in ("selesai", "diterima", "ditolak"):
        await post(counter, *posted("BWS-1", status, now=counter.clock.now()))
    assert await counter.status(tip) is Status.DONE


async def test_the_old_secret_is_believed_while_it_is_set(counter: Counter, tip: Tip) -> None:
    body, headers = posted("BWS-1", "selesai", now=counter.clock.now(), secret=OLD_SECRET)
    assert (await post(counter, body, headers)).status_code == 200


async def test_one_of_several_signatures_is_enough(counter: Counter, tip: Tip) -> None:
    body, headers = posted("BWS-1", "selesai", now=counter.clock.now())
    other = posted("BWS-1", "selesai", now=counter.clock.now(), secret="whsec_" + "C" * 44)[1]
    both = f"{other['webhook-signature']} {headers['webhook-signature']}"
    answer = await post(counter, body, {**headers, "webhook-signature": both})
    assert answer.status_code == 200


Forgery = Callable[[bytes, dict[str, str]], tuple[bytes, dict[str, str]]]


@pytest.mark.parametrize(
    "forged",
    [
        lambda body, headers: (body.replace(b"BWS-1", b"BWS-2"), headers),
        lambda body, headers: (body, {}),
        lambda body, headers: (body, {**headers, "webhook-signature": ""}),
        lambda body, headers: (body, {**headers, "webhook-signature": "v1,AAAA"}),
        lambda body, headers: (body, {**headers, "webhook-signature": "\xe9".encode()}),
        lambda body, headers: (body, {**headers, "webhook-id": "msg_2"}),
        lambda body, headers: (body, {**headers, "webhook-id": ""}),
        lambda body, headers: (body, {**headers, "webhook-timestamp": "soon"}),
        lambda body, headers: (body, {**headers, "webhook-timestamp": "9" * 30}),
        lambda body, headers: (b"\xff", headers),
    ],
)
async def test_what_is_not_signed_is_refused(forged: Forgery, counter: Counter, tip: Tip) -> None:
    body, headers = forged(*posted("BWS-1", "selesai", now=counter.clock.now()))
    assert (await post(counter, body, headers)).status_code == 401
    assert await counter.status(tip) is Status.RECEIVED


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_replay_after_five_minutes_is_refused(
    minutes: int, counter: Counter, tip: Tip
) -> None:
    moment = counter.clock.now() + timedelta(minutes=minutes)
    body, headers = posted("BWS-1", "selesai", now=moment)
    assert (await post(counter, body, headers)).status_code == 401


async def test_an_unknown_report_is_not_found_and_nothing_more_is_told(
    counter: Counter, tip: Tip
) -> None:
    answer = await post(counter, *posted("BWS-9", "selesai", now=counter.clock.now()))
    assert (answer.status_code, answer.content) == (404, b"")


STATUS = '{"type": "report.status", "data": '


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("", "not JSON"),
        ("[" * 9000, "not JSON"),
        ("[]", "type"),
        ("{}", "type"),
        ('{"type": "kanari", "data": {"reference": "BWS-1", "status": "selesai"}}', "type"),
        (f'{STATUS}"kanari"}}', "data"),
        (f'{STATUS}{{"reference": "BWS-1", "status": "kanari"}}}}', "status"),
        (f'{STATUS}{{"reference": "BWS-1", "status": "baru"}}}}', "status"),
        (f'{STATUS}{{"reference": "BWS-1", "status": ["kanari"]}}}}', "status"),
        (f'{STATUS}{{"reference": "kanari kanari", "status": "selesai"}}}}', "reference"),
        (f'{STATUS}{{"reference": ["kanari"], "status": "selesai"}}}}', "reference"),
    ],
)
async def test_a_signed_message_that_is_no_status_is_told_what_is_wrong_without_an_echo(
    body: str, wrong: str, counter: Counter, tip: Tip
) -> None:
    headers = signed(body, now=counter.clock.now())
    answer = await post(counter, body.encode(), headers)
    assert answer.status_code == 400
    assert wrong in answer.json()["error"]
    assert "kanari" not in answer.text
    assert await counter.status(tip) is Status.RECEIVED


async def test_a_large_body_is_refused(counter: Counter) -> None:
    body = " " * 20_000
    answer = await post(counter, body.encode(), signed(body, now=counter.clock.now()))
    assert answer.status_code == 413


async def test_without_a_secret_nothing_is_believed(services: Services) -> None:
    body, headers = posted("BWS-1", "selesai", now=services.clock.now())
    async with client(services) as browser:
        answer = await browser.post(PATH, content=body, headers=headers)
    assert answer.status_code == 401


async def test_the_schema_names_every_part_of_a_report(counter: Counter, tip: Tip) -> None:
    async with client(counter.services) as browser:
        schema = (await browser.get(f"{PATH}/openapi.json")).json()
    parts = schema["components"]["schemas"]
    receiver = counter.services.forwarder._worker.backend._client._transport
    report = receiver.reports[counter.sent[0]]
    assert set(parts["Report"]["required"]) == set(report)
    assert set(parts["Account"]["required"]) == set(report["account"])
    assert set(parts["Evidence"]["required"]) == set(parts["Evidence"]["properties"])
    assert STORY not in json.dumps(schema)
