"""What is learned from the knowledge: once for all processes of a run, however many there are."""

import fcntl
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from bot.crypto import server_key
from bot.guiding import KNOWLEDGE, live_guide
from bot.questions import guide
from bot.questions.guide import LiveGuide
from bot.questions.learned import Learned
from knowledge.folder import version_of
from knowledge.library import Library, load_library

ROOT = Path(__file__).parents[2]


def shared(folder: Path) -> Path:
    """Return what all processes of this run of the tests share, given the *folder* of this one."""
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def learn(data: Path) -> None:
    """Have a server with the folder *data* learn, in a process of its own; others wait for it.

    Under coverage learning takes twice as long; tests/knowledge has its lines run.
    """
    with data.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not data.exists():
            learning = "import sys, learning; learning.learned_guide(learning.Path(sys.argv[1]))"
            path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support")])
            environment = {**os.environ, "PYTHONPATH": path}
            subprocess.run([sys.executable, "-c", learning, data], env=environment, check=True)


def learned_guide(data: Path) -> LiveGuide:
    """Return the guide as it is after what a server with the folder *data* has learned."""
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
