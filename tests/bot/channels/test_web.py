import pytest

from bot.channels import web
from bot.errors import UnreadableMessage
from bot.messages import OutgoingMessage, Reply

SESSION = "s" * 43


def shown(text: str) -> tuple[web.Block, ...]:
    return web.blocks(OutgoingMessage("1", web.address(SESSION), Reply(text)))


def test_a_browser_message_becomes_ours() -> None:
    message = web.parse(SESSION, "abcdefgh", text="boleh?", choice_id="")
    assert (message.sender, message.text) == (web.address(SESSION), "boleh?")


@pytest.mark.parametrize("choice", ["topics:", "ask:like-unggahan-calon", "topic:media-sosial:2"])
def test_a_choice_of_ours_is_passed_on(choice: str) -> None:
    assert web.parse(SESSION, "abcdefgh", text="", choice_id=choice).choice_id == choice


@pytest.mark.parametrize(
    ("message_id", "text", "choice"),
    [
        ("short", "x", ""),
        ("x" * 65, "x", ""),
        ("id with spaces", "x", ""),
        ("abcdefgh", "x" * 2001, ""),
        ("abcdefgh", "", "no colon"),
        ("abcdefgh", "", "ask:" + "x" * 61),
        ("abcdefgh", "", "ask:<script>"),
    ],
)
def test_what_is_none_of_ours_is_refused(message_id: str, text: str, choice: str) -> None:
    with pytest.raises(UnreadableMessage):
        web.parse(SESSION, message_id, text=text, choice_id=choice)


def test_paragraphs_items_and_strong_words_are_told_apart() -> None:
    first, item, numbered = shown("*DILARANG* bagi ASN\n\n- satu\n1. dua")
    assert first.spans[0] == web.Span("DILARANG", strong=True)
    assert (first.item, item.item, numbered.item) == (False, True, True)
    assert item.spans[0].text == "satu"
    assert numbered.spans[0].text == "1. dua"


def test_an_address_becomes_a_link_without_the_full_stop_behind_it() -> None:
    (block,) = shown("Lihat https://jdih.example.id/a?b=1. Lalu tanya.")
    assert [each.link for each in block.spans] == ["", "https://jdih.example.id/a?b=1", ""]
    assert block.spans[2].text == ". Lalu tanya."
