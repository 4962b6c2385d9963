import pytest
import yaml

from knowledge.amending import CannotAmend, amended

WRITTEN = """\
# Catatan jurist.
kumpulan: pertanyaan
dipakai: latih
aturan:
  like-calon:   # jangan dihapus
    - satu
    - >-
      dua
      baris
  # yang kedua
  lain:
    - "tiga"
maksud:
  oos:
    - empat
"""


def test_an_empty_file_becomes_a_set_to_learn_from() -> None:
    text = amended("", "like-calon", ["boleh: gak?", 'kata "dia" 😀'], name="pertanyaan")
    assert yaml.safe_load(text) == {
        "kumpulan": "pertanyaan",
        "dipakai": "latih",
        "aturan": {"like-calon": ["boleh: gak?", 'kata "dia" 😀']},
    }


@pytest.mark.parametrize(("entry", "line"), [("like-calon", 10), ("lain", 13), ("baru", 13)])
def test_messages_are_added_and_every_other_line_stays(entry: str, line: int) -> None:
    text = amended(WRITTEN, entry, ["lima", "enam"], name="pertanyaan")
    assert yaml.safe_load(text)["aturan"][entry][-2:] == ["lima", "enam"]
    added = text.splitlines()[line - 1 :][: 3 if entry == "baru" else 2]
    assert added[-2:] == ['    - "lima"', '    - "enam"']
    rest = [each for each in text.splitlines() if each not in added]
    assert rest == WRITTEN.splitlines()


def test_a_file_without_rules_gets_them() -> None:
    text = amended("kumpulan: a\ndipakai: latih\nmaksud: {oos: [x]}", "lain", ["y"], name="a")
    assert yaml.safe_load(text)["aturan"] == {"lain": ["y"]}


@pytest.mark.parametrize("text", ["aturan: {lain: [a]}", "aturan:\n  lain: [a]", "- a", "a: ["])
def test_what_would_have_to_be_rewritten_is_left_to_people(text: str) -> None:
    with pytest.raises(CannotAmend, match=r"examples/x\.yaml is not written line by line: add"):
        amended(text, "lain", ["b"], name="x")
