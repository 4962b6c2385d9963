"""How often the right entry comes first, and how fast, beside plain ways to search the examples.

Everybody learns from the same messages and is asked the same held-out ones.
"""

import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz, process

from bot.questions.guide import LiveGuide
from knowledge.language import tokens
from knowledge.lessons import Lesson, exam, lessons

Ranking = Callable[[str], list[str]]
SHOWN = 3
ENOUGH = 120
NEAR = 40


def entries_of(places: Iterable[int], given: Sequence[Lesson]) -> list[str]:
    """Return the entries of examples, best first, each once."""
    return list(dict.fromkeys(given[at].entry or "" for at in places))[:SHOWN]


def by_rapidfuzz(given: Sequence[Lesson], scorer: Callable[..., float]) -> Ranking:
    texts = [each.text.lower() for each in given]

    def rank(text: str) -> list[str]:
        found = process.extract(text.lower(), texts, scorer=scorer, limit=NEAR)
        return entries_of((at for _, _, at in found), given)

    return rank


def by_bm25(given: Sequence[Lesson], *, often: float = 1.5, length: float = 0.75) -> Ranking:
    """Okapi BM25 over plain words."""
    said = [Counter(tokens(each.text)) for each in given]
    mean = sum(each.total() for each in said) / len(said)
    spread = Counter(word for each in said for word in each)
    postings: dict[str, list[tuple[int, float]]] = {}
    for at, each in enumerate(said):
        for word, count in each.items():
            norm = count + often * (1 - length + length * each.total() / mean)
            rarity = math.log(1 + (len(said) - spread[word] + 0.5) / (spread[word] + 0.5))
            postings.setdefault(word, []).append((at, rarity * count * (often + 1) / norm))
    return lambda text: best_of(postings, dict.fromkeys(tokens(text), 1.0), given)


def by_cosine(given: Sequence[Lesson]) -> Ranking:
    """Cosine of TF-IDF over plain words."""
    said = [Counter(tokens(each.text)) for each in given]
    spread = Counter(word for each in said for word in each)
    rarity = {word: math.log(len(said) / count) for word, count in spread.items()}
    postings: dict[str, list[tuple[int, float]]] = {}
    for at, each in enumerate(said):
        size = math.sqrt(sum((n * rarity[word]) ** 2 for word, n in each.items())) or 1.0
        for word, count in each.items():
            postings.setdefault(word, []).append((at, count * rarity[word] / size))

    def rank(text: str) -> list[str]:
        asked = {word: n * rarity.get(word, 0.0) for word, n in Counter(tokens(text)).items()}
        return best_of(postings, asked, given)

    return rank


def best_of(
    postings: dict[str, list[tuple[int, float]]], asked: dict[str, float], given: Sequence[Lesson]
) -> list[str]:
    sums: Counter[int] = Counter()
    for word, weight in asked.items():
        for at, value in postings.get(word, ()):
            sums[at] += weight * value  # type: ignore[assignment]
    return entries_of((at for at, _ in sums.most_common(NEAR)), given)


def bench_the_right_entry_is_found(guide: LiveGuide) -> None:
    library, matcher = guide.current.library, guide.current.matcher
    given = [each for each in lessons(library) if each.entry and each.trust == 1]
    asked = [each for each in exam(library) if each.entry]
    asked = asked[:: 1 + len(asked) // ENOUGH]
    ways: dict[str, Ranking] = {
        "rapidfuzz WRatio": by_rapidfuzz(given, fuzz.WRatio),
        "token_set_ratio": by_rapidfuzz(given, fuzz.token_set_ratio),
        "BM25": by_bm25(given),
        "TF-IDF cosine": by_cosine(given),
        "JagaNetral": lambda text: [each.entry for each in matcher.match(text).candidates],
    }
    print(f"\n{len(asked)} held-out messages, {len(given)} examples")
    print(f"  {'':18s} {'first':>7s} {'of 3':>7s} {'ms':>8s}")
    for name, rank in ways.items():
        start = time.perf_counter()
        found = [rank(each.text)[:SHOWN] for each in asked]
        spent = (time.perf_counter() - start) * 1000 / len(asked)
        pairs = list(zip(asked, found, strict=True))
        first = sum(ranked[:1] == [each.entry] for each, ranked in pairs) / len(asked)
        among = sum(each.entry in ranked for each, ranked in pairs) / len(asked)
        print(f"  {name:18s} {first:7.3f} {among:7.3f} {spent:8.3f}")
