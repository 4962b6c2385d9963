"""Handing a file of evidence out: decrypted, for whoever is at this machine."""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.errors import TipUnknown
from bot.keypair import CHUNK, decrypted
from bot.tips.tip import Evidence


def hand_out(folder: Path, evidence: Evidence, to: Path, *, original: bool = False) -> None:
    """Write a file of *folder* to *to*, whole or not at all, for this user only.

    Raises TipUnknown when it is not there or *to* is, UnsealError when it was changed.
    """
    name, key = evidence.id, evidence.key
    if original:
        name, key = f"{evidence.id}.original", evidence.original
    if not (folder / name).is_file():
        raise TipUnknown(f"{folder} does not hold this file: is DATA_DIR the server's?")
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in decrypted(_pieces(folder / name), key):
                file.write(chunk)
        os.link(draft, to)
    except FileExistsError:
        raise TipUnknown(f"{to} is already there: choose another name") from None
    finally:
        draft.unlink(missing_ok=True)


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield what *path* holds, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece
