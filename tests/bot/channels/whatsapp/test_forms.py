import json

import pytest

from bot.channels.whatsapp.forms import NEXT, Part, parts
from bot.channels.whatsapp.templates import MENUS, Kind, Menu
from bot.messages import Choice, Reply
from knowledge.phrasebook import Phrase

SIDS = {menu.name: f"HX-{menu.kind}-{menu.count}" for menu in MENUS}


def say(phrase: Phrase, **words: object) -> str:
    return " ".join([phrase.key, *map(str, words.values())])


def shown(text: str, *labels: str, first: int = 1, sids: dict[str, str] = SIDS) -> list[Part]:
    choices = tuple(Choice(f"id:{number}", label) for number, label in enumerate(labels))
    return parts(Reply(text, choices, first=first), sids, say=say)


def test_text_alone_goes_as_it_is() -> None:
    assert shown("*DILARANG* bagi PNS") == [Part("*DILARANG* bagi PNS")]


def test_long_text_is_cut_between_sentences() -> None:
    texts = [part.body for part in shown(" ".join(["Ini satu kalimat."] * 200))]
    assert all(len(text) <= 1600 and text.endswith(".") for text in texts)
    assert "".join(texts).count("kalimat") == 200


def test_up_to_three_short_choices_are_buttons() -> None:
    (part,) = shown("Anda siapa?", "PNS", "PPPK", "Lainnya")
    assert (part.body, part.sid) == ("Anda siapa?", "HX-quick-reply-3")
    values = json.loads(part.variables)
    assert list(values.values()) == [
        "Anda siapa?",
        *("PNS", "id:0"),
        *("PPPK", "id:1"),
        *("Lainnya", "id:2"),
    ]


def test_more_choices_are_a_list_that_says_their_numbers() -> None:
    (part,) = shown("Pilih topik", *"abcd", first=5)
    assert part.sid == "HX-list-picker-4"
    values = list(json.loads(part.variables).values())
    assert values[1:4] == ["a", "id:0", "whatsapp.ketik-nomor 5"]


def test_a_long_label_makes_a_list_which_spells_it_out() -> None:
    title = "Memberi like pada unggahan calon kepala daerah"
    (part,) = shown("Maksudnya?", title, "Bukan itu")
    assert part.sid == "HX-list-picker-2"
    label, _, below = list(json.loads(part.variables).values())[1:4]
    assert (label, below) == ("Memberi like pada ungga…", title)


def test_a_list_spells_out_no_more_than_72_characters() -> None:
    (part,) = shown("Maksudnya?", "x" * 90)
    assert len(json.loads(part.variables)["4"]) == 72


@pytest.mark.parametrize("text", ["Satu.\nDua.", "x" * 1025, "a\tb", "a     b", ""])
def test_what_cannot_stand_in_a_menu_goes_before_it(text: str) -> None:
    *before, menu = shown(text, "PNS", "PPPK")
    assert [part.body for part in before] == ([text] if text else [])
    assert (menu.body, menu.sid) == (NEXT.key, "HX-quick-reply-2")


def test_a_body_of_1024_characters_stands_in_its_menu() -> None:
    assert len(shown("x" * 1024, "PNS")) == 1


def test_more_than_ten_choices_are_numbered_text() -> None:
    (part,) = shown("Pilih", *(f"pilihan {number}" for number in range(11)))
    assert (part.sid, part.body.splitlines()[-1]) == ("", "11. pilihan 10")


def test_without_menus_at_twilio_choices_are_numbered_text() -> None:
    (part,) = shown("Pilih", "PNS", "PPPK", first=3, sids={})
    assert part == Part("Pilih\n\n3. PNS\n4. PPPK")


def test_where_no_list_was_made_long_labels_are_cut_on_buttons() -> None:
    buttons = Menu(Kind.QUICK_REPLY, 2).name
    (part,) = shown("Maksudnya?", "a" * 30, "b" * 30, sids={buttons: "HX"})
    assert part.sid == "HX"
    (part,) = shown("Maksudnya?", "a" * 30, "a" * 31, sids={buttons: "HX"})
    assert part.sid == ""


def test_a_menu_can_be_said_as_numbered_text() -> None:
    (part,) = shown("Anda siapa?", "PNS", "PPPK")
    assert part.spelled == ("Anda siapa?\n\n1. PNS\n2. PPPK",)


def test_an_apostrophe_is_one_that_twilio_takes() -> None:
    (part,) = shown("Jum'at?", "Ya")
    assert json.loads(part.variables)["1"] == "Jum\u2019at?"
