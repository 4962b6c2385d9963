import pytest
from twilio_double import BASE, MESSAGES, TOKEN, incoming, media_url, signature

from bot.channels.whatsapp.deliveries import Report, State
from bot.channels.whatsapp.inbound import Signatures, parse, parse_report
from bot.errors import UnreadableMessage
from bot.messages import Address, Media

URL = f"{BASE}{MESSAGES}"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
SHARED = {SETTINGS: "key=webhooks_sharedkey_00000000,algorithm=HMAC_SHA256"}
SID = "SM" + "0" * 32


def signed(form: dict[str, str], **options: str) -> dict[str, str]:
    return {"X-Twilio-Signature": signature(URL, form, **options)}


def test_a_signature_with_the_auth_token_is_known() -> None:
    form = incoming(1, Body="boleh like?")
    assert Signatures(TOKEN).verify(URL, form, signed(form))


def test_a_signature_in_the_shared_key_scheme_is_known_by_either_secret() -> None:
    form = incoming(1, Body="boleh like?")
    by_token = signed(form, kind="sha256") | SHARED
    by_key = signed(form, kind="sha256", secret="shared") | SHARED
    assert Signatures(TOKEN).verify(URL, form, by_token)
    assert Signatures(TOKEN, "shared").verify(URL, form, by_key)
    assert not Signatures(TOKEN, "shared").verify(URL, form, by_token)
    assert Signatures(TOKEN, "shared").verify(URL, form, signed(form))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": "wrong"},
        {"X-Twilio-Signature": "täuschung"},
        {"X-Twilio-Signature": signature(URL, incoming(1), secret="")},
        {"X-Twilio-Signature": signature(URL, incoming(1), secret="another")},
        {"X-Twilio-Signature": signature(URL, incoming(2))},
        {"X-Twilio-Signature": signature(f"{BASE}/elsewhere", incoming(1))},
        {"X-Twilio-Signature": signature(URL, incoming(1), kind="sha256")},
        {"X-Twilio-Signature": signature(URL, incoming(1))} | SHARED,
        {"X-Twilio-Signature": signature(URL, incoming(1), kind="md5")}
        | {SETTINGS: "algorithm=HMAC_MD5"},
    ],
)
def test_any_other_signature_is_not(headers: dict[str, str]) -> None:
    assert not Signatures(TOKEN).verify(URL, incoming(1), headers)


def test_without_a_secret_nothing_is_signed() -> None:
    form = incoming(1)
    assert not Signatures("").verify(URL, form, signed(form, secret=""))


def test_no_secret_shows_in_a_repr() -> None:
    assert TOKEN not in repr(Signatures(TOKEN, TOKEN))


def test_a_message_keeps_its_id_sender_and_text_and_nothing_else() -> None:
    form = incoming(
        1, Body="boleh like?", Latitude="-6.4", Address="Jl. Margonda", FromCity="Depok"
    )
    message = parse(form)
    assert message.id == message.copy == form["MessageSid"]
    assert message.sender == Address("whatsapp", "+6281200000001")
    assert (message.text, message.choice_id, message.media) == ("boleh like?", "", None)
    kept = [getattr(message, name) for name in type(message).__slots__]
    assert not any(word in str(kept) for word in ("Ani", "-6.4", "Margonda", "Depok"))


@pytest.mark.parametrize("sender", ["whatsapp:ID.13491208655302741918", "whatsapp:+14155238886"])
def test_a_sender_may_have_a_number_or_only_a_scoped_id(sender: str) -> None:
    message = parse(incoming(1, sender, Body="halo"))
    assert f"whatsapp:{message.sender.value}" == sender


@pytest.mark.parametrize("field", ["ButtonPayload", "ListId"])
def test_a_tap_is_known_by_its_id_and_not_by_its_label(field: str) -> None:
    message = parse(incoming(1, Body="Label lama", **{field: "law:like-unggahan-calon"}))
    assert (message.choice_id, message.text) == ("law:like-unggahan-calon", "")


def test_a_tap_on_what_is_none_of_ours_counts_as_its_words() -> None:
    message = parse(incoming(1, Body="Dasar hukum", ButtonPayload="<script>"))
    assert (message.choice_id, message.text) == ("", "Dasar hukum")


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("image/jpeg", Media.PHOTO),
        ("image/webp", Media.OTHER),
        ("audio/ogg", Media.VOICE),
        ("video/mp4", Media.OTHER),
        ("text/vcard", Media.OTHER),
        ("", Media.OTHER),
    ],
)
def test_what_came_beside_the_text_is_told_by_kind(kind: str, media: Media) -> None:
    message = parse(incoming(1, Body="ini boleh?", NumMedia="1", MediaContentType0=kind))
    assert (message.media, message.text) == (media, "ini boleh?")


def test_a_place_without_text_is_something_unreadable() -> None:
    form = incoming(1, MessageType="location", Latitude="-6.4", Longitude="106.8")
    assert parse(form).media is Media.OTHER


@pytest.mark.parametrize(
    "change",
    [
        {"MessageSid": ""},
        {"MessageSid": "SM1"},
        {"MessageSid": "SMx" + "0" * 31},
        {"From": ""},
        {"From": "+6281200000001"},
        {"From": "whatsapp:"},
        {"From": "whatsapp:+62 812"},
        {"From": "whatsapp:" + "9" * 151},
        {"From": "messenger:123"},
    ],
)
def test_what_is_no_message_of_whatsapp_cannot_be_read(change: dict[str, str]) -> None:
    with pytest.raises(UnreadableMessage) as caught:
        parse(incoming(1) | change)
    assert "812" not in str(caught.value)


def test_a_report_names_message_state_and_error() -> None:
    form = {"MessageSid": SID, "MessageStatus": "failed", "ErrorCode": "63016", "To": "whatsapp:+1"}
    assert parse_report(form) == Report(SID, State.FAILED, 63016)
    assert parse_report({"MessageSid": SID, "MessageStatus": "read"}).code == 0


@pytest.mark.parametrize(
    "form",
    [{}, {"MessageSid": SID}, {"MessageSid": SID, "MessageStatus": "teleported"}],
)
def test_a_report_on_nothing_that_we_know_cannot_be_read(form: dict[str, str]) -> None:
    with pytest.raises(UnreadableMessage):
        parse_report(form)


def test_files_come_with_their_message() -> None:
    urls = [media_url(number) for number in range(3)]
    fields = {f"MediaUrl{number}": url for number, url in enumerate(urls)}
    message = parse(incoming(1, NumMedia="3", MediaContentType0="image/jpeg", **fields))
    assert [each.reference for each in message.files] == urls
    assert not parse(incoming(2, Body="halo")).files
    assert urls[0] not in repr(message)
