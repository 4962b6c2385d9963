import shutil
from pathlib import Path

import pytest

from bot.crypto import ServerKey
from bot.guiding import KNOWLEDGE, asking_guide, phrases
from bot.questions.guide import LiveGuide
from bot.questions.learned import Learned
from bot.settings import Settings
from knowledge.library import Library, load_library
from knowledge.matching import Matcher

KEY = ServerKey(bytes(32))
QUESTION = "boleh gak gw like postingan paslon?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The knowledge without its example messages, which take long to learn from."""
    folder = tmp_path_factory.mktemp("k") / "knowledge"
    left_out = shutil.ignore_patterns("*.py", "__pycache__", "examples")
    shutil.copytree(KNOWLEDGE, folder, ignore=left_out)
    return load_library(folder)


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each time that something is learned."""
    times: list[str] = []
    real = Matcher.train

    def train(library: Library) -> Matcher:
        times.append(library.version)
        return real(library)

    monkeypatch.setattr(Matcher, "train", train)
    return times


def test_what_was_learned_once_is_used_again(
    library: Library, trained: list[str], tmp_path: Path
) -> None:
    first = Learned(tmp_path / "learned", KEY).matcher(library)
    second = Learned(tmp_path / "learned", KEY).matcher(library)
    assert len(trained) == 1
    assert first.match(QUESTION).candidates == second.match(QUESTION).candidates
    (kept,) = (tmp_path / "learned").iterdir()
    assert b"like" not in kept.read_bytes()


def test_what_another_key_or_another_hand_wrote_is_never_opened(
    library: Library, trained: list[str], tmp_path: Path
) -> None:
    Learned(tmp_path, KEY).matcher(library)
    Learned(tmp_path, ServerKey(bytes(range(32)))).matcher(library)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    Learned(tmp_path, KEY).matcher(library)
    assert len(trained) == 3


def test_one_who_only_asks_keeps_nothing(
    library: Library, trained: list[str], tmp_path: Path
) -> None:
    Learned(tmp_path / "learned", KEY, writes=False).matcher(library)
    assert trained
    assert not (tmp_path / "learned").exists()


def test_a_disk_that_is_full_costs_time_and_nothing_else(
    library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "learned").write_text("no folder")
    assert Learned(tmp_path / "learned", KEY).matcher(library).match(QUESTION).candidates
    assert "cannot be kept" in caplog.text


def test_asking_uses_what_the_server_has_learned_if_there_is_a_key(
    tmp_path: Path, guide: LiveGuide, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    monkeypatch.setattr(Matcher, "train", lambda _: guide.current.matcher)
    assert asking_guide(settings).current.library.version == guide.current.library.version
    assert list(tmp_path.iterdir()) == []
    settings = settings.model_copy(update={"secret_key": type(settings.secret_key)("A" * 43 + "=")})
    assert asking_guide(settings).current.phrases
    assert list(tmp_path.iterdir()) == []
    assert phrases()
