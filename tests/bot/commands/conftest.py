import shutil
from pathlib import Path

import pytest

from bot.wiring import KNOWLEDGE

HELD_OUT = """\
kumpulan: uji
dipakai: uji
aturan:
  like-unggahan-calon: [gw ngelike status cawalkot barusan]
  share-konten-calon: [video kampanye calon aku bagikan lagi di fb]
"""


@pytest.fixture
def knowledge_copy(tmp_path: Path) -> Path:
    """The knowledge, with a few held-out messages in place of all examples that take long."""
    copy = tmp_path / "knowledge"
    left_out = shutil.ignore_patterns("*.py", "__pycache__", "examples")
    shutil.copytree(KNOWLEDGE, copy, ignore=left_out)
    (copy / "examples").mkdir()
    (copy / "examples/uji.yaml").write_text(HELD_OUT, "utf-8")
    return copy
