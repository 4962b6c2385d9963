import asyncio
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from bot.guiding import KNOWLEDGE, phrases
from bot.questions.guide import LiveGuide
from knowledge.library import KnowledgeError, Library
from knowledge.matching import Matcher


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The knowledge without its example messages, which take long to learn from."""
    copy = tmp_path / "knowledge"
    left_out = shutil.ignore_patterns("*.py", "__pycache__", "examples")
    shutil.copytree(KNOWLEDGE, copy, ignore=left_out)
    return copy


@pytest.fixture
def live(folder: Path) -> LiveGuide:
    return LiveGuide(folder, phrases())


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), "utf-8")


def test_a_good_edit_is_taken_up(live: LiveGuide, folder: Path) -> None:
    before = live.current
    edit(folder, "regions.yaml", "Kota Depok", "Kota Bogor")
    assert live.reload()
    assert live.current.library.version != before.library.version


def test_a_broken_edit_keeps_what_was_good_and_says_so(
    live: LiveGuide, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = live.current
    edit(folder, "rules/media-sosial.yaml", "putusan:", "putussan:")
    assert not live.reload()
    assert live.current is before
    assert "media-sosial.yaml" in caplog.text
    assert "putusan" in str(live.problems[0])
    edit(folder, "rules/media-sosial.yaml", "putussan:", "putusan:")
    assert live.reload()
    assert live.problems == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sapaan:", "sapan:"),
        ("{nama}", "{kota}"),
        ("sapaan:", "asing: x\nsapaan:"),
    ],
)
def test_phrases_that_nobody_says_or_that_are_missing_stop_the_start(
    old: str, new: str, folder: Path
) -> None:
    edit(folder, "phrases/menu.yaml", old, new)
    with pytest.raises(KnowledgeError) as caught:
        LiveGuide(folder, phrases())
    assert "menu.yaml" in str(caught.value.problems[0])


def test_a_late_guide_learns_once_and_only_when_it_is_asked(folder: Path) -> None:
    learned: list[Library] = []

    def train(library: Library) -> Matcher:
        learned.append(library)
        return Matcher.train(library)

    guide = LiveGuide(folder, phrases(), train=train, late=True).current
    assert learned == []
    assert guide.matcher is guide.matcher
    assert learned == [guide.library]


async def test_a_watched_folder_is_taken_up_by_itself(live: LiveGuide, folder: Path) -> None:
    told: asyncio.Queue[int] = asyncio.Queue()
    watching = asyncio.create_task(live.watch(told.put_nowait))
    try:
        async with asyncio.timeout(30):
            await asyncio.sleep(0.5)
            (folder / "notes.txt").write_text("no knowledge")
            edit(folder, "phrases/menu.yaml", "sapaan:", "sapan:")
            assert await told.get() > 0
            edit(folder, "phrases/menu.yaml", "sapan:", "sapaan:")
            assert await told.get() == 0
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


def test_the_words_of_the_vocabulary_are_known_to_be_no_names(live: LiveGuide) -> None:
    assert {"like", "kampanye", "foto"} <= live.current.words
