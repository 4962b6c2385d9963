import json
import re
import tomllib
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path

import pytest
from commandline import fail, run

from bot import guiding
from bot.commands import knowledge
from bot.questions.guide import LiveGuide

ROOT = Path(__file__).parents[3]
RULE = "like-unggahan-calon"
LINES = [
    {"text": "boleh gak gw like postingan paslon?", "kind": "guidance", "rule": RULE},
    {"text": "bagikan video <b>calon</b>?", "kind": "guidance", "rule": RULE, "register": "slang"},
    {"text": "resep rendang enak", "kind": "oos", "rule": None},
]


@pytest.fixture(autouse=True)
def learned_once(guide: LiveGuide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guiding, "live_guide", lambda *_, **__: guide)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pesan.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in LINES), "utf-8")
    return path


class Reader(HTMLParser):
    """Read a page as a screen reader or a strict browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in {"meta", "line", "polyline", "circle"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def page(file: Path, tmp_path: Path) -> str:
    made = tmp_path / "hasil.html"
    assert f"Written: {made}" in run("knowledge", "eval", str(file), "--page", str(made))
    return made.read_text("utf-8")


def test_a_file_is_measured(file: Path) -> None:
    told = re.sub(r" +", " ", run("knowledge", "eval", str(file)))
    assert "questions about a rule 2" in told
    assert "right rule first 50.0%" in told
    assert "wrong boleh 0" in told
    assert "oos came where it belongs 100.0% of 1" in told


def test_without_a_file_the_held_out_sets_are_measured() -> None:
    told = run("knowledge", "eval")
    (asked,) = re.findall(r"questions about a rule +(\d+)", told)
    assert int(asked) > 400
    assert "tip came where it belongs" in told


def test_a_file_that_cannot_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, file: Path
) -> None:
    assert "none.jsonl cannot be read" in fail(
        monkeypatch, capsys, "knowledge", "eval", "none.jsonl"
    )
    page = str(tmp_path / "no" / "folder.html")
    told = fail(monkeypatch, capsys, "knowledge", "eval", str(file), "--page", page)
    assert "cannot be written: No such file" in told


def test_the_page_says_what_was_measured_and_what_it_means(page: str) -> None:
    assert "3 pesan yang belum pernah dipelajari" in page
    assert "Sumber pesan: pesan.jsonl." in page
    assert "50,0\xa0%" in page or "50\xa0%" in page
    assert "Menurut kelompok" in page
    assert "Bahasa gaul" in page


def test_the_page_is_whole_and_needs_nothing_from_elsewhere(page: str) -> None:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    assert not {"script", "link", "img", "iframe"} & {*reader.tags}
    assert not re.search(r"https?://|url\(|@import", page)
    assert all(
        value and value.startswith("#") for _, name, value in reader.attributes if name == "href"
    )


def test_what_people_wrote_stays_text(page: str) -> None:
    assert "bagikan video &lt;b&gt;calon&lt;/b&gt;?" in page


def test_the_page_can_be_found_through_without_eyes(page: str) -> None:
    reader = Reader()
    reader.feed(page)
    assert ("html", "lang", "id") in reader.attributes
    assert reader.tags.count("h1") == 1
    headed = [value for tag, name, value in reader.attributes if tag == "th" and name == "scope"]
    assert len(headed) == reader.tags.count("th")
    assert ("svg", "role", "img") in reader.attributes
    targets = {value for _, name, value in reader.attributes if name == "id"}
    links = {value[1:] for _, name, value in reader.attributes if name == "href" and value}
    assert links <= targets


def test_a_page_of_messages_that_ask_for_no_rule_is_whole_too(tmp_path: Path) -> None:
    path, made = tmp_path / "a.jsonl", tmp_path / "a.html"
    lines = [
        {"text": "halo", "kind": "smalltalk"},
        {"text": "kalau lurah?", "kind": "guidance-like"},
    ]
    path.write_text("\n".join(json.dumps(each) for each in lines))
    told = run("knowledge", "eval", str(path), "--page", str(made))
    assert "hypothetical kept out of tips" in told
    text = made.read_text("utf-8")
    assert "Tidak ada yang tertukar." in text
    assert "Tidak ada jawaban yang dapat diukur." in text


def test_templates_are_packed_with_the_program() -> None:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = configured["tool"]["setuptools"]["package-data"]["bot"]
    for path in (ROOT / "bot/commands/templates").iterdir():
        name = path.relative_to(ROOT / "bot").as_posix()
        assert any(fnmatch(name, each) for each in patterns), name


def test_lint_lists_the_worst_first_and_sums_up(
    monkeypatch: pytest.MonkeyPatch, knowledge_copy: Path
) -> None:
    monkeypatch.setattr(knowledge, "KNOWLEDGE", knowledge_copy)
    told = run("knowledge", "lint", "--most", "2")
    assert re.search(r"… and \d+ more: --most \d+ shows them", told)
    assert re.search(r"^  knowledge/[\w/-]+\.yaml:\d+: '", told, re.MULTILINE)
    summary = told[told.index("Found:") :]
    assert re.search(r"^ +\d+ examples that their own entry does not win", summary, re.MULTILINE)


def test_nothing_to_mend_is_said(monkeypatch: pytest.MonkeyPatch, knowledge_copy: Path) -> None:
    monkeypatch.setattr(knowledge, "KNOWLEDGE", knowledge_copy)
    monkeypatch.setattr(knowledge, "lint", lambda *_: ())
    assert run("knowledge", "lint") == "Nothing to mend.\n"
