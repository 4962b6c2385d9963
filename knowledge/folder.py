"""The folder of the knowledge: which files belong to it, and which version they are."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from knowledge.reading import Problem
from knowledge.suggesting import did_you_mean

_SINGLE = (
    "laws.yaml",
    "calendar.yaml",
    "contacts.yaml",
    "topics.yaml",
    "regions.yaml",
    "offices.yaml",
    "targets.yaml",
)
_ROOMS = ("rules", "info", "vocabulary", "examples", "phrases", "broadcasts")
_VERSION_LENGTH = 12


def named(folder: Path) -> str:
    """Return what problems call *folder*."""
    return folder.resolve().name


def yaml_files(folder: Path) -> Iterator[Path]:
    """Yield every YAML file below *folder* in order; hidden ones are left to the editors."""
    for path in sorted(folder.rglob("*.yaml")):
        if not any(each.startswith(".") for each in path.relative_to(folder).parts):
            yield path


def strangers(folder: Path) -> Iterator[Problem]:
    """Yield a problem for each file that nobody would read."""
    for path in sorted(folder.rglob("*.yml")):
        name = f"{named(folder)}/{path.relative_to(folder).as_posix()}"
        yield Problem(name, 1, f"is not read: name it {path.stem}.yaml")
    for path in yaml_files(folder):
        relative = path.relative_to(folder)
        room = relative.parent.as_posix()
        if room not in _ROOMS and relative.as_posix() not in _SINGLE:
            advice = did_you_mean(*((path.name, _SINGLE) if room == "." else (room, _ROOMS)))
            name = f"{named(folder)}/{relative.as_posix()}"
            yield Problem(name, 1, f"is not read: it belongs in one of {', '.join(_ROOMS)}{advice}")


def version_of(folder: Path) -> str:
    """Return a short name that changes with every byte of the YAML in *folder*."""
    digest = hashlib.sha256()
    for path in yaml_files(folder):
        content = _content(path)
        head = f"{path.relative_to(folder).as_posix()}\n{len(content)}\n"
        digest.update(head.encode() + content)
    return digest.hexdigest()[:_VERSION_LENGTH]


def _content(path: Path) -> bytes:
    """Return what *path* holds, nothing if it cannot be read: who reads it will say why."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
