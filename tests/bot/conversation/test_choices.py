import pytest

from bot.conversation.choices import numbered, resolve, typed_number
from bot.messages import Choice, Reply

OFFERED = (Choice("law:x", "Dasar hukum"), Choice("sanction:x", "Sanksi"), Choice("me:", "PNS"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1", "law:x"),
        (" 2. ", "sanction:x"),
        ("(3)", "me:"),
        ("nomor 2", "sanction:x"),
        ("no. 1", "law:x"),
        ("Sanksi", "sanction:x"),
        ("dasar  HUKUM?", "law:x"),
        ("pns", "me:"),
        ("4", ""),
        ("0", ""),
        ("99", ""),
        ("2 orang ikut kampanye", ""),
        ("sanksi apa", ""),
        ("", ""),
        ("?", ""),
        ("²", ""),
    ],
)
def test_a_typed_number_or_label_means_the_choice(typed: str, meant: str) -> None:
    assert resolve(typed, OFFERED) == meant


def test_only_a_bare_number_is_one() -> None:
    assert typed_number("12") == 12
    assert typed_number("2024") == 0
    assert typed_number("pilihan 4") == 4


def test_choices_of_several_replies_are_numbered_through() -> None:
    replies = numbered([Reply("a", OFFERED), Reply("b"), Reply("c", OFFERED[:1])])
    assert [each.first for each in replies] == [1, 4, 4]
