"""What is learned from the knowledge: once for all processes of a run, however many there are."""

import fcntl
import os
from functools import cache
from pathlib import Path

from bot.crypto import server_key
from bot.guiding import KNOWLEDGE, live_guide
from bot.questions import guide
from bot.questions.guide import LiveGuide
from bot.questions.learned import Learned
from knowledge.folder import version_of
from knowledge.library import Library, load_library


def shared(folder: Path) -> Path:
    """Return what all processes of this run of the tests share, given the *folder* of this one."""
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def learned_guide(data: Path) -> LiveGuide:
    """Return the guide as it is after what a server with the folder *data* has learned.

    The first process learns, the others wait for it.
    """
    with data.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        key = server_key("", data / "server.key")
        return live_guide(train=Learned(data / "learned", key).matcher)


def read_once() -> tuple[object, str, object]:
    """Return a patch that reads the knowledge of this house anew only when it has changed."""

    @cache
    def read(version: str) -> Library:
        return load_library(KNOWLEDGE)

    def loaded(folder: Path) -> Library:
        return read(version_of(folder)) if folder == KNOWLEDGE else load_library(folder)

    return guide, "load_library", loaded
