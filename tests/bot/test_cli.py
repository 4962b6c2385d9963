import json
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli, guiding
from bot.cli import app, main
from bot.commands import knowledge
from bot.guiding import live_guide
from bot.questions.guide import LiveGuide

QUESTION = "boleh gak gw like postingan paslon?"


@pytest.fixture(autouse=True)
def learned_once(guide: LiveGuide, monkeypatch: pytest.MonkeyPatch) -> None:
    """Learning takes seconds; every command may use what the session has learned."""
    monkeypatch.setattr(guiding, "live_guide", lambda *_, **__: guide)


def run(*arguments: str, given: str = "", code: int = 0) -> str:
    result = CliRunner().invoke(app, arguments, input=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def fail(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *given: str) -> str:
    monkeypatch.setattr(sys, "argv", ["jaganetral", *given])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 1
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return told.err


def test_a_question_is_answered_as_a_person_sees_it() -> None:
    told = run("ask", QUESTION)
    assert "DILARANG bagi" in told
    assert "1. Dasar hukum" in told


def test_role_and_day_change_the_answer() -> None:
    told = run("ask", QUESTION, "--role", "pns", "--date", "2024-11-25")
    assert "Berlaku untuk Anda sebagai PNS" in told
    assert "masa tenang" in told


def test_how_an_answer_was_found_is_shown_on_request() -> None:
    told = run("ask", QUESTION, "--explain")
    assert "like-unggahan-calon" in told
    assert "decision: guidance answer" in told


def test_lines_of_json_are_answered_in_order() -> None:
    asked = [{"id": "a", "text": QUESTION}, {"id": "b", "text": "resep rendang enak"}]
    told = run("ask", "--jsonl", given="\n".join(json.dumps(each) for each in asked) + "\n\n")
    first, second = (json.loads(line) for line in told.splitlines())
    assert set(first) == {"id", "intent", "decision", "rule", "verdict", "options", "score", "ms"}
    assert (first["id"], first["rule"], first["verdict"]) == (
        "a",
        "like-unggahan-calon",
        "dilarang",
    )
    assert (second["id"], second["rule"], second["verdict"]) == ("b", None, None)


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": "a"}', '{"text": "x"}', "3"])
def test_a_line_that_is_no_question_is_named_by_its_number(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", iter([json.dumps({"id": "a", "text": "x"}), line]))
    assert "line 2 is no question" in fail(monkeypatch, capsys, "ask", "--jsonl")


def test_asking_nothing_is_explained() -> None:
    assert "write a question" in run("ask", code=2)


def test_one_can_talk_in_the_terminal() -> None:
    told = run("chat", given=f"{QUESTION}\n1\n\nnot reached\n")
    assert "saya JagaNetral" in told
    assert "DILARANG" in told
    assert "Dasar hukum: Memberi like" in told


def test_a_card_is_found_by_its_number() -> None:
    told = run("chat", given=f"{QUESTION}\n")
    (number,) = re.findall(r"Nomor jawaban: (\S+)", told)
    found = run("knowledge", "answer", number.lower().replace("-", " "))
    assert "like-unggahan-calon" in found
    assert "DILARANG" in found


def test_a_number_that_was_never_given_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "No card was given" in fail(monkeypatch, capsys, "knowledge", "answer", "AAAAA-AAAAA")


def test_the_knowledge_has_no_problems() -> None:
    assert "no problems" in run("knowledge", "check")


def test_problems_of_the_knowledge_are_listed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(knowledge, "KNOWLEDGE", tmp_path)
    assert run("knowledge", "check", code=1)


def test_knowledge_that_cannot_be_loaded_is_told_by_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(cli, "asking_guide", lambda settings: live_guide(tmp_path))
    assert ".yaml" in fail(monkeypatch, capsys, "ask", "x")


def test_a_wrong_setting_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIMEZONE", "Mars")
    assert "TIMEZONE: no such time zone" in fail(monkeypatch, capsys, "serve")


def test_the_doctor_finds_a_fresh_installation_well(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "FAIL" not in run("doctor")
    monkeypatch.setenv("PUBLIC_BASE_URL", "http://x.example")
    assert "FAIL address" in run("doctor", code=1)


def test_the_doctor_asks_the_providers_only_when_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:x")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "x" * 16)
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", "http://127.0.0.1:9")
    assert "telegram" not in run("doctor")
    told = run("doctor", "--live", code=1)
    assert "FAIL telegram: Telegram cannot be asked now" in told


def test_a_new_key_is_printed() -> None:
    assert len(run("new-key").strip()) == 44


def test_a_port_that_is_taken_is_told_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], socket_enabled: None
) -> None:
    del socket_enabled
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = fail(monkeypatch, capsys, "serve", "--port", port)
    assert "--port" in told
    assert not Path("data").exists()


def test_the_greeting_comes_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def typed() -> Iterator[str]:
        assert "saya JagaNetral" in said[0]
        yield "/menu"

    monkeypatch.setattr(cli.sys, "stdin", typed())
    monkeypatch.setattr(cli, "_say", said.append)
    cli.chat()
    assert len(said) == 2


def test_a_worker_needs_a_database_that_processes_can_share(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = fail(monkeypatch, capsys, "worker")
    assert "DATABASE_URL=postgresql://" in told
    assert "jaganetral serve" in told
