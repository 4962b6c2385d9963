from pathlib import Path

import pytest

from knowledge.reading import Document, Part, read


def read_text(tmp_path: Path, text: str | bytes) -> Document:
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path, name="knowledge/a.yaml")


def problem(tmp_path: Path, text: str | bytes) -> str:
    (only,) = read_text(tmp_path, text).problems
    return str(only)


def test_everything_is_text_so_that_slang_and_codes_stay_as_typed(tmp_path: Path) -> None:
    document = read_text(tmp_path, "no: on\n2: 1.10\nkode: 32.76\nhari: 2026-11-25\n")
    assert document.data == {"no": "on", "2": "1.10", "kode": "32.76", "hari": "2026-11-25"}
    assert document.problems == ()


def test_nothing_written_is_none_and_a_quoted_nothing_is_a_text(tmp_path: Path) -> None:
    document = read_text(tmp_path, "a:\nb: null\nc: ~\nd: ''\ne: 'null'\n")
    assert document.data == {"a": None, "b": None, "c": None, "d": "", "e": "null"}


def test_an_empty_file_has_no_data_and_no_problem(tmp_path: Path) -> None:
    document = read_text(tmp_path, "# later\n")
    assert (document.data, document.problems) == (None, ())


def test_a_byte_order_mark_of_an_editor_does_no_harm(tmp_path: Path) -> None:
    assert read_text(tmp_path, b"\xef\xbb\xbfa: b\r\n").data == {"a": "b"}


def test_every_part_knows_its_line(tmp_path: Path) -> None:
    document = read_text(tmp_path, "a:\n  - x: 1\n    y: >-\n      long\n      text\n  - {z: 2}\n")
    assert document.line(("a", 0, "y")) == 3
    assert document.line(("a", 1, "z")) == 6


def test_a_part_that_is_not_there_has_the_line_of_what_is_around_it(tmp_path: Path) -> None:
    document = read_text(tmp_path, "a:\n  - x: 1\n")
    assert document.line(("a", 0, "missing", 3)) == 2
    assert document.line(("nowhere",)) == 1


def test_the_members_of_a_list_are_parts_with_their_own_lines(tmp_path: Path) -> None:
    document = read_text(tmp_path, "a:\n  - x\n  - y\nb: text\n")
    part = Part(document, document.data)
    assert [each.data for each in part.items("a")] == ["x", "y"]
    assert [str(each.problem("no")) for each in part.items("a")] == [
        "knowledge/a.yaml:2: no",
        "knowledge/a.yaml:3: no",
    ]
    assert list(part.items("b")) == []
    assert list(Part(document, None).items("a")) == []


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("a: b: c", 1, "quotes"),
        ("a: [x\nb: y", 2, "close the bracket"),
        ("x: 1\na: *b", 2, "begins with *"),
        ("a: @b", 1, "begins with @"),
        ('x: 1\na: "b', 2, "close the quote"),
        ("a:\n  b: 1\n c: 2", 3, "indent"),
        ("a: 1\n---\nb: 2", 2, "one document"),
        ("- a\nb: c", 2, "mend the YAML"),
    ],
)
def test_broken_yaml_is_told_by_line_with_advice(
    text: str, line: int, advice: str, tmp_path: Path
) -> None:
    told = problem(tmp_path, text)
    assert told.startswith(f"knowledge/a.yaml:{line}: ")
    assert advice in told


def test_a_key_that_comes_twice_is_told_with_its_first_line(tmp_path: Path) -> None:
    document = read_text(tmp_path, "a: 1\nb: 2\na: 3\n")
    assert str(document.problems[0]) == (
        "knowledge/a.yaml:3: key 'a' stands in line 1 already: keep one"
    )
    assert document.data == {"a": "1", "b": "2"}


def test_a_key_must_be_a_word(tmp_path: Path) -> None:
    assert "a key must be a word" in problem(tmp_path, "? [a, b]\n: c\n")


def test_tags_are_refused(tmp_path: Path) -> None:
    assert "tag" in problem(tmp_path, "a: !!python/object:os.system x\n")


def test_aliases_are_refused_even_when_they_turn_in_a_circle(tmp_path: Path) -> None:
    assert "write it out" in problem(tmp_path, "a: &x [1]\nb: *x\n")
    assert "write it out" in problem(tmp_path, "&a [*a]")


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    assert "nested too deeply" in problem(tmp_path, "[" * 30 + "]" * 30)
    assert ":1: " in problem(tmp_path, "[" * 100_000)


def test_a_tab_at_the_beginning_is_told(tmp_path: Path) -> None:
    assert problem(tmp_path, "a:\n\tb: 1\n").startswith("knowledge/a.yaml:2: the line begins with")


def test_another_encoding_is_told_by_line(tmp_path: Path) -> None:
    assert problem(tmp_path, b"a: 1\nb: caf\xe9\n").startswith("knowledge/a.yaml:2: not UTF-8")
    assert "UTF-8" in problem(tmp_path, "a: 1\n".encode("utf-16"))


def test_a_character_that_is_no_text_is_told_by_line(tmp_path: Path) -> None:
    assert problem(tmp_path, "a: 1\nb: \x00\n").startswith("knowledge/a.yaml:2: a character")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (only,) = read(tmp_path / "gone.yaml", name="gone.yaml").problems
    assert str(only) == "gone.yaml:1: cannot be read: No such file or directory"
