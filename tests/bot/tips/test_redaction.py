from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tipping import CONTENT

from bot.tips.case import Mark
from bot.tips.redaction import STRUCK, UnknownPassage, mark_of, redacted, sentences
from bot.tips.tip import Account

ACCOUNT = replace(
    CONTENT.account,
    story="Saya tetangganya. Lurah datang jam 10.30! Ada Bu Rina di sana.",
    links=("https://a.example/1", "https://b.example/2"),
)


@pytest.mark.parametrize(
    ("passages", "story"),
    [
        (["cerita:1"], f"{STRUCK} Lurah datang jam 10.30! Ada Bu Rina di sana."),
        (["cerita:2"], f"Saya tetangganya. {STRUCK} Ada Bu Rina di sana."),
        (["cerita:47-53"], f"Saya tetangganya. Lurah datang jam 10.30! Ada {STRUCK} di sana."),
        (["cerita"], STRUCK),
        (["cerita:1", "cerita:1-20"], f"{STRUCK}rah datang jam 10.30! Ada Bu Rina di sana."),
    ],
)
def test_passages_are_struck_by_sentence_or_by_letter(passages: list[str], story: str) -> None:
    marks = [mark_of(each, ACCOUNT) for each in passages]
    assert redacted(ACCOUNT, marks).story == story


def test_links_go_by_number_and_other_fields_as_a_whole() -> None:
    marks = [mark_of(each, ACCOUNT) for each in ("tautan:2", "tanggal", "perangkat", "cara-tahu")]
    left = redacted(ACCOUNT, marks)
    assert left.links == ("https://a.example/1",)
    assert (left.day, left.office, left.known) == (None, "", None)
    assert redacted(ACCOUNT, [mark_of("tautan", ACCOUNT)]).links == ()
    assert left.story == ACCOUNT.story


@pytest.mark.parametrize(
    "written", ["", "nip", "cerita:0", "cerita:4", "cerita:0-3", "cerita:5-400", "tautan:3", "x:y"]
)
def test_a_passage_that_is_not_there_is_told(written: str) -> None:
    with pytest.raises(UnknownPassage):
        mark_of(written, ACCOUNT)


def test_an_empty_field_has_nothing_to_strike() -> None:
    assert redacted(Account(), [Mark("story")]).story == ""


@given(st.text(alphabet="ab .!?\n", max_size=60))
def test_sentences_cover_every_letter_and_never_overlap(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert covered.count("a") == text.count("a")


@given(
    st.text(alphabet="abcdef", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=4),
)
def test_no_marked_letter_is_left(text: str, pairs: list[tuple[int, int]]) -> None:
    marks = [Mark("story", min(pair), max(pair)) for pair in pairs]
    left = redacted(Account(story=text), marks).story.split(STRUCK)
    marked = {n for mark in marks for n in range(mark.start, min(mark.end or 0, len(text)))}
    assert "".join(left) == "".join(each for n, each in enumerate(text) if n not in marked)
