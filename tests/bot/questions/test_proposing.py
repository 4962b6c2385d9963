"""A rule that is proposed: what its file becomes, whatever was typed."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from questioning import EXAMPLES as PAYUNG

from bot.questions.guide import LiveGuide
from bot.questions.proposing import proposal, proposed, taken
from bot.questions.teaching import NotTaught
from knowledge.library import check, load_library
from knowledge.rule import Certainty, Citation, Rule, Verdict

TODAY = date(2026, 11, 25)
HOSTILE = 'a: "b" # c\' - {d: *e} & !f %g @h `i` <script>j</script> : k'
EXAMPLES = (*PAYUNG[:5], HOSTILE)


@pytest.fixture
def rule(guide: LiveGuide) -> Rule:
    library = guide.current.library
    drafted = replace(
        library.rules["like-unggahan-calon"],
        topic="atribut",
        title="Memakai payung bergambar kuda",
        verdict=Verdict.CONDITIONAL,
        condition=HOSTILE,
        answer="Boleh, asal gambarnya bukan lambang siapa pun. " * 4,
        why=HOSTILE,
        alternative="- id: palsu\n  putusan: boleh",
        legal_basis=(Citation("uu-20-2023", "Pasal 2 huruf f"),),
        examples=EXAMPLES,
        sanctions=(),
        sanction_note="",
        related=(),
        sources=(),
        needed=frozenset(),
    )
    return proposed(library, drafted)


def test_the_file_of_its_topic_gets_it_and_the_knowledge_takes_it(
    rule: Rule, guide: LiveGuide, tmp_path: Path
) -> None:
    made = proposal(guide.folder, rule)
    assert made.path == "rules/atribut.yaml"
    shutil.copytree(guide.folder, tmp_path / "knowledge", ignore=shutil.ignore_patterns("*.py"))
    (tmp_path / "it.patch").write_text(made.diff, "utf-8")
    subprocess.run(["git", "apply", "it.patch"], cwd=tmp_path, check=True)
    assert check(tmp_path / "knowledge", TODAY) == ()
    kept = load_library(tmp_path / "knowledge").rules[rule.id]
    assert kept == replace(rule, alternative=kept.alternative, answer=rule.answer.strip())
    assert kept.alternative.split() == rule.alternative.split()
    before = guide.current.library
    assert set(load_library(tmp_path / "knowledge").rules) == {*before.rules, rule.id}


def test_what_was_typed_stays_within_its_field(rule: Rule, guide: LiveGuide) -> None:
    made = proposal(guide.folder, rule)
    before, after = (yaml.safe_load(each)["aturan"] for each in (made.before, made.after))
    assert after[:-1] == before
    assert after[-1]["alasan"] == HOSTILE
    assert after[-1]["contoh"][-1] == HOSTILE


def test_it_is_written_as_jurists_write(rule: Rule, guide: LiveGuide) -> None:
    added = proposal(guide.folder, rule).diff
    for line in (
        "tanya: [bkpsdm]",
        "ditinjau: null",
        "- {hukum: uu-20-2023, pasal: Pasal 2 huruf f}",
    ):
        assert f"{line}\n" in added
    assert f"untuk: [{', '.join(rule.roles)}]\n" in added


def test_a_topic_with_several_files_takes_it_in_the_one_called_so(
    rule: Rule, guide: LiveGuide
) -> None:
    made = proposal(guide.folder, replace(rule, topic="media-sosial"))
    assert made.path == "rules/media-sosial.yaml"


def test_no_jurist_has_read_it_so_it_gives_no_firm_verdict(rule: Rule) -> None:
    assert rule.certainty is Certainty.LOW
    assert rule.reviewed is None
    assert rule.ask == ("bkpsdm",)


def test_it_gets_a_name_that_nothing_has(guide: LiveGuide) -> None:
    library = guide.current.library
    known = library.rules["like-unggahan-calon"]

    def named(title: str) -> str:
        return proposed(library, replace(known, title=title)).id

    assert named("Like: unggahan calon!") == "like-unggahan-calon-2"
    assert named("???") == "aturan"
    assert len(named("panjang sekali " * 9)) <= 50


def test_an_example_of_another_entry_is_named_with_it(guide: LiveGuide) -> None:
    library = guide.current.library
    known = library.rules["like-unggahan-calon"]
    shouted = known.examples[0].upper()
    assert list(taken(library, ["payung kuda", shouted])) == [(shouted, known.title)]


def test_without_a_file_of_its_topic_it_says_so(rule: Rule, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    with pytest.raises(NotTaught, match="begin one by hand"):
        proposal(tmp_path, rule)
    (tmp_path / "rules" / "a.yaml").write_text("topik: atribut\naturan: []\n", "utf-8")
    with pytest.raises(NotTaught, match=r"by hand|cannot be read"):
        proposal(tmp_path, rule)
