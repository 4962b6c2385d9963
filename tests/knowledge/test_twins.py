from collections.abc import Callable

import pytest

Edit = Callable[[str, str, str], None]
Found = Callable[[], list[str]]

RULES = "rules/media-sosial.yaml"


def test_it_says_where_the_twin_stands_and_what_to_do(edit: Edit, found: Found) -> None:
    edit(RULES, "suka satu", "gw pencet hati paslon")
    edit(RULES, "kpu satu", "paslon saya yang pencet hati")
    (told,) = found()
    assert told == (
        f"knowledge/{RULES}:44: the example 'paslon saya yang pencet hati' of like-kpu (boleh) "
        f"says the same as 'gw pencet hati paslon' of like-calon (dilarang), knowledge/{RULES}:31:"
        " move or reword one of them, nobody could tell them apart"
    )


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("saya pencet hati paslon", "saya pencet hati kantor paslon"),
        ("pencet hati paslon", "paslon"),
        ("yang di paslon", "di paslon yang"),
    ],
)
def test_a_word_more_that_says_something_parts_two_messages(
    one: str, two: str, edit: Edit, found: Found
) -> None:
    edit(RULES, "suka satu", one)
    edit(RULES, "kpu satu", two)
    assert found() == []


def test_two_rules_of_one_verdict_may_share_a_message(edit: Edit, found: Found) -> None:
    edit(RULES, "putusan: boleh", "putusan: dilarang")
    edit(RULES, "suka satu", "gw pencet hati paslon")
    edit(RULES, "kpu satu", "paslon saya yang pencet hati")
    assert found() == []
