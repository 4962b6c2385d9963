import json
from pathlib import Path

import pytest

from bot.questions.guide import LiveGuide
from knowledge.labelling import LabelError, Labelled, labelled, read_labelled
from knowledge.library import Library
from knowledge.rule import Intent, Verdict

RULE = "like-unggahan-calon"


@pytest.fixture
def library(guide: LiveGuide) -> Library:
    return guide.current.library


def write(folder: Path, *lines: object) -> Path:
    path = folder / "pesan.jsonl"
    texts = (each if isinstance(each, str) else json.dumps(each) for each in lines)
    path.write_text("\n".join(texts), "utf-8")
    return path


def test_lines_say_what_is_right(tmp_path: Path, library: Library) -> None:
    path = write(
        tmp_path,
        {"text": "a", "kind": "guidance", "rule": RULE, "register": "slang", "set": "x"},
        "",
        {
            "text": "b",
            "kind": "guidance",
            "rule": RULE,
            "acceptable": ["share-konten-calon"],
            "acceptable_verdicts": ["dilarang", "bersyarat"],
        },
        {"text": "c", "kind": "oos", "rule": None},
        {"text": "d", "kind": "guidance-like"},
    )
    first, second, third, fourth = read_labelled(path, library)
    forbidden = frozenset({Verdict.FORBIDDEN})
    assert first == Labelled(
        "a", Intent.GUIDANCE, frozenset({RULE}), forbidden, "slang", source="x", wanted=RULE
    )
    assert second.entries == {RULE, "share-konten-calon"}
    assert second.verdicts == {Verdict.FORBIDDEN, Verdict.CONDITIONAL}
    assert (third.intent, third.entries) == (Intent.OUT_OF_SCOPE, frozenset())
    assert fourth.hypothetical


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no json", "pesan.jsonl:1: no labelled message"),
        ({"kind": "oos"}, "no labelled message"),
        ([1], "no labelled message"),
        ({"text": "a", "kind": "x"}, "kind cannot be 'x': write one of guidance, procedure"),
        ({"text": "a", "kind": "guidance", "rule": "like-calon"}, "unknown rule 'like-calon'; did"),
        (
            {"text": "a", "kind": "guidance", "rule": RULE, "verdict": "ok"},
            "no verdict is 'ok': write one of dilarang, boleh, bersyarat",
        ),
    ],
)
def test_a_line_that_does_not_fit_is_told_with_what_to_write(
    line: object, told: str, tmp_path: Path, library: Library
) -> None:
    with pytest.raises(LabelError) as caught:
        read_labelled(write(tmp_path, line), library)
    assert told in str(caught.value)


def test_an_empty_or_missing_file_is_told(tmp_path: Path, library: Library) -> None:
    with pytest.raises(LabelError, match="has no messages"):
        read_labelled(write(tmp_path, ""), library)
    with pytest.raises(LabelError, match="cannot be read"):
        read_labelled(tmp_path / "none.jsonl", library)


def test_a_held_out_set_can_be_measured_by_itself(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "uji.yaml"
    path.write_text(
        f"kumpulan: rina\ndipakai: uji\naturan: {{{RULE}: [a], cara-melapor: [b]}}\n"
        "maksud: {tip: [c]}\n"
    )
    first, second, third = read_labelled(path, library)
    assert (first.intent, first.verdicts) == (Intent.GUIDANCE, {Verdict.FORBIDDEN})
    assert (second.intent, second.verdicts) == (Intent.PROCEDURE, frozenset())
    assert (third.intent, third.source) == (Intent.TIP, "rina")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kumpulan: a\ndipakai: latih\n", "is learned from: measure with a set that has"),
        ("kumpulan: a\ndipakai: uji\naturan: {x-y: [a]}\n", "uji.yaml: unknown rule 'x-y'"),
        ("kumpulan: [\n", "did not find expected node content: put a text with"),
        ("kumpulan: a\n", "'dipakai' is missing"),
    ],
)
def test_a_set_that_cannot_measure_is_told(
    text: str, told: str, tmp_path: Path, library: Library
) -> None:
    (tmp_path / "uji.yaml").write_text(text)
    with pytest.raises(LabelError) as caught:
        read_labelled(tmp_path / "uji.yaml", library)
    assert told in str(caught.value)


def test_held_out_messages_know_their_set_and_verdict(library: Library) -> None:
    for each in labelled(library):
        assert each.source
        if each.intent is Intent.GUIDANCE:
            assert each.verdicts == {library.rules[each.wanted].verdict}
