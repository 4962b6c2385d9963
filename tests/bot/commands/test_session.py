from pathlib import Path

import pytest
from logged_in import terminal_in

from bot.errors import JagaNetralError
from knowledge.matching import Matcher


def test_a_command_of_staff_learns_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> Matcher:
        raise AssertionError

    monkeypatch.setattr(Matcher, "train", refused)
    terminal = terminal_in(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(terminal.settings.data_dir))
    terminal.logs_in()
    assert "Siti" in terminal.runs("whoami").output
    assert terminal.runs("staff", "list").exit_code == 0


def test_a_session_that_others_can_read_is_not_used_before_it_is_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = terminal_in(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(terminal.settings.data_dir))
    terminal.logs_in()
    file = terminal.settings.session_file
    file.chmod(0o640)
    for words in (("whoami",), ("login",), ("tips", "list")):
        error = terminal.runs(*words).exception
        assert isinstance(error, JagaNetralError)
        assert f"chmod 600 {file}" in str(error)
    file.chmod(0o600)
    assert "Siti" in terminal.runs("whoami").output
