"""The command line as a test types it, where nobody has to be logged in."""

import sys

import pytest
from typer.testing import CliRunner

from bot.cli import app, main


def run(*arguments: str) -> str:
    """Return what the command told; it has to succeed."""
    result = CliRunner().invoke(app, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def fail(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *given: str) -> str:
    """Return what the command complained of; it has to fail."""
    monkeypatch.setattr(sys, "argv", ["jaganetral", *given])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 1
    return capsys.readouterr().err
