import asyncio
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from commandline import fail, run

from bot import guiding
from bot.commands import questions
from bot.database.engine import open_database
from bot.database.migrating import migrate
from bot.questions import feedback
from bot.questions.guide import LiveGuide
from bot.questions.reviewing import Group
from bot.questions.teaching import Effect, effect
from bot.settings import read_settings
from knowledge.library import check

DAY = date(2026, 11, 20)
FLAG = "boleh gak pasang bendera partai di pagar rumah dinas"
ASKED = (FLAG, "pasang bendera partai di rumah dinas boleh?", FLAG, "zzyzx qwop flerb")


async def fill() -> None:
    database = open_database(read_settings().database)
    async with database.transaction() as connection:
        for each in ASKED:
            await feedback.keep_question(connection, each, day=DAY)
        await feedback.count(connection, "kurang-tepat", "like-unggahan-calon", day=DAY)
    await database.close()


@pytest.fixture
def folder(knowledge_copy: Path, small_guide: LiveGuide, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small knowledge that the commands read and write, and questions in the database."""
    monkeypatch.setattr(guiding, "live_guide", lambda *_, **__: small_guide)
    monkeypatch.setattr(questions, "KNOWLEDGE", knowledge_copy)
    migrate(read_settings().database)
    asyncio.run(fill())
    return knowledge_copy


@pytest.mark.usefixtures("folder")
def test_groups_are_listed_with_their_numbers_and_answers_that_missed() -> None:
    told = run("questions", "list")
    assert "Questions without an answer: 4 in 2 groups" in told
    assert re.search(
        rf"  1\. 3 times on {DAY}; nearest: [a-z-]+ \((dilarang|bersyarat)\) 0\.\d\d", told
    )
    assert f"     {FLAG}\n" in told
    assert f"  2. once on {DAY}; nearest: " in told
    assert "Answers that people called wrong: 1\n  like-unggahan-calon: once" in told


@pytest.mark.usefixtures("folder")
def test_many_wordings_are_cut_and_the_days_are_counted() -> None:
    async def more() -> None:
        database = open_database(read_settings().database)
        async with database.transaction() as connection:
            for word in ("pos ronda", "gapura"):
                text = f"boleh gak pasang bendera partai di {word} rumah dinas"
                await feedback.keep_question(connection, text, day=date(2026, 11, 22))
        await database.close()

    asyncio.run(more())
    told = run("questions", "list")
    assert "  1. 5 times on 2 days, 2026-11-20 to 2026-11-22; nearest: " in told
    assert "… and 1 more that are worded otherwise" in told


@pytest.mark.usefixtures("folder")
def test_a_long_list_is_cut_with_a_word_on_the_rest() -> None:
    assert "… and 1 more groups: --most 2 shows them" in run("questions", "list", "--most", "1")


def test_an_empty_list_says_so(guide: LiveGuide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guiding, "live_guide", lambda *_, **__: guide)
    told = run("questions", "list")
    assert "Questions without an answer: 0 in 0 groups" in told
    assert "suggest" not in told


def test_a_suggestion_shows_the_patch_and_its_effect_and_writes_nothing(folder: Path) -> None:
    told = run("questions", "suggest", "--rule", "stiker-baliho-rumah-sendiri")
    assert "+++ b/knowledge/examples/pertanyaan.yaml" in told
    assert f'+    - "{FLAG}"' in told
    for name in ("right rule first", "helped", "wrong boleh", "soft"):
        assert re.search(rf"^{name}.* +[\d.]+%? +[\d.]+%?$", told, re.MULTILINE)
    assert re.search(r"of these 2 led to the rule +\d +\d", told)
    assert "Nothing is written; --write adds it." in told
    assert not (folder / "examples/pertanyaan.yaml").exists()


def test_an_accepted_suggestion_is_written_and_checked(folder: Path) -> None:
    told = run("questions", "suggest", "--rule", "stiker-baliho-rumah-sendiri", "--write")
    assert "pertanyaan.yaml; the knowledge is checked." in told
    assert FLAG in (folder / "examples/pertanyaan.yaml").read_text("utf-8")
    assert check(folder, DAY) == ()


def test_a_group_that_is_near_to_no_rule_is_attached_to_none_by_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    far = Group((FLAG,), 1, (DAY,), (("pasang-spanduk-baliho", 0.05),))

    async def nobody_near(*_: object) -> tuple[Group, ...]:
        return (far,)

    monkeypatch.setattr(questions, "unanswered", nobody_near)
    told = fail(monkeypatch, capsys, "questions", "suggest", "--write")
    assert "No rule is near to this group: name one with --rule" in told
    assert not (folder / "examples/pertanyaan.yaml").exists()


def test_what_would_say_boleh_wrongly_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def worse(*given: object, **named: object) -> Effect:
        tried = effect(*given, **named)  # type: ignore[arg-type]
        return replace(tried, after=replace(tried.after, wrong_allowed=9))

    monkeypatch.setattr(questions, "effect", worse)
    rule = "stiker-baliho-rumah-sendiri"
    told = fail(monkeypatch, capsys, "questions", "suggest", "--rule", rule, "--write")
    assert "Not written: 'boleh' would be wrong more often" in told
    assert not (folder / "examples/pertanyaan.yaml").exists()


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_suggested_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = fail(monkeypatch, capsys, "questions", "suggest", "--group", "3")
    assert "There is no group 3: `jaganetral questions list` shows 2" in told
    told = fail(monkeypatch, capsys, "questions", "suggest", "--rule", "stiker-baliho-rumah")
    assert "did you mean" in told
