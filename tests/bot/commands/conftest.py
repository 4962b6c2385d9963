import shutil
from pathlib import Path

import pytest
from logged_in import Terminal, terminal_in

from bot.settings import Settings
from bot.wiring import build


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose server has learned from the knowledge once."""
    folder = tmp_path_factory.mktemp("learned") / "data"
    build(Settings(_env_file=None, data_dir=folder))
    return folder


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learned: Path) -> Terminal:
    """A terminal where nobody is logged in yet, and the environment of its commands."""
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
