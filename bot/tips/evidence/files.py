"""Encrypted files in one folder, each written whole under its name or not at all.

A file carries the day on which it was written, not the time, so that its dates join it to no
message. (The inode's own change time cannot be set; a copy of the folder does not have it.)
"""

import os
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.keypair import CHUNK, decrypted, encrypted

_NAME = re.compile(r"[0-9a-f]{32}(?:\.original)?")
_UNFINISHED = ".part"
_GRACE = timedelta(days=2)


def original(evidence_id: str) -> str:
    """Return the name of the file as it came, beside its clean copy."""
    return f"{evidence_id}.original"


class Store:
    """Keep encrypted files in *folder*, which only this user may enter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, name: str, key: bytes) -> Iterator[bytes]:
        """Yield what file *name* holds.

        Raises FileNotFoundError when there is none, UnsealError when *key* does not open it.
        """
        with self._path(name).open("rb") as file:
            yield from decrypted(iter(lambda: file.read(CHUNK), b""), key)

    def write(self, chunks: Iterable[bytes], key: bytes) -> Path:
        """Encrypt *chunks* to an unfinished file and return it; `place` gives it its name."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(_UNFINISHED, dir=self._folder)  # 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(encrypted(chunks, key))
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return Path(name)

    def place(self, unfinished: Path, name: str, *, day: date) -> None:
        """Give *unfinished* its *name*, in place of what had it before, as if written on *day*."""
        midnight = datetime.combine(day, time(), UTC).timestamp()
        os.utime(unfinished, (midnight, midnight))
        unfinished.replace(self._path(name))
        self._keep_names()

    def delete(self, names: Iterable[str]) -> None:
        """Delete files for good; those that are gone already are as good."""
        for name in names:
            self._path(name).unlink(missing_ok=True)
        self._keep_names()

    def delete_orphans(self, known: Collection[str], *, today: date) -> int:
        """Delete files of none of the *known* ids after two days of grace; return how many.

        A crash leaves them: an unfinished file, or one whose row was rolled back.
        """
        gone = 0
        for path in self._folder.glob("*"):
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
            if path.name.partition(".")[0] not in known and today - written > _GRACE:
                path.unlink(missing_ok=True)
                gone += 1
        self._keep_names()
        return gone

    def _path(self, name: str) -> Path:
        """Return where file *name* is."""
        if not _NAME.fullmatch(name):
            raise FileNotFoundError("No file has such a name")
        return self._folder / name

    def _keep_names(self) -> None:
        """Make sure that renames and deletions outlive a loss of power."""
        with suppress(FileNotFoundError):
            descriptor = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
