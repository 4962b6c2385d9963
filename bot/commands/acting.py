"""Who types a command: the session that `jaganetral login` opened, kept in a file of one's own."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
import typer

from bot.errors import JagaNetralError, Refused
from bot.settings import Settings, read_settings
from bot.staff.actor import Actor
from bot.staff.managing import is_unstaffed
from bot.staff.refusal import Reason
from bot.staff.words import ASK_FRESH_TOTP
from bot.wiring import Services, build, staff_guide
from knowledge.phrasebook import Phrase

Result = TypeVar("Result")

_FIRST = "admin"
_NOT_LOGGED_IN = "Nobody is logged in here: run `jaganetral login`"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a login leaves in the file: the session's token, and what makes this device known."""

    token: str = ""
    device: str = ""


@asynccontextmanager
async def program() -> AsyncIterator[Services]:
    """Yield the program, which is closed afterwards."""
    settings = read_settings()
    services = build(settings, guide=staff_guide(settings))
    try:
        yield services
    finally:
        await services.close()


@asynccontextmanager
async def acting() -> AsyncIterator[tuple[Services, Actor]]:
    """Yield the program and who acts.

    Raises JagaNetralError when nobody is logged in, Refused when the session is over.
    """
    async with program() as services:
        kept = read_kept(services.settings)
        if not kept.token:
            raise JagaNetralError(_NOT_LOGGED_IN)
        yield services, await services.staffing.gate.acting(kept.token)


async def confirmed(
    services: Services, actor: Actor, act: Callable[[Actor], Awaitable[Result]]
) -> Result:
    """Return what *act* brings about, after a fresh code of the phone where one is asked."""
    try:
        return await act(actor)
    except Refused as error:
        if error.reason != Reason.CONFIRMATION:
            raise
    code = ask(services, ASK_FRESH_TOTP)
    return await act(await services.staffing.gate.confirm(actor, code))


def first_code() -> str:
    """Return the code by which the first administrator comes in, "" once there is an account.

    An earlier code is void: the newest start of the server has the one that counts.
    """

    async def invited() -> str:
        async with program() as services:
            if await is_unstaffed(services.database):
                return await services.staffing.invitations.first(_FIRST)
            return ""

    return asyncio.run(invited())


def ask(services: Services, question: Phrase, *, hidden: bool = True) -> str:
    """Return what is typed in answer to *question*; secrets do not show."""
    asked = services.guide.current.phrases.say(question)
    return str(typer.prompt(asked, hide_input=hidden)).strip()


def read_kept(settings: Settings) -> Kept:
    """Return what the last login left, nothing where there is none or it cannot be read.

    Raises JagaNetralError when others can read it too.
    """
    path = settings.session_file
    try:
        mode, content = path.stat().st_mode, path.read_bytes()
    except OSError:
        return Kept()
    if mode & 0o077:
        raise JagaNetralError(f"Others can read {path}: run `chmod 600 {path}`")
    try:
        return msgspec.json.decode(content, type=Kept)
    except msgspec.DecodeError:
        return Kept()


def keep(settings: Settings, kept: Kept) -> None:
    """Write *kept* so that only this user can read it."""
    path: Path = settings.session_file
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(kept))
    draft.replace(path)
