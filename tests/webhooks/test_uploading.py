import logging
from pathlib import Path

import httpx
import pytest
from pictures import CANARIES, NAME, png
from sqlalchemy import text

from bot.channels import web
from bot.messages import IncomingMessage, Media
from bot.tips.evidence.kinds import LARGEST
from bot.wiring import Services
from webhooks.uploading import LARGEST_FORM


@pytest.fixture
def heard(services: Services, monkeypatch: pytest.MonkeyPatch) -> list[IncomingMessage]:
    """What the conversation hears of uploads."""
    messages: list[IncomingMessage] = []
    accept = services.inbox.accept

    async def noted(message: IncomingMessage) -> object:
        messages.append(message)
        return await accept(message)

    monkeypatch.setattr(services.inbox, "accept", noted)
    return messages


async def send(
    client: httpx.AsyncClient, content: bytes = b"", *, kind: str = "image/png", **fields: object
) -> httpx.Response:
    files = {"berkas": (NAME, content, kind)}
    given = {"id": "upload-0001", **fields}
    return await client.post("/chat/files", data=given, files=files)


def left(services: Services) -> list[Path]:
    return list((services.settings.data_dir / "uploads").glob("*"))


async def test_an_upload_reaches_the_conversation_as_a_file(
    client: httpx.AsyncClient, services: Services, heard: list[IncomingMessage]
) -> None:
    assert (await send(client, png(), fragment="1")).status_code == 200

    (message,) = heard
    (file,) = message.files
    assert (message.sender.channel, message.media) == (web.NAME, Media.PHOTO)
    assert file.size == len(png())
    parts = [part async for part in services.evidence.uploads.fetch(file.reference)]
    assert b"".join(parts) == png()


async def test_without_a_script_the_page_comes_back(client: httpx.AsyncClient) -> None:
    response = await send(client, png())
    assert (response.status_code, response.headers["location"]) == (303, "/")


async def test_an_upload_is_nowhere_in_clear(
    client: httpx.AsyncClient, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await send(client, png())
    (path,) = left(services)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    for word in CANARIES:
        assert word.encode() not in path.read_bytes()
        assert word not in caplog.text


async def test_sixteen_megabytes_are_taken_and_one_byte_more_is_not(
    client: httpx.AsyncClient, services: Services, heard: list[IncomingMessage]
) -> None:
    assert (await send(client, bytes(LARGEST))).status_code == 303
    assert len(left(services)) == 1
    refused = await send(client, bytes(LARGEST + 1), id="upload-0002")
    assert refused.status_code == 413
    assert "16 MB" in refused.text
    assert len(left(services)) == len(heard) == 1


async def test_a_body_that_does_not_tell_its_length_is_stopped_on_its_way(
    client: httpx.AsyncClient, services: Services
) -> None:
    async def endless() -> object:
        yield b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
        while True:
            yield bytes(1024)

    kind = {"content-type": "multipart/form-data; boundary=x"}
    response = await client.post("/chat/files", content=endless(), headers=kind)  # type: ignore[arg-type]
    assert response.status_code == 413
    assert left(services) == []


async def test_an_announced_length_above_the_limit_is_not_even_read(
    client: httpx.AsyncClient, services: Services
) -> None:
    response = await send(client, bytes(LARGEST_FORM))
    assert response.status_code == 413
    assert not (services.settings.data_dir / "uploads").exists()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"hello"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="id"'),
    ],
)
async def test_another_kind_of_body_is_400_and_leaves_nothing(
    client: httpx.AsyncClient, services: Services, kind: str, body: bytes
) -> None:
    response = await client.post("/chat/files", content=body, headers={"content-type": kind})
    assert response.status_code == 400
    assert left(services) == []


async def test_a_form_without_a_file_asks_for_one(
    client: httpx.AsyncClient, services: Services, heard: list[IncomingMessage]
) -> None:
    response = await send(client, b"")
    assert response.status_code == 400
    assert "Pilih berkas" in response.text
    assert left(services) == heard == []


@pytest.mark.parametrize("name", ["", "x", "a b c d e f g h", "n" * 65])
async def test_an_id_that_is_none_changes_nothing(
    client: httpx.AsyncClient, heard: list[IncomingMessage], name: str
) -> None:
    assert (await send(client, png(), id=name)).status_code == 400
    assert heard == []


async def test_another_site_cannot_make_a_browser_upload(
    client: httpx.AsyncClient, services: Services
) -> None:
    client.headers["origin"] = "https://elsewhere.test"
    assert (await send(client, png())).status_code == 403
    assert not (services.settings.data_dir / "uploads").exists()


async def test_without_the_cookie_no_file_is_taken(
    client: httpx.AsyncClient, services: Services
) -> None:
    client.cookies.clear()
    assert (await send(client, png())).status_code == 400
    assert not (services.settings.data_dir / "uploads").exists()


async def test_a_flood_of_uploads_is_slowed_down(client: httpx.AsyncClient) -> None:
    statuses = {(await send(client, b"", id=f"upload-{n:04}")).status_code for n in range(40)}
    assert statuses == {400, 429}


async def test_an_upload_sent_twice_is_answered_once(
    client: httpx.AsyncClient, services: Services
) -> None:
    await send(client, png())
    await send(client, png())
    async with services.database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM outbox")) == 1
