"""Which bars cost least: writers are left out one by one, and every bar is tried on them.

Run `make study`; it takes minutes. What it prints justifies knowledge/thresholds.py.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

from bot.questions.guide import LiveGuide
from knowledge.deciding import Action, decide
from knowledge.lessons import intent_of
from knowledge.library import Library
from knowledge.matching import Match, Matcher
from knowledge.rule import ExampleSet, Intent, Verdict
from knowledge.thresholds import BARS, Bar, Doubt

# A wrong "boleh" may cost a career, a wrong "dilarang" trust, a question a tap.
COSTS = {
    "wrong boleh": 100.0,
    "too soft": 25.0,
    "wrong entry": 5.0,
    "ruled on a stranger's matter": 10.0,
    "tip missed": 4.0,
    "asked, and the right one is there": 1.0,
    "asked, and it is not": 2.0,
    "declined": 2.5,
    "answered": 0.0,
}
TRIED = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
DOUBTS = {
    "NOTHING_FITS": (0.06, 0.12, 0.2),
    "PERHAPS_TIP": (0.3, 0.45, 0.6),
    "SURE_TIP": (0.65, 0.8, 0.9, 0.97),
    "OUT": (0.1, 0.2, 0.3),
    "OUT_THOUGH_FITTING": (0.2, 0.4, 0.6),
}
Unseen = list[tuple[Match, Intent, str]]


def unseen(library: Library) -> Iterator[tuple[Match, Intent, str]]:
    """Yield what comes out for the messages of each writer when the others teach."""
    for writer in library.examples:
        if not writer.held_out and writer.by_entry:
            others = tuple(each for each in library.examples if each is not writer)
            matcher = Matcher.train(replace(library, examples=others))
            for text, intent, entry in messages(library, writer):
                yield matcher.match(text), intent, entry


def messages(library: Library, writer: ExampleSet) -> Iterator[tuple[str, Intent, str]]:
    for entry, texts in writer.by_entry.items():
        yield from ((text, intent_of(library, entry), entry) for text in texts)
    for intent, texts in writer.by_intent.items():
        yield from ((text, intent, "") for text in texts)


def outcome(match: Match, intent: Intent, entry: str, *, library: Library) -> str:
    """Return which of COSTS was incurred."""
    decision = decide(match, library)
    if intent is Intent.TIP:
        return "answered" if decision.intent is Intent.TIP else "tip missed"
    if not entry:
        ruled = decision.entry in library.rules
        return "ruled on a stranger's matter" if ruled else "answered"
    if decision.action is Action.CLARIFY:
        among = entry in decision.options[:3]
        return "asked, and the right one is there" if among else "asked, and it is not"
    return given(decision.entry, entry, library) if decision.entry else "declined"


def given(answered: str, entry: str, library: Library) -> str:
    """Return what it costs to answer with *answered* where *entry* is right."""
    said, right = library.rules.get(answered), library.rules.get(entry)
    if said and right and said.verdict is not right.verdict:
        if said.verdict is Verdict.ALLOWED:
            return "wrong boleh"
        if right.verdict is Verdict.FORBIDDEN:
            return "too soft"
    return "answered" if answered == entry else "wrong entry"


def cost(found: Unseen, library: Library) -> float:
    """Return the mean cost of a message."""
    counts = Counter(
        outcome(match, intent, entry, library=library) for match, intent, entry in found
    )
    return sum(COSTS[name] * times for name, times in counts.items()) / len(found)


def bench_every_bar_is_tried(guide: LiveGuide) -> None:
    library = guide.current.library
    found = list(unseen(library))
    print(f"\n{len(found)} messages of writers left out; mean cost now {cost(found, library):.4f}")
    for verdict, bar in BARS.items():
        for name in ("alone", "rival"):
            print(f"  {verdict or 'information'} {name} (now {getattr(bar, name)})", end=" ")
            for value in TRIED if name == "alone" else (0.04, 0.08, 0.15, 0.2, 0.3, 0.45):
                changed: Bar = replace(bar, **{name: value})
                with patch.dict(BARS, {verdict: changed}):
                    print(f" {value}: {cost(found, library):.4f}", end="")
            print()
    for name, values in DOUBTS.items():
        print(f"  {name} (now {getattr(Doubt, name)})", end=" ")
        for value in values:
            with patch.object(Doubt, name, value):
                print(f" {value}: {cost(found, library):.4f}", end="")
        print()
