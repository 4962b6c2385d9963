import json
from typing import Any

import pytest
from telegrams import ME, NOW, SECRET, said, tap, update

from bot.channels.telegram.inbound import HEADER, Me, parse, verify
from bot.channels.telegram.place import Place
from bot.errors import UnreadableMessage
from bot.messages import Address, IncomingMessage, Media, SentFile

GROUP = -1005
JAGA = Me(ME["id"], "jaga_test_bot", frozenset({"topik", "start"}))  # type: ignore[arg-type]


async def jaga() -> Me:
    return JAGA


async def nobody() -> Me:
    raise AssertionError("private chats do not ask for the bot's name")


async def read(number: int = 1, **content: object) -> IncomingMessage | None:
    return await parse(json.dumps(update(number, **content)).encode(), jaga)


async def heard(message: dict[str, Any]) -> IncomingMessage:
    found = await read(message=message)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("headers", "secret", "good"),
    [
        ({HEADER: SECRET}, SECRET, True),
        ({HEADER: "another-secret-of-tests"}, SECRET, False),
        ({HEADER: ""}, SECRET, False),
        ({}, SECRET, False),
        ({HEADER: ""}, "", False),
        ({}, "", False),
        ({HEADER: "é"}, SECRET, False),
    ],
)
def test_only_who_knows_the_secret_is_telegram(
    headers: dict[str, str], secret: str, *, good: bool
) -> None:
    assert verify(headers, secret) is good


async def test_text_in_a_private_chat_is_a_message() -> None:
    body = json.dumps(update(9, message=said("boleh like?"))).encode()
    assert await parse(body, nobody) == IncomingMessage(
        "update:9", Address("telegram", "7"), "boleh like?", copy=f"40@{NOW}"
    )


@pytest.mark.parametrize(
    ("text", "choice", "left"),
    [
        ("/start like-unggahan-calon", "ask:like-unggahan-calon", ""),
        ("/start@jaga_test_bot cuti-kampanye", "ask:cuti-kampanye", ""),
        ("/start", "", "/start"),
        ("/start Halo!", "", "/start Halo!"),
        ("/start " + "x" * 61, "", "/start " + "x" * 61),
        ("/topik", "", "/topik"),
    ],
)
async def test_a_link_to_a_rule_chooses_that_rule(text: str, choice: str, left: str) -> None:
    message = await heard(said(text))
    assert (message.choice_id, message.text) == (choice, left)


FILE = {"file_id": "f", "file_unique_id": "u"}
PHOTO = [{**FILE, "width": 1, "height": 1}]
POINT = {"longitude": 1.0, "latitude": 1.0}
STICKER = {
    **FILE,
    "width": 1,
    "height": 1,
    "type": "regular",
    "is_animated": False,
    "is_video": False,
}


@pytest.mark.parametrize(
    ("sent", "media"),
    [
        ({"photo": PHOTO}, Media.PHOTO),
        ({"document": {**FILE, "mime_type": "image/png"}}, Media.PHOTO),
        ({"document": {**FILE, "mime_type": "application/pdf"}}, Media.OTHER),
        ({"document": FILE}, Media.OTHER),
        ({"voice": {**FILE, "duration": 1}}, Media.VOICE),
        ({"audio": {**FILE, "duration": 1}}, Media.VOICE),
        ({"video_note": {**FILE, "duration": 1, "length": 1}}, Media.VOICE),
        ({"video": {**FILE, "duration": 1, "width": 1, "height": 1}}, Media.OTHER),
        ({"sticker": STICKER}, Media.OTHER),
        ({"location": POINT}, Media.OTHER),
        ({"venue": {"location": POINT, "title": "a", "address": "b"}}, Media.OTHER),
        ({"contact": {"phone_number": "1", "first_name": "x"}}, Media.OTHER),
    ],
)
async def test_what_is_sent_beside_text_is_named(sent: dict[str, Any], media: Media) -> None:
    message = await heard(said(**sent))
    assert (message.media, message.text) == (media, "")


async def test_a_caption_is_what_was_said() -> None:
    message = await heard(said(photo=PHOTO, caption="boleh?"))
    assert (message.media, message.text) == (Media.PHOTO, "boleh?")


async def test_photos_of_an_album_are_messages_of_one_group() -> None:
    first = await read(1, message=said(photo=PHOTO, media_group_id="A", message_id=1))
    second = await read(2, message=said(photo=PHOTO, media_group_id="A", message_id=2))
    other = await read(3, message=said(photo=PHOTO, media_group_id="B", message_id=3))
    assert first is not None
    assert second is not None
    assert other is not None
    assert first.group == second.group == "album:A" != other.group
    assert first.id != second.id
    assert [len(each.files) for each in (first, second, other)] == [1, 1, 1]


async def test_a_tap_names_its_choice_and_the_message_it_was_on() -> None:
    message = await read(callback_query=tap("law:x", said("card", message_id=55)))
    assert message == IncomingMessage(
        "tap:q1", Address("telegram", "7"), choice_id="law:x", tapped="55"
    )


async def test_a_tap_on_a_message_that_telegram_no_longer_shows_counts_too() -> None:
    old = {"message_id": 55, "date": 0, "chat": {"id": 7, "type": "private"}}
    message = await read(callback_query=tap("law:x", old))
    assert message is not None
    assert message.tapped == "55"


CHANNEL = {"id": -9, "type": "channel", "title": "c"}


@pytest.mark.parametrize(
    "content",
    [
        {"edited_message": said("x")},
        {"message": said("x", **{"from": ME})},
        {"message": said("x", sender_chat=CHANNEL)},
        {"message": said("x", chat=GROUP)},
        {"message": {**said("x"), "chat": CHANNEL}},
        {"message": said(group_chat_created=True)},
        {"channel_post": {"message_id": 1, "date": NOW, "chat": CHANNEL, "text": "x"}},
        {"callback_query": {**tap("a:", said("x")), "data": None}},
        {"callback_query": {**tap("a:", said("x")), "from": ME}},
        {"callback_query": {**tap("a:", said("x")), "message": None}},
        {"callback_query": tap("a:", {"message_id": 1, "date": 0, "chat": CHANNEL})},
        {"poll": {"id": "1"}, "something_new": {}} | {"poll": None},
        {},
    ],
)
async def test_what_needs_no_answer_is_passed_over(content: dict[str, Any]) -> None:
    assert await read(**content) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"no json",
        b"[]",
        b"{}",
        b'{"update_id": "x", "message": null}',
        b'{"update_id": 1, "message": 5}',
        b'{"update_id": 1, "message": {}}',
        b'{"update_id": 1, "message": {"message_id": 1, "date": 1e30, "chat": {}}}',
        b'{"update_id": 1, "callback_query": {"id": 1, "from": [], "chat_instance": ""}}',
        b"[" * 100_000,
    ],
)
async def test_a_body_that_is_no_update_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableMessage) as caught:
        await parse(body, jaga)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("@jaga_test_bot boleh like?", "boleh like?"),
        ("@Jaga_Test_Bot, boleh like?", "boleh like?"),
        ("tanya @jaga_test_bot dong", "tanya dong"),
        ("/topik@jaga_test_bot", "/topik"),
        ("/topik", "/topik"),
        ("/asing@jaga_test_bot", "/asing"),
        ("@jaga_test_bot", ""),
    ],
)
async def test_in_a_group_the_bot_hears_what_is_said_to_it(text: str, left: str) -> None:
    message = await heard(said(text, chat=GROUP))
    assert message.text == left
    assert message.public
    assert message.copy == ""


@pytest.mark.parametrize(
    "text",
    [
        "boleh like?",
        "@jaga_test_bot2 boleh?",
        "surat@jaga_test_bot.example",
        "/topik@another_bot",
        "/asing",
        "/",
    ],
)
async def test_in_a_group_the_rest_of_the_talk_is_not_heard(text: str) -> None:
    assert await read(message=said(text, chat=GROUP)) is None


async def test_a_reply_to_the_bot_is_said_to_it() -> None:
    ours = said("kartu", chat=GROUP, **{"from": ME})
    theirs = said("halo", chat=GROUP)
    message = await heard(said("kalau share?", chat=GROUP, reply_to_message=ours))
    assert message.text == "kalau share?"
    assert await read(message=said("ya", chat=GROUP, reply_to_message=theirs)) is None


async def test_a_link_to_a_rule_works_in_a_group() -> None:
    message = await heard(said("/start@jaga_test_bot cuti-kampanye", chat=GROUP))
    assert (message.choice_id, message.text) == ("ask:cuti-kampanye", "")


async def test_in_a_group_everybody_has_a_conversation_and_is_answered_by_quoting() -> None:
    mine = await heard(said("/topik", chat=GROUP))
    assert Place.of(mine.sender) == Place(GROUP, user=7, quoted=40)
    yours = await heard(said("/topik", chat=GROUP, **{"from": {**ME, "id": 8, "is_bot": False}}))
    later = await heard(said("/topik", chat=GROUP, message_id=41))
    assert mine.sender != yours.sender
    assert mine.sender == later.sender


async def test_the_topic_of_a_forum_is_kept() -> None:
    topic = said("/topik", chat=GROUP, is_topic_message=True, message_thread_id=3)
    assert Place.of((await heard(topic)).sender).thread == 3
    comment = said("/topik", chat=GROUP, message_thread_id=3)
    assert Place.of((await heard(comment)).sender).thread == 0


async def test_a_tap_in_a_group_is_that_of_whoever_tapped() -> None:
    message = await read(callback_query=tap("law:x", said("kartu", chat=GROUP), user=8))
    assert message is not None
    assert message.public
    assert Place.of(message.sender) == Place(GROUP, user=8)


@pytest.mark.parametrize(
    ("content", "file"),
    [
        (
            {
                "photo": [
                    {"file_id": "s", "file_unique_id": "1", "width": 90, "height": 60},
                    {
                        "file_id": "large",
                        "file_unique_id": "2",
                        "width": 1280,
                        "height": 853,
                        "file_size": 90_000,
                    },
                ]
            },
            SentFile("large", 90_000),
        ),
        (
            {"document": {"file_id": "d", "file_unique_id": "1", "file_name": "kanari.pdf"}},
            SentFile("d"),
        ),
        ({"voice": {"file_id": "v", "file_unique_id": "1", "duration": 3}}, SentFile("v")),
        ({"audio": {"file_id": "a", "file_unique_id": "1", "duration": 3}}, SentFile("a")),
        (
            {
                "video": {
                    "file_id": "f",
                    "file_unique_id": "1",
                    "duration": 3,
                    "width": 1,
                    "height": 1,
                }
            },
            SentFile("f"),
        ),
        (
            {"video_note": {"file_id": "n", "file_unique_id": "1", "duration": 3, "length": 1}},
            SentFile("n"),
        ),
    ],
)
async def test_a_file_is_known_by_its_reference_and_by_no_name(
    content: dict[str, Any], file: SentFile
) -> None:
    message = await heard(said(**content))
    assert message.files == (file,)
    assert "kanari" not in str(message)


async def test_a_place_or_a_sticker_is_no_file() -> None:
    place = await heard(said(location={"latitude": -6.39, "longitude": 106.8}))
    assert place.files == ()


async def test_files_in_a_group_are_left_there() -> None:
    photo = [{"file_id": "s", "file_unique_id": "1", "width": 90, "height": 60}]
    message = await heard(said(photo=photo, caption="@jaga_test_bot lapor", chat=GROUP))
    assert message.files == ()
