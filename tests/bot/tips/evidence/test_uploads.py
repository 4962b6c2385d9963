import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import NeverAgain, TooLarge, TryLater
from bot.tips.evidence import uploads as module
from bot.tips.evidence.kinds import LARGEST
from bot.tips.evidence.uploads import Uploads


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads")


async def fetched(uploads: Uploads, reference: str) -> bytes:
    return b"".join([part async for part in uploads.fetch(reference)])


def put(uploads: Uploads, content: bytes = b"kanari") -> str:
    with uploads.begin() as upload:
        upload.write(content)
        return upload.finish()


async def test_an_upload_can_be_fetched_again_and_again(uploads: Uploads, tmp_path: Path) -> None:
    reference = put(uploads, b"kanari" * 50_000)
    assert await fetched(uploads, reference) == await fetched(uploads, reference)
    (path,) = (tmp_path / "uploads").iterdir()
    assert b"kanari" not in path.read_bytes()
    assert reference.partition(":")[2] not in path.name


@pytest.mark.parametrize("reference", ["", "../x:" + "0" * 64, "0" * 32 + ":" + "0" * 64])
async def test_what_was_never_uploaded_is_gone(uploads: Uploads, reference: str) -> None:
    with pytest.raises(NeverAgain):
        await fetched(uploads, reference)


async def test_another_key_opens_nothing(uploads: Uploads) -> None:
    name, _, key = put(uploads).partition(":")
    with pytest.raises(NeverAgain):
        await fetched(uploads, f"{name}:{key[::-1]}")


def test_an_upload_that_is_not_finished_leaves_nothing(uploads: Uploads, tmp_path: Path) -> None:
    with uploads.begin() as upload:
        upload.write(bytes(LARGEST))
        with pytest.raises(TooLarge):
            upload.write(b"!")
    assert list((tmp_path / "uploads").iterdir()) == []


def test_while_too_much_waits_no_more_is_taken(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    put(uploads)
    with pytest.raises(TryLater):
        uploads.begin()


def test_old_uploads_go(uploads: Uploads, tmp_path: Path) -> None:
    put(uploads)
    put(uploads)
    old, _ = (tmp_path / "uploads").iterdir()
    os.utime(old, (0, 0))
    assert uploads.delete_old(before=datetime(2020, 1, 1, tzinfo=UTC)) == 1
    assert len(list((tmp_path / "uploads").iterdir())) == 1
