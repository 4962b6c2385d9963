import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.questions import teaching
from bot.questions.guide import Guide, LiveGuide
from bot.questions.teaching import NotTaught, Suggestion, effect, suggestion, teach
from knowledge.library import check, load_library
from knowledge.reading import Problem

DAY = date(2026, 11, 25)
RULE = "pasang-spanduk-baliho"
QUESTIONS = ("zzyzx qwop flerb di gardu", "Zzyzx qwop   lagi pak [nama] gimana")


@pytest.fixture
def small(small_guide: LiveGuide) -> Guide:
    return small_guide.current


@pytest.fixture
def suggested(small: Guide, knowledge_copy: Path) -> Suggestion:
    return suggestion(small, knowledge_copy, QUESTIONS, entry=RULE)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in (folder / "examples").iterdir()}


def test_a_suggestion_is_a_patch_without_what_was_scrubbed(suggested: Suggestion) -> None:
    assert suggested.messages == ("zzyzx qwop flerb di gardu", "Zzyzx qwop lagi pak gimana")
    lines = suggested.diff.splitlines()
    assert lines[:2] == ["--- /dev/null", "+++ b/knowledge/examples/pertanyaan.yaml"]
    assert '+    - "Zzyzx qwop lagi pak gimana"' in lines


def test_what_is_an_example_already_is_left_out(small: Guide, knowledge_copy: Path) -> None:
    known = small.library.rules[RULE].examples[0]
    found = suggestion(small, knowledge_copy, (known.upper(), "[nama]", *QUESTIONS[:1]), entry=RULE)
    assert found.messages == QUESTIONS[:1]
    with pytest.raises(NotTaught, match="is an example already, or says too little"):
        suggestion(small, knowledge_copy, (known, "halo"), entry=RULE)
    held_out = "gw ngelike status cawalkot barusan"
    with pytest.raises(NotTaught):
        suggestion(small, knowledge_copy, (held_out,), entry=RULE)


def test_an_unknown_rule_is_told_with_the_nearest(small: Guide, knowledge_copy: Path) -> None:
    with pytest.raises(NotTaught, match=f"did you mean '{RULE}'"):
        suggestion(small, knowledge_copy, QUESTIONS, entry="pasang-spanduk-balio")


def test_the_effect_is_tried_without_touching_the_knowledge(
    small: Guide, knowledge_copy: Path, suggested: Suggestion
) -> None:
    before = snapshot(knowledge_copy)
    tried = effect(small, knowledge_copy, suggested, today=DAY)
    assert snapshot(knowledge_copy) == before
    assert tried.before.asked == tried.after.asked == 2
    assert tried.found_before == 0 < tried.found_after
    assert not tried.harmful
    worse = replace(tried.after, wrong_allowed=tried.before.wrong_allowed + 1)
    assert replace(tried, after=worse).harmful


def test_teaching_adds_the_messages_and_leaves_the_knowledge_valid(
    small: Guide, knowledge_copy: Path, suggested: Suggestion
) -> None:
    path = teach(knowledge_copy, suggested, today=DAY)
    assert path == knowledge_copy / "examples/pertanyaan.yaml"
    assert check(knowledge_copy, DAY) == ()
    library = load_library(knowledge_copy)
    (added,) = (each for each in library.examples if each.name == "pertanyaan")
    assert added.by_entry == {RULE: suggested.messages}
    assert not added.held_out
    assert {each.name for each in path.parent.iterdir()} == {"uji.yaml", "pertanyaan.yaml"}

    more = suggestion(
        replace(small, library=library), knowledge_copy, ("blorp di pos ronda",), entry=RULE
    )
    assert more.diff.count("\n+") == 2
    teach(knowledge_copy, more, today=DAY)
    (added,) = (each for each in load_library(knowledge_copy).examples if each.name == "pertanyaan")
    assert added.by_entry[RULE] == (*suggested.messages, "blorp di pos ronda")


@pytest.mark.parametrize("there", ["", "kumpulan: pertanyaan\ndipakai: latih\n"])
def test_what_breaks_the_knowledge_is_undone(
    there: str, small: Guide, knowledge_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = knowledge_copy / "examples/pertanyaan.yaml"
    if there:
        path.write_text(there)
    before = snapshot(knowledge_copy)
    suggested = suggestion(small, knowledge_copy, QUESTIONS, entry=RULE)
    seen: list[str] = []

    def failing(folder: Path, today: date) -> tuple[Problem, ...]:
        seen.append((folder / "examples/pertanyaan.yaml").read_text())
        return (Problem("examples/pertanyaan.yaml", 3, "twice"),)

    monkeypatch.setattr(teaching, "check", failing)
    with pytest.raises(NotTaught, match="Nothing was added"):
        teach(knowledge_copy, suggested, today=DAY)
    assert seen == [suggested.after]
    assert snapshot(knowledge_copy) == before


def test_a_suggestion_that_contradicts_an_example_is_refused_before_it_is_written(
    small: Guide, knowledge_copy: Path
) -> None:
    text = small.library.rules["like-unggahan-calon"].examples[0]
    allowed = next(each for each in small.library.rules.values() if each.verdict == "boleh")
    # A word without weight makes it another message to the letter, and the same to a reader.
    suggested = suggestion(small, knowledge_copy, (f"yang {text}",), entry=allowed.id)
    with pytest.raises(NotTaught, match="says the same as"):
        effect(small, knowledge_copy, suggested, today=DAY)


def test_a_file_that_was_changed_meanwhile_is_left_alone(
    knowledge_copy: Path, suggested: Suggestion
) -> None:
    path = knowledge_copy / "examples/pertanyaan.yaml"
    path.write_text("kumpulan: pertanyaan\ndipakai: latih\n")
    with pytest.raises(NotTaught, match="was changed meanwhile"):
        teach(knowledge_copy, suggested, today=DAY)
    assert path.read_text() == "kumpulan: pertanyaan\ndipakai: latih\n"


def test_files_that_cannot_be_read_written_or_added_to_are_told(
    small: Guide, knowledge_copy: Path, suggested: Suggestion
) -> None:
    path = knowledge_copy / "examples/pertanyaan.yaml"
    path.write_bytes(b"\xff")
    with pytest.raises(NotTaught, match="cannot be read"):
        suggestion(small, knowledge_copy, QUESTIONS, entry=RULE)
    path.write_text(f"kumpulan: pertanyaan\ndipakai: latih\naturan: {{{RULE}: [a b]}}\n")
    with pytest.raises(NotTaught, match="add the messages by hand"):
        suggestion(small, knowledge_copy, QUESTIONS, entry=RULE)
    path.unlink()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.mkdir()
    with pytest.raises(NotTaught, match="cannot be written: Is a directory"):
        teach(knowledge_copy, suggested, today=DAY)
    draft.rmdir()
    (knowledge_copy / "examples").rename(knowledge_copy / "lain")
    (knowledge_copy / "examples").write_text("no folder")
    with pytest.raises(NotTaught, match="cannot be"):
        teach(knowledge_copy, suggested, today=DAY)
