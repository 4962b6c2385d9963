import asyncio

import pytest
from fakes import FakeChannel, FakeClock, Person
from sqlalchemy import text

from bot.channels import web
from bot.conversation.inbox import Accepted
from bot.errors import TryLater
from bot.messages import Address, IncomingMessage, Media
from bot.wiring import Services, build

QUESTION = "boleh gak saya like unggahan calon wali kota?"


async def rows(services: Services, table: str) -> int:
    async with services.database.reading() as connection:
        return int(await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


async def test_a_message_is_answered_before_accept_returns(person: Person) -> None:
    (reply, *_) = await person.says(QUESTION)
    assert "DILARANG" in reply.reply.text


async def test_a_message_that_comes_twice_is_answered_once(
    services: Services, channel: FakeChannel
) -> None:
    message = IncomingMessage("same", Address("terminal", "x"), "/mulai")
    assert await services.inbox.accept(message) is Accepted.ANSWERED
    assert await services.inbox.accept(message) is Accepted.DUPLICATE
    assert len(channel.sent) == 1


async def test_a_message_that_comes_twice_at_once_is_answered_once(
    services: Services, channel: FakeChannel
) -> None:
    message = IncomingMessage("same", Address("terminal", "x"), "/mulai")
    outcomes = await asyncio.gather(*(services.inbox.accept(message) for _ in range(5)))
    assert sorted(outcomes) == [Accepted.ANSWERED, *[Accepted.DUPLICATE] * 4]
    assert len(channel.sent) == 1


async def test_messages_of_one_sender_are_answered_one_at_a_time(
    services: Services, person: Person
) -> None:
    """Overlapping turns would overwrite each other's count."""
    messages = [IncomingMessage(f"m{n}", person.address, "/menu") for n in range(20)]
    await asyncio.gather(*(services.inbox.accept(each) for each in messages))
    assert len(person.reads()) == 20
    assert "lebih dari 20" in (await person.says("/menu"))[0].reply.text


async def test_two_processes_answer_one_sender_one_at_a_time(
    services: Services, clock: FakeClock, channel: FakeChannel
) -> None:
    """The locked row does it, where no lock of this process can."""
    second = build(
        services.settings, clock=clock, guide=services.guide, channels={"terminal": channel}
    )
    address = Address("terminal", "x")
    messages = [IncomingMessage(f"m{n}", address, "/menu") for n in range(20)]
    await asyncio.gather(
        *(
            (services if number % 2 else second).inbox.accept(each)
            for number, each in enumerate(messages)
        )
    )
    last = IncomingMessage("last", address, "/menu")
    await services.inbox.accept(last)
    assert "lebih dari 20" in channel.sent[-1].reply.text
    await second.close()


async def test_when_the_provider_is_away_the_reply_waits_in_the_outbox(
    services: Services, channel: FakeChannel, clock: FakeClock, person: Person
) -> None:
    channel.failures = [TryLater("away")]
    assert await person.says("/mulai") == []
    assert await rows(services, "outbox") == 1
    clock.forward(minutes=1)
    await services.sender.sweep()
    assert "JagaNetral" in person.reads()[0].reply.text


async def test_when_a_turn_fails_nothing_is_kept_and_a_repetition_is_answered(
    services: Services, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    message = IncomingMessage("1", person.address, "/mulai")
    with monkeypatch.context() as patched:
        patched.setattr(services.outbox, "post", broken)
        with pytest.raises(RuntimeError):
            await services.inbox.accept(message)
    for table in ("message_claims", "conversations", "outbox"):
        assert await rows(services, table) == 0
    assert await services.inbox.accept(message) is Accepted.ANSWERED
    assert len(person.reads()) == 1


async def test_replies_of_the_web_wait_for_the_browser(services: Services) -> None:
    browser = web.address("x" * 43)
    await services.inbox.accept(IncomingMessage("m1", browser, "/mulai"))
    (waiting,) = await services.mailbox.fetch(browser)
    assert "JagaNetral" in waiting.reply.text


async def test_an_answer_is_kept_once_however_often_it_is_given(
    services: Services, person: Person, another: Person
) -> None:
    await person.says(QUESTION)
    await another.says(QUESTION)
    assert await rows(services, "answers") == 1


async def test_being_forgotten_deletes_role_talk_and_replies(
    services: Services, person: Person
) -> None:
    await person.says(tapping="role:pppk")
    await person.says("/lupakan")
    (last,) = await person.taps("Ya, hapus")
    assert "Sudah dihapus" in last.reply.text
    assert await rows(services, "conversations") == 0
    assert await rows(services, "outbox") == 0
    assert "sekarang tercatat" not in (await person.says("/saya"))[0].reply.text


async def test_messages_are_counted_by_what_became_of_them(services: Services) -> None:
    message = IncomingMessage("same", Address("terminal", "x"), "/mulai")
    await services.inbox.accept(message)
    await services.inbox.accept(message)
    figures = services.metrics.exposition().decode()
    for outcome in ("answered", "duplicate"):
        assert f'jaganetral_messages_total{{channel="terminal",outcome="{outcome}"}} 1.0' in figures


async def test_a_group_of_messages_is_answered_once_and_each_counts(
    services: Services, channel: FakeChannel
) -> None:
    album = [
        IncomingMessage(
            f"photo-{number}",
            Address("terminal", "x"),
            media=Media.PHOTO,
            group="album:1",
            copy=f"{number}",
        )
        for number in range(3)
    ]
    outcomes = [await services.inbox.accept(each) for each in [*album, album[0]]]
    assert outcomes == [*[Accepted.ANSWERED] * 3, Accepted.DUPLICATE]
    assert len(channel.sent) == 1
    assert await rows(services, "erasures") == 3 + 1


async def test_the_caption_on_a_later_photo_of_an_album_is_answered(
    services: Services, channel: FakeChannel
) -> None:
    sender = Address("terminal", "x")
    for number, caption in enumerate(("", "boleh gak like postingan paslon?", "")):
        await services.inbox.accept(
            IncomingMessage(f"p{number}", sender, caption, media=Media.PHOTO, group="album:1")
        )
    checklist, verdict, role = [each.reply.text for each in channel.sent]
    assert "Fotonya tidak saya lihat" in checklist
    assert "DILARANG" in verdict
    assert "status Anda apa" in role


async def test_what_follows_in_a_group_leaves_what_was_offered(
    services: Services, channel: FakeChannel
) -> None:
    sender = Address("terminal", "x")
    for number in range(2):
        photo = IncomingMessage(f"p{number}", sender, media=Media.PHOTO, group="album:1")
        await services.inbox.accept(photo)
    await services.inbox.accept(IncomingMessage("choice", sender, "1"))
    assert "DILARANG" in channel.sent[1].reply.text


async def test_the_copy_of_the_last_word_to_who_is_forgotten_goes_an_hour_later(
    person: Person, services: Services, channel: FakeChannel, clock: FakeClock
) -> None:
    await person.says("/lupakan")
    await person.says(tapping="forgotten:")
    await services.eraser.run()
    last = f"copy-{len(channel.sent)}"
    assert last not in channel.erased
    clock.forward(hours=1)
    await services.eraser.run()
    assert channel.erased[-1] == last
