"""A file from each channel to the store and on: what it tells beside itself is nowhere."""

import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pictures import AUTHOR, DEVICE, LATITUDE, NAME, tell_everything
from sqlalchemy import text
from telegrams import FakeTelegram, said, update
from twilio_double import FakeTwilio, incoming, media_url

from bot.channels import web
from bot.channels.telegram.inbound import parse as parse_update
from bot.channels.whatsapp.inbound import parse as parse_form
from bot.keypair import new_file_key
from bot.messages import Address, IncomingMessage, SentFile
from bot.tips.evidence import kinds
from bot.tips.evidence.files import original
from bot.tips.evidence.piece import State
from bot.tips.tip import Piece
from bot.wiring import Services

PERSON = 628_120_077_001
REFERENCE = "kanari-file-id"
Bring = Callable[[bytes], Awaitable[IncomingMessage]]
KINDS = (kinds.JPEG, kinds.PNG, kinds.WEBP, kinds.PDF)


async def nobody() -> None:
    raise AssertionError


async def on_telegram(telegram: FakeTelegram, content: bytes) -> IncomingMessage:
    telegram.files[REFERENCE] = content
    document = {"file_id": REFERENCE, "file_unique_id": "u", "file_name": NAME}
    body = json.dumps(update(1, message=said(document=document, chat=PERSON))).encode()
    message = await parse_update(body, nobody)  # type: ignore[arg-type]
    assert message
    return message


async def on_whatsapp_(twilio: FakeTwilio, content: bytes) -> IncomingMessage:
    twilio.media[media_url().rpartition("/")[2]] = content
    fields = {"NumMedia": "1", "MediaUrl0": media_url(), "MediaContentType0": "image/jpeg"}
    return parse_form(incoming(1, f"whatsapp:+{PERSON}", **fields))


async def on_the_web(services: Services, content: bytes) -> IncomingMessage:
    with services.evidence.uploads.begin() as upload:
        upload.write(content)
        reference = upload.finish()
    return IncomingMessage("m", Address(web.NAME, "s"), files=(SentFile(reference),))


async def kept(services: Services, message: IncomingMessage) -> Piece:
    """Take the file of *message* and fetch it, as an open draft has it done."""
    piece = Piece("5a" * 16, new_file_key())
    (file,) = message.files
    async with services.database.transaction() as connection:
        await services.evidence.store.take(
            connection,
            piece,
            source=message.sender.channel,
            reference=file.reference,
            now=services.clock.now(),
        )
    assert await services.jobs["evidence"].run() == 1
    return piece


async def traces(services: Services, folder: Path, log: str) -> list[str]:
    """Return the words that stand in clear in the data folder, the database or the log."""
    async with services.database.reading() as connection:
        rows = str((await connection.execute(text("SELECT * FROM evidence"))).all())
    data = b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())
    everything = data + rows.encode() + log.encode()
    words = [AUTHOR, DEVICE, NAME, LATITUDE, str(PERSON), REFERENCE, media_url()]
    return [word for word in words if word.encode() in everything]


async def check(services: Services, piece: Piece, content: bytes) -> None:
    async with services.database.reading() as connection:
        (found,) = await services.evidence.store.read(connection, [piece])
    assert (found.state, found.cleaned) == (State.READY, True)
    assert found.evidence
    files = services.evidence.files
    copy = b"".join(files.open(piece.id, piece.key))
    assert not [word for word in (AUTHOR, DEVICE, NAME, LATITUDE) if word.encode() in copy]
    assert b"".join(files.open(original(piece.id), found.evidence.original)) == content


@pytest.mark.parametrize("kind", KINDS)
async def test_from_telegram(
    kind: str,
    telegram_services: Services,
    fake_telegram: FakeTelegram,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    content = tell_everything(kind)
    message = await on_telegram(fake_telegram, content)
    piece = await kept(telegram_services, message)
    await check(telegram_services, piece, content)
    assert await traces(telegram_services, tmp_path, caplog.text) == []


@pytest.mark.parametrize("kind", KINDS)
async def test_from_whatsapp(
    kind: str,
    on_whatsapp: Services,
    twilio: FakeTwilio,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    content = tell_everything(kind)
    message = await on_whatsapp_(twilio, content)
    piece = await kept(on_whatsapp, message)
    await check(on_whatsapp, piece, content)
    assert await traces(on_whatsapp, tmp_path, caplog.text) == []


@pytest.mark.parametrize("kind", KINDS)
async def test_from_the_web(
    kind: str, services: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    content = tell_everything(kind)
    message = await on_the_web(services, content)
    piece = await kept(services, message)
    await check(services, piece, content)
    assert await traces(services, tmp_path, caplog.text) == []
