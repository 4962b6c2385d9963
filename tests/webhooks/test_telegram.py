import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from fakes import FakeClock
from sqlalchemy import text
from telegrams import SECRET, FakeTelegram, Refused, said, tap, update

from bot.delivery.queue import LEASE
from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.wiring import Services, build
from webhooks.app import create_app

HEADER = "X-Telegram-Bot-Api-Secret-Token"
GROUP = -1005


@pytest.fixture
def services(telegram_services: Services) -> Services:
    return telegram_services


@pytest.fixture
async def client(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as client:
        yield client


async def post(client: httpx.AsyncClient, number: int, **content: object) -> int:
    response = await client.post(
        "/webhooks/telegram",
        content=json.dumps(update(number, **content)),
        headers={HEADER: SECRET},
    )
    return response.status_code


async def rows(services: Services) -> int:
    async with services.database.reading() as connection:
        tables = ("message_claims", "conversations", "outbox")
        counts = [
            await connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in tables
        ]
    return sum(counts)


async def test_a_question_is_answered_before_telegram_hears_that_all_is_well(
    client: httpx.AsyncClient, fake_telegram: FakeTelegram
) -> None:
    assert await post(client, 1, message=said("boleh gak gw like postingan paslon?")) == 200
    card, question = fake_telegram.shown(7)
    assert card["text"].startswith("DILARANG")
    assert "status Anda" in question["text"]


@pytest.mark.parametrize("given", [{}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: SECRET + "x"}])
async def test_without_the_secret_nothing_is_read_or_kept(
    given: dict[str, str],
    client: httpx.AsyncClient,
    services: Services,
    fake_telegram: FakeTelegram,
) -> None:
    body = json.dumps(update(1, message=said("/mulai")))
    response = await client.post("/webhooks/telegram", content=body, headers=given)
    assert response.status_code == 403
    assert await rows(services) == 0
    assert fake_telegram.calls == []


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b'{"update_id": 1, "message": 3}'])
async def test_a_body_that_is_no_update_is_refused(
    body: bytes, client: httpx.AsyncClient, services: Services
) -> None:
    response = await client.post("/webhooks/telegram", content=body, headers={HEADER: SECRET})
    assert response.status_code == 400
    assert await rows(services) == 0


async def test_without_a_token_there_is_no_such_address(
    settings: Settings, guide: LiveGuide
) -> None:
    services = build(settings, guide=guide)
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as client:
        assert await post(client, 1, message=said("x")) == 404
    await services.close()


async def test_an_update_that_comes_again_even_meanwhile_gets_one_reply(
    client: httpx.AsyncClient, fake_telegram: FakeTelegram
) -> None:
    message = said("/mulai")
    statuses = await asyncio.gather(*(post(client, 1, message=message) for _ in range(5)))
    assert statuses == [200] * 5
    assert await post(client, 1, message=message) == 200
    assert len(fake_telegram.shown(7)) == 1


async def test_a_tap_that_comes_again_gets_one_reply(
    client: httpx.AsyncClient, fake_telegram: FakeTelegram
) -> None:
    await post(client, 1, message=said("/menu"))
    (menu,) = fake_telegram.shown(7)
    await post(client, 2, callback_query=tap("privacy:", menu))
    await post(client, 2, callback_query=tap("privacy:", menu))
    assert len(fake_telegram.shown(7)) == 2


async def test_an_album_gets_one_reply(
    client: httpx.AsyncClient, fake_telegram: FakeTelegram
) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    for number in (1, 2, 3):
        await post(client, number, message=said(photo=photo, media_group_id="A"))
    (shown,) = fake_telegram.shown(7)
    assert "Fotonya tidak saya lihat" in shown["text"]


async def test_topics_are_leafed_through_in_place(
    client: httpx.AsyncClient, fake_telegram: FakeTelegram
) -> None:
    await post(client, 1, message=said("/menu"))
    (menu,) = fake_telegram.shown(7)
    await post(client, 2, callback_query=tap("topics:", menu))
    (topics,) = fake_telegram.shown(7)
    assert topics["text"].startswith("Pilih topik")
    assert len(fake_telegram.called("answerCallbackQuery")) == 1


async def test_a_provider_that_is_down_delays_the_reply_and_loses_nothing(
    client: httpx.AsyncClient, services: Services, fake_telegram: FakeTelegram, clock: FakeClock
) -> None:
    down = Refused(500, "Internal Server Error")
    fake_telegram.fail("sendMessage", down, down, httpx.ReadTimeout("slow"))
    assert await post(client, 1, message=said("/mulai")) == 200
    clock.forward(seconds=LEASE.seconds)
    assert await services.sender.sweep() == 0
    clock.forward(seconds=LEASE.seconds)
    assert await services.sender.sweep() == 1
    assert len(fake_telegram.shown(7)) == 1


async def test_whoever_blocked_the_bot_is_not_tried_again(
    client: httpx.AsyncClient, services: Services, fake_telegram: FakeTelegram, clock: FakeClock
) -> None:
    fake_telegram.gone.add(7)
    assert await post(client, 1, message=said("/mulai")) == 200
    fake_telegram.gone.clear()
    clock.forward(hours=1)
    assert await services.sender.sweep() == 0


async def test_in_a_group_nothing_is_answered_that_was_not_asked(
    client: httpx.AsyncClient, services: Services, fake_telegram: FakeTelegram
) -> None:
    assert await post(client, 1, message=said("boleh like gak sih?", chat=GROUP)) == 200
    assert await rows(services) == 0
    question = "@jaga_test_bot boleh gak gw like postingan paslon?"
    assert await post(client, 2, message=said(question, chat=GROUP)) == 200
    (card,) = fake_telegram.shown(GROUP)
    assert card["text"].startswith("DILARANG")


async def test_a_tip_in_a_group_is_turned_away_to_the_private_chat(
    client: httpx.AsyncClient, fake_telegram: FakeTelegram
) -> None:
    story = "@jaga_test_bot saya mau lapor, kepala dinas saya bagi-bagi kaus paslon"
    await post(client, 1, message=said(story, chat=GROUP))
    (shown,) = fake_telegram.shown(GROUP)
    assert "Jangan menceritakan pelanggaran orang lain di grup" in shown["text"]
    button = shown["reply_markup"]["inline_keyboard"][0][0]
    assert button["url"] == "https://t.me/jaga_test_bot"


async def test_a_group_is_heard_once_the_bot_knows_its_name(
    client: httpx.AsyncClient, services: Services, fake_telegram: FakeTelegram
) -> None:
    fake_telegram.fail("getMe", httpx.ConnectError("down"))
    message = said("@jaga_test_bot halo", chat=GROUP)
    assert await post(client, 1, message=message) == 503
    assert await rows(services) == 0
    assert await post(client, 1, message=message) == 200
    assert len(fake_telegram.shown(GROUP)) == 1


async def test_being_forgotten_empties_the_chat(
    client: httpx.AsyncClient, services: Services, fake_telegram: FakeTelegram, clock: FakeClock
) -> None:
    await post(client, 1, message=said("/lupakan"))
    (asked,) = fake_telegram.shown(7)
    fake_telegram.messages[7, 40] = said("/lupakan")
    await post(client, 2, callback_query=tap("forgotten:", asked))
    clock.forward(minutes=1)
    await services.jobs["erasure"].run()
    assert [each["text"][:13] for each in fake_telegram.shown(7)] == ["Sudah dihapus"]
