"""How fast a question is matched, beside rapidfuzz over the same examples."""

import statistics
import time

from rapidfuzz import fuzz, process

from bot.questions.guide import LiveGuide

ROUNDS = 300


def spent(act: object, texts: list[str]) -> list[float]:
    times = []
    for text in texts:
        start = time.perf_counter()
        act(text)  # type: ignore[operator]
        times.append((time.perf_counter() - start) * 1000)
    return times


def p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99) - 1]


def bench_a_question_is_matched(guide: LiveGuide) -> None:
    library, matcher = guide.current.library, guide.current.matcher
    examples = [text for rule in library.rules.values() for text in rule.examples]
    examples += [
        text for each in library.examples for texts in each.by_entry.values() for text in texts
    ]
    asked = [f"{text} ya kak" for text in examples[:: max(1, len(examples) // ROUNDS)]]
    ours = spent(matcher.match, asked)
    scan = spent(lambda text: process.extractOne(text, examples, scorer=fuzz.WRatio), asked)
    print(f"\nmatching {len(asked)} questions against {len(examples)} examples, ms")
    for name, times in (("JagaNetral", ours), ("rapidfuzz WRatio", scan)):
        print(f"  {name:18s} p50 {statistics.median(times):8.3f}   p99 {p99(times):8.3f}")
    print(
        f"  ratio              p50 {statistics.median(ours) / statistics.median(scan):8.3f}   "
        f"p99 {p99(ours) / p99(scan):8.3f}   (aim: p99 at most 0.2)"
    )
