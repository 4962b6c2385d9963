from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tipping import CONTENT, DAY, EVIDENCE

from bot.tips.case import Case, Casework, Event, Mark, Note
from bot.tips.previewing import (
    fingerprint,
    is_decided,
    marked,
    pieces,
    reason_of,
    still_told,
    written,
)
from bot.tips.redaction import STRUCK, leaving, redacted
from bot.tips.tip import Content, Status, Tip

LINKS = ("https://a.example/1", "https://a.example/2", "https://a.example/3")
ACCOUNT = replace(CONTENT.account, story="Satu. Dua jam 10.30! Tiga", links=LINKS)
CASE = Case(
    Tip("ab" * 8, DAY, Status.READ, "Beji", "", "", b""),
    Content(ACCOUNT, (EVIDENCE, replace(EVIDENCE, id="f" * 32))),
)


@pytest.mark.parametrize(
    "passages",
    [
        ["cerita"],
        ["cerita:2", "siapa:1-5"],
        ["tautan:1", "tautan:3", "bukti:2"],
        ["tanggal", "kecamatan", "perangkat", "cara-tahu"],
        ["bukti:1", "bukti:2"],
    ],
)
def test_marks_are_written_as_they_are_read(passages: list[str]) -> None:
    once = marked(CASE, passages)
    assert written(once) == passages
    assert written(marked(once, written(once), afresh=True)) == passages
    assert written(marked(once, passages)) == passages


def test_a_range_of_links_is_each_of_them() -> None:
    case = replace(CASE, casework=Casework(marks=(Mark("links", 1), Mark("story", 5, None))))
    assert written(case) == ["tautan:2", "tautan:3", "cerita:6-25"]
    assert leaving(case) == leaving(marked(CASE, written(case)))


def test_the_fingerprint_tells_whether_the_same_would_leave() -> None:
    one = marked(CASE, ["siapa", "cerita:2"])
    assert fingerprint(one) == fingerprint(marked(CASE, ["cerita:2", "siapa", "siapa"]))
    more = replace(CASE, content=replace(CASE.content, evidence=(EVIDENCE,)))
    whole, both = marked(CASE, ["siapa"]), marked(CASE, ["siapa", "siapa:1-3"])
    made = [CASE, one, whole, both, more, marked(CASE, ["bukti:1"])]
    assert len({fingerprint(each) for each in made}) == len(made)


def test_what_is_struck_in_one_place_and_told_in_another_is_found() -> None:
    story = "Camat Budi datang. Lalu budi, tanpa Budiman, pulang."
    case = replace(CASE, content=replace(CASE.content, account=replace(ACCOUNT, story=story)))
    once = marked(case, ["cerita:7-10"])
    assert still_told(once) == ("Budi",)
    assert still_told(marked(once, ["cerita:25-28"])) == ()
    assert still_told(marked(case, ["kecamatan", "tanggal", "tautan"])) == ()
    assert still_told(marked(case, ["cerita:1-2"])) == ()


def test_it_is_decided_once_somebody_redacted_or_forwarded() -> None:
    assert not is_decided(CASE)
    redacted_once = replace(CASE, history=(Note(DAY, "siti", event=Event.REDACTED),))
    assert is_decided(redacted_once)
    sent = replace(CASE, tip=replace(CASE.tip, target="bkn"))
    noted = Note(DAY, "siti", "bkn: Unsurnya: lengkap.", Status.FORWARDED)
    assert is_decided(sent)
    assert reason_of(replace(sent, history=(noted,))) == "Unsurnya: lengkap."
    assert reason_of(CASE) == ""


@given(
    st.text(max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20) | st.none()), max_size=4),
)
def test_what_is_shown_as_struck_is_what_does_not_leave(
    text: str, spans: list[tuple[int, int | None]]
) -> None:
    marks = [Mark("story", start, end) for start, end in spans if end is None or start < end]
    marks = [each for each in marks if each.start < len(text)]
    found = pieces(text, marks)
    assert "".join(each for each, _ in found) == text
    left = "".join(STRUCK if struck else each for each, struck in found)
    assert left == redacted(replace(ACCOUNT, story=text), marks).story
