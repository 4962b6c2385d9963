"""Handing a file of evidence out, decrypted: into a file of this machine, or into memory."""

import os
from collections.abc import Iterable
from pathlib import Path

from bot.errors import TipUnknown
from bot.staff.refusal import Say
from bot.tips import words


def in_memory(chunks: Iterable[bytes], *, say: Say) -> bytes:
    """Return what *chunks* hold, written nowhere; slow for a large file, so call it in a thread.

    Raises TipUnknown when what they come from is not there.
    """
    try:
        return b"".join(chunks)
    except FileNotFoundError:
        raise TipUnknown(say(words.FILE_GONE)) from None


def hand_out(chunks: Iterable[bytes], to: Path, *, say: Say) -> None:
    """Write *chunks* to *to*, whole or not at all, for this user only.

    Raises TipUnknown when *to* is there, or what the chunks come from is not.
    """
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(chunks)
        os.link(draft, to)
    except FileExistsError:
        raise TipUnknown(say(words.FILE_THERE, berkas=to)) from None
    except FileNotFoundError:
        raise TipUnknown(say(words.FILE_GONE)) from None
    finally:
        draft.unlink(missing_ok=True)
