"""What browsers upload, encrypted at once and kept until it is fetched like any other file.

The name of an upload and its key are its reference; they stand nowhere but in the errand, sealed.
"""

import os
import re
import secrets
from collections.abc import AsyncGenerator
from datetime import datetime
from pathlib import Path
from typing import Self

from bot.errors import NeverAgain, TooLarge, TryLater, UnsealError
from bot.keypair import CHUNK, FileSeal, decrypted, new_file_key
from bot.tips.evidence.kinds import LARGEST

MOST = 256 * 1024 * 1024  # of all uploads that wait, so that nobody can fill the disk

_REFERENCE = re.compile(r"([0-9a-f]{32}):([0-9a-f]{64})")


class Upload:
    """A file that is being uploaded; left without `finish`, it is deleted."""

    def __init__(self, folder: Path) -> None:
        self._name, key = secrets.token_hex(16), new_file_key()
        self._path = folder / self._name
        self._seal = FileSeal(key)
        self._key = key
        self._finished = False
        self.size = 0

    def __enter__(self) -> Self:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._file.write(self._seal.header)
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()
        if not self._finished:
            self._path.unlink()

    def write(self, part: bytes) -> None:
        """Add *part*; raises TooLarge above 16 MB."""
        self.size += len(part)
        if self.size > LARGEST:
            raise TooLarge("The upload is larger than what is taken")
        self._file.writelines(self._seal.push(part))

    def finish(self) -> str:
        """Return the reference of the whole file."""
        self._file.write(self._seal.finish())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._finished = True
        return f"{self._name}:{self._key.hex()}"


class Uploads:
    """Keep uploads in *folder*, which only this user may enter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self) -> Upload:
        """Return a fresh upload; raises TryLater while too much of others waits."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if sum(each.stat().st_size for each in self._folder.iterdir()) > MOST:
            raise TryLater("Too many uploads are waiting")
        return Upload(self._folder)

    async def fetch(self, reference: str) -> AsyncGenerator[bytes, None]:
        """Yield what was uploaded; raises NeverAgain when it is gone."""
        found = _REFERENCE.fullmatch(reference)
        if not found:
            raise NeverAgain("No upload has such a name")
        try:
            with (self._folder / found[1]).open("rb") as file:
                sealed = iter(lambda: file.read(CHUNK), b"")
                for part in decrypted(sealed, bytes.fromhex(found[2])):
                    yield part
        except (OSError, UnsealError):
            raise NeverAgain("The upload is gone") from None

    def delete_old(self, *, before: datetime) -> int:
        """Delete uploads that came before *before*, fetched or not; return how many."""
        gone = 0
        for path in self._folder.glob("*"):
            if path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
                gone += 1
        return gone
