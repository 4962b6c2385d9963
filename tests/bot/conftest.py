import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes import FakeChannel, FakeClock
from steerers import Office, office_of

from bot.guiding import KNOWLEDGE, phrases
from bot.questions.guide import LiveGuide
from bot.settings import Settings

HELD_OUT = """\
kumpulan: uji
dipakai: uji
aturan:
  like-unggahan-calon: [gw ngelike status cawalkot barusan]
  share-konten-calon: [video kampanye calon aku bagikan lagi di fb]
"""


@pytest.fixture(scope="session")
def small_knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge, with two held-out messages in place of all that takes long to learn from."""
    copy = tmp_path_factory.mktemp("small") / "knowledge"
    left_out = shutil.ignore_patterns("*.py", "__pycache__", "examples")
    shutil.copytree(KNOWLEDGE, copy, ignore=left_out)
    (copy / "examples").mkdir()
    (copy / "examples/uji.yaml").write_text(HELD_OUT, "utf-8")
    return copy


@pytest.fixture(scope="session")
def small_guide(small_knowledge: Path) -> LiveGuide:
    return LiveGuide(small_knowledge, phrases())


@pytest.fixture
def knowledge_copy(small_knowledge: Path, tmp_path: Path) -> Path:
    """A small knowledge of one's own, to write to."""
    return shutil.copytree(small_knowledge, tmp_path / "knowledge")


@pytest.fixture
async def office(
    settings: Settings, clock: FakeClock, guide: LiveGuide, channel: FakeChannel
) -> AsyncIterator[Office]:
    async with office_of(settings, clock, guide, channel=channel) as made:
        yield made
