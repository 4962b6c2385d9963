"""What was learned from the knowledge, kept on disk so that it is learned once for each version."""

import hashlib
import logging
import os
import pickle
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np

import knowledge
from bot.crypto import ServerKey
from bot.errors import UnsealError
from knowledge.library import Library
from knowledge.matching import Matcher

log = logging.getLogger(__name__)

_PURPOSE = "learned"
_SUFFIX = ".sealed"


class Learned:
    """Keep matchers in a folder, sealed, so that only this server's own are ever opened.

    With *writes* off it only looks whether one is there.
    """

    def __init__(self, folder: Path, key: ServerKey, *, writes: bool = True) -> None:
        self._folder = folder
        self._key = key
        self._writes = writes

    def matcher(self, library: Library) -> Matcher:
        """Return the matcher of *library*: the one that is kept, or a newly trained one."""
        name = f"{library.version}-{_code_version()}"
        kept = self._recall(name)
        if kept is not None:
            return kept
        log.info("learning from the knowledge; this takes some seconds, once for each version")
        trained = Matcher.train(library)
        if self._writes:
            self._keep(name, trained)
        return trained

    def _recall(self, name: str) -> Matcher | None:
        """Return what is kept under *name*, None when nothing usable is."""
        try:
            sealed = (self._folder / (name + _SUFFIX)).read_bytes()
            # Unpickling runs code: what the server key opens, this server has written itself.
            kept = pickle.loads(self._key.open(sealed, purpose=_PURPOSE, context=name))  # noqa: S301
        except (OSError, UnsealError, pickle.UnpicklingError, AttributeError, ImportError):
            return None
        return kept if isinstance(kept, Matcher) else None

    def _keep(self, name: str, matcher: Matcher) -> None:
        """Keep *matcher* instead of all earlier ones; a full disk costs time, nothing else."""
        sealed = self._key.seal(pickle.dumps(matcher), purpose=_PURPOSE, context=name)
        path = self._folder / (name + _SUFFIX)
        draft = path.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_bytes(sealed)
            draft.replace(path)
            for other in self._folder.glob(f"*{_SUFFIX}"):
                if other != path:
                    other.unlink(missing_ok=True)
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            log.warning("what was learned cannot be kept: %s", error.strerror)


@cache
def _code_version() -> str:
    """Return a name that changes with the code that learns, and with numpy."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(knowledge.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
