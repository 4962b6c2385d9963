"""The knowledge as one turn sees it: library, matcher and phrases of the same version."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from knowledge.library import KnowledgeError, Library, load_library
from knowledge.matching import Matcher
from knowledge.phrasebook import Phrase, Phrasebook, load_phrasebook
from knowledge.reading import Problem

_WORD = re.compile(r"[^\W\d_]+")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Guide:
    """What the bot knows and how it says it, in this process *since* a moment."""

    library: Library
    phrases: Phrasebook
    words: frozenset[str]
    learned: Callable[[], Matcher] = field(repr=False)
    since: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def matcher(self) -> Matcher:
        """Return what finds the entries for a question."""
        return self.learned()


class LiveGuide:
    """Hold the last good guide while jurists edit the files.

    With *late* nothing is learned from them before the matcher is first asked for.
    """

    def __init__(
        self,
        folder: Path,
        phrases: Iterable[Phrase],
        *,
        train: Callable[[Library], Matcher] = Matcher.train,
        late: bool = False,
    ) -> None:
        self._folder = folder
        self._train = train
        self._late = late
        self._declared = tuple(phrases)
        self.problems: tuple[Problem, ...] = ()
        self.current = self._load()

    @property
    def folder(self) -> Path:
        """Return where the YAML lies."""
        return self._folder

    def reload(self) -> bool:
        """Take up the files as they are now; on any problem keep what was good and say so."""
        try:
            self.current = self._load()
        except KnowledgeError as error:
            self.problems = error.problems
        except Exception as error:  # noqa: BLE001
            # Whatever a broken file does to the loader, the server goes on with what was good.
            self.problems = (Problem(self._folder.name, 1, f"cannot be loaded: {error!r}"),)
        else:
            self.problems = ()
            log.info("knowledge %s taken up", self.current.library.version)
        for problem in self.problems:
            log.error("knowledge not taken up: %s", problem)
        return not self.problems

    async def watch(self, after: Callable[[int], None], *, every: float = 1.0) -> None:
        """Reload when the files have changed, until cancelled; tell *after* how many problems.

        The files are looked at again and again, since a folder that is replaced sends no word.
        """
        seen = _traces(self._folder)
        while True:
            await asyncio.sleep(every)
            now = await asyncio.to_thread(_traces, self._folder)
            if now != seen:
                seen = now
                await asyncio.to_thread(self.reload)
                after(len(self.problems))

    def _load(self) -> Guide:
        """Read everything; raises KnowledgeError with all problems of the run."""
        library = load_library(self._folder)
        phrases = load_phrasebook(self._folder / "phrases", self._declared)
        learned = cache(lambda: self._train(library))
        if not self._late:
            learned()
        return Guide(library, phrases, _words(library), learned)


def _words(library: Library) -> frozenset[str]:
    """Return every word of the vocabulary: words that name nobody."""
    vocabulary = library.vocabulary
    texts = [*vocabulary.slang, *vocabulary.slang.values(), *vocabulary.stop_words]
    for forms in vocabulary.concepts.values():
        texts.extend(forms)
    return frozenset(word for text in texts for word in _WORD.findall(text.lower()))


def _traces(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Return name, time and size of every file of the knowledge; what vanishes is not there."""
    found = set()
    for path in folder.rglob("*.yaml"):
        with suppress(OSError):
            status = path.stat()
            found.add((str(path), status.st_mtime_ns, status.st_size))
    return frozenset(found)
