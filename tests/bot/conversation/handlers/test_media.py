from dataclasses import replace

import pytest
from fakes import Person
from sqlalchemy import text

from bot.messages import IncomingMessage, Media
from bot.wiring import Services


async def send(person: Person, **fields: object) -> list[str]:
    message = replace(IncomingMessage(f"m-{fields}", person.address), **fields)
    await person.services.inbox.accept(message)
    return [each.reply.text for each in person.reads()]


async def test_a_photo_alone_gets_the_checklist_and_the_rules(person: Person) -> None:
    (checklist,) = await send(person, media=Media.PHOTO)
    assert "tidak saya lihat" in checklist
    (card, *_) = await person.taps("Pose jari")
    assert "Nomor jawaban" in card.reply.text


async def test_what_is_written_beside_a_photo_is_the_question(person: Person) -> None:
    (card, *_) = await send(person, media=Media.PHOTO, text="boleh gak gw like postingan paslon?")
    assert "DILARANG" in card


@pytest.mark.parametrize("kind", [Media.VOICE, Media.OTHER])
async def test_what_cannot_be_read_is_said_kindly(kind: Media, person: Person) -> None:
    (reply,) = await send(person, media=kind)
    assert "hanya bisa membaca tulisan" in reply


async def test_in_a_group_nothing_is_asked_and_nothing_is_kept(
    person: Person, services: Services
) -> None:
    assert len(await send(person, text="boleh gak gw like postingan paslon?", public=True)) == 1
    await send(person, text="zzzz qqqq wwww", public=True)
    async with services.database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM unanswered")) == 0


async def test_a_tip_in_a_group_is_sent_to_the_private_chat(person: Person) -> None:
    story = "saya mau lapor, lurah saya kemarin bagi-bagi kaos calon ke warga"
    (reply,) = await send(person, text=story, public=True)
    assert "percakapan pribadi" in reply
