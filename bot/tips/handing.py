"""Handing a file of evidence out: decrypted, for whoever is at this machine."""

import os
from collections.abc import Iterable
from pathlib import Path

from bot.errors import TipUnknown


def hand_out(chunks: Iterable[bytes], to: Path) -> None:
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
        raise TipUnknown(f"{to} is already there: choose another name") from None
    except FileNotFoundError:
        raise TipUnknown("The file is not in this DATA_DIR: is it the server's?") from None
    finally:
        draft.unlink(missing_ok=True)
