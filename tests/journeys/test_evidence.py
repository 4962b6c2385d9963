"""Files of a real draft: an album on Telegram, the form of the web chat."""

import json
import re

import httpx
from fakes import FakeClock
from pictures import CANARIES, png, tell_everything
from sqlalchemy import text
from telegrams import FakeTelegram, said, update

from bot.channels.telegram.inbound import parse
from bot.keypair import KeyPair
from bot.messages import Address, IncomingMessage
from bot.tips.keys import Lock
from bot.tips.store import keys
from bot.wiring import Services
from webhooks.app import create_app


async def open_desk(services: Services) -> None:
    async with services.database.transaction() as connection:
        lock, day = Lock(KeyPair.new().public), services.clock.today()
        await keys.publish(connection, keys.Owner.DESK, lock, day=day)


async def states(services: Services) -> list[str]:
    async with services.database.reading() as connection:
        return sorted((await connection.execute(text("SELECT state FROM evidence"))).scalars())


async def nobody() -> None:
    raise AssertionError


async def test_every_photo_of_an_album_reaches_the_draft_and_one_reply_comes(
    telegram_services: Services, fake_telegram: FakeTelegram, clock: FakeClock
) -> None:
    services = telegram_services
    await open_desk(services)
    number = 0

    async def send(**content: object) -> None:
        nonlocal number
        number += 1
        body = json.dumps(update(number, message=said(**content)))  # type: ignore[arg-type]
        message = await parse(body.encode(), nobody)  # type: ignore[arg-type]
        assert message
        await services.inbox.accept(message)

    await send(text="/lapor Pak lurah membagi kaos calon di balai kelurahan kemarin sore")
    before = Address("telegram", "7")
    await services.inbox.accept(IncomingMessage("agree", before, choice_id="tip:consent:agree"))
    shown = len(fake_telegram.shown(7))
    for file in ("a", "b", "c"):
        fake_telegram.files[file] = tell_everything("image/jpeg")
        photo = [{"file_id": file, "file_unique_id": file, "width": 1, "height": 1}]
        await send(photo=photo, media_group_id="album")
    assert len(fake_telegram.shown(7)) == shown + 1
    clock.forward(seconds=1)
    while services.evidence.fetcher._woken and not services.evidence.fetcher._woken.done():
        await services.evidence.fetcher._woken
    await services.evidence.fetcher.run()
    assert await states(services) == ["ready"] * 3


async def test_the_web_chat_shows_a_form_where_evidence_is_asked_for_and_takes_the_file(
    services: Services,
) -> None:
    await open_desk(services)
    transport = httpx.ASGITransport(create_app(services), client=("127.0.0.1", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://jaga.test") as client:
        await client.get("/")

        async def post(name: str, **fields: str) -> str:
            form = {"id": f"message-{name}", "fragment": "1", **fields}
            return (await client.post("/chat/messages", data=form)).text

        await post("1", text="/lapor Pak lurah membagi kaos calon di balai kelurahan kemarin sore")
        assert 'action="/chat/files"' not in await post("2", choice="tip:consent:agree")
        page = ""
        for step in range(3, 15):
            skip = re.findall(r'value="(tip:[a-z-]+:skip)"', page)
            page = await post(str(step), **({"choice": skip[-1]} if skip else {"text": "Lurah"}))
            if 'action="/chat/files"' in page:
                break
        assert 'enctype="multipart/form-data"' in page
        files = {"berkas": ("kanari.png", png(), "image/png")}
        data = {"id": "message-berkas", "fragment": "1"}
        answer = await client.post("/chat/files", data=data, files=files)
        assert answer.status_code == 200
        await services.evidence.fetcher.run()
        if (woken := services.evidence.fetcher._woken) is not None:
            await woken
        assert await states(services) == ["ready"]
        assert not [word for word in CANARIES if word in answer.text]
