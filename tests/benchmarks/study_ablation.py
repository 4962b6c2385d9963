"""What each part of the matcher contributes: the figures of held-out messages without it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from unittest.mock import patch

import numpy as np

from bot.questions.guide import LiveGuide
from knowledge import affixes, deciding, spelling, training
from knowledge.evaluation import measure
from knowledge.labelling import labelled
from knowledge.library import Library
from knowledge.manner import SIGNS
from knowledge.matching import Matcher
from knowledge.ranking import Ranker
from knowledge.rule import Intent, Vocabulary
from knowledge.similarity import Matrix

Part = AbstractContextManager[object]


def without_group(name: str) -> Part:
    return patch.dict(training.WEIGHTS, {name: 1e-9})


def without_stemming() -> Part:
    return patch.object(affixes.Stemmer, "stem", lambda self, word: word)


def without_spelling() -> Part:
    return patch.object(spelling.Speller, "correct", lambda self, word: None)


def without_manner() -> Part:
    """Say the same of every message."""
    blank = lambda reading: np.zeros(len(SIGNS), np.float32)  # noqa: E731
    both = ExitStack()
    both.enter_context(patch("knowledge.course.signs", blank))
    both.enter_context(patch("knowledge.training.signs", blank))
    return both


def without_vetoes() -> Part:
    return patch.object(deciding, "_DANGERS", {})


def without_ranking() -> Part:
    """Score an entry by the nearest of its examples instead of by learned weights."""
    return patch("knowledge.course.Course.entries", nearest)


def nearest(course: object) -> Ranker:
    targets, _ = course._entry_task()  # type: ignore[attr-defined]
    return Nearest(targets)


class Nearest(Ranker):
    def scores(self, near: Matrix) -> Matrix:
        rows = [(each[:, None] * self.weights).max(axis=0) for each in near]
        return np.stack(rows)


def without_words(library: Library, *, slang: bool, concepts: bool) -> Library:
    before = library.vocabulary
    emptied = dict.fromkeys(before.concepts, ())
    after = Vocabulary(
        {} if slang else before.slang, emptied if concepts else before.concepts, before.stop_words
    )
    return replace(library, vocabulary=after)


def without_needs(library: Library) -> Library:
    rules = {name: replace(rule, needed=frozenset()) for name, rule in library.rules.items()}
    return replace(library, rules=rules)


LEFT_OUT: dict[str, tuple[Callable[[], Part], Callable[[Library], Library]]] = {
    "nothing": (nullcontext, lambda each: each),
    "slang": (nullcontext, lambda each: without_words(each, slang=True, concepts=False)),
    "concepts": (nullcontext, lambda each: without_words(each, slang=False, concepts=True)),
    "affixes": (without_stemming, lambda each: each),
    "spelling": (without_spelling, lambda each: each),
    "stems and pairs": (lambda: without_group("stem"), lambda each: each),
    "pieces of words": (lambda: without_group("piece"), lambda each: each),
    "learned ranking": (without_ranking, lambda each: each),
    "manner": (without_manner, lambda each: each),
    "vetoes": (without_vetoes, lambda each: each),
    "needed concepts": (nullcontext, without_needs),
}


def bench_each_part_is_left_out(guide: LiveGuide) -> None:
    columns = ("answered", "first", "helped", "right", "boleh!", "soft", "tip", "procedure", "oos!")
    print("\nleft out          " + " ".join(f"{each:>9s}" for each in columns))
    for name, (part, changed) in LEFT_OUT.items():
        library = changed(guide.current.library)
        with part():
            found = measure(Matcher.train(library), library, labelled(library))
        values = (found.answered, found.first, found.helped, found.right_of_answered)
        print(
            f"{name:18s}"
            + " ".join(f"{each:9.3f}" for each in values)
            + f" {found.wrong_allowed:9d} {found.soft:9d}"
            + f" {found.elsewhere[Intent.TIP]:9.3f} {found.elsewhere[Intent.PROCEDURE]:9.3f}"
            + f" {found.out_of_scope_answered:9.3f}"
        )
    print("boleh!: told boleh though it is not; oos!: ruled on though out of scope")
