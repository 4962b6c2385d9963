"""What `jaganetral login` leaves behind in this terminal, in a file of one's own."""

import os
from dataclasses import dataclass

import msgspec

from bot.errors import JagaNetralError
from bot.settings import Settings
from bot.staff.refusal import Say
from bot.staff.words import SESSION_SHARED


@dataclass(frozen=True, slots=True)
class Kept:
    """What a login leaves in the file: the session's token, and what makes this device known."""

    token: str = ""
    device: str = ""


def read_kept(settings: Settings, say: Say) -> Kept:
    """Return what the last login left, nothing where there is none or it cannot be read.

    Raises JagaNetralError when others can read it too.
    """
    path = settings.session_file
    try:
        mode, content = path.stat().st_mode, path.read_bytes()
    except OSError:
        return Kept()
    if mode & 0o077:
        raise JagaNetralError(say(SESSION_SHARED, berkas=path))
    try:
        return msgspec.json.decode(content, type=Kept)
    except msgspec.DecodeError:
        return Kept()


def keep(settings: Settings, kept: Kept) -> None:
    """Write *kept* so that only this user can read it."""
    path = settings.session_file
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(kept))
    draft.replace(path)
