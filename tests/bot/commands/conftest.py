import shutil
from pathlib import Path

import pytest
from logged_in import CHEAP, Terminal, terminal_in

from bot.tips.keys import Cost


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learned: Path) -> Terminal:
    """A terminal where nobody is logged in yet, and the environment of its commands.

    What its passphrases cost is for tests/bot/tips/test_keys.py.
    """
    monkeypatch.setattr(Cost.__init__, "__defaults__", (CHEAP.rounds, CHEAP.memory))
    shutil.copytree(learned, tmp_path / "data")
    made = terminal_in(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(made.settings.data_dir))
    return made


@pytest.fixture
def staffed_terminal(terminal: Terminal) -> Terminal:
    """A terminal with a desk, where somebody with every role of the desk is logged in."""
    terminal.logs_in()
    terminal.has_a_desk()
    return terminal
