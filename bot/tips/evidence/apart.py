"""Cleaning a PDF in a process of its own, which can be ended and which knows no key.

PDFs are large programs to read: a hostile one may take a reader's time, memory or worse. The
process gets the file through a pipe and nothing else: no settings, no file to write, a minute, and
a bounded memory.
"""

import os
import resource
import subprocess
import sys
from contextlib import suppress

from bot.tips.evidence import pdf
from bot.tips.evidence.parts import Copy, Uncleanable

_SECONDS = 60
_MEMORY = 1024 * 1024 * 1024
_LIMITS = (
    (resource.RLIMIT_AS, _MEMORY),
    (resource.RLIMIT_CPU, _SECONDS),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
)
_TOLD, _UNTOLD = b"1", b"0"


def clean(content: bytes) -> Copy:
    """Return a copy that draws the same pages; raises Uncleanable."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and no argument from outside
            [sys.executable, "-m", __name__],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it may quote the file
            env={"PYTHONPATH": os.pathsep.join(each for each in sys.path if each)},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Uncleanable("Cleaning takes too long") from None
    if done.returncode or len(done.stdout) < 1:
        raise Uncleanable("The PDF is broken, encrypted or of a form that cannot be cleaned")
    return Copy(done.stdout[1:], done.stdout[:1] == _TOLD)


def main() -> None:
    """Clean what comes in by standard input, within limits."""
    for limit, most in _LIMITS:
        with suppress(ValueError, OSError):  # some systems know no such limit
            resource.setrlimit(limit, (most, most))
    copy = pdf.clean(sys.stdin.buffer.read())
    sys.stdout.buffer.write((_TOLD if copy.has_location else _UNTOLD) + copy.content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
