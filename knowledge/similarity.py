"""How alike a message is to each of many examples, by what they have in common."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.features import GROUPS, Reading

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]


class Likeness:
    """Compare a message with every example, group of features by group.

    Each group gives a cosine of weights by rarity; features that no example has count in the
    length of the message, so that strange words make it less like anything.
    """

    def __init__(self, examples: Sequence[Reading], weights: Mapping[str, float]) -> None:
        """Take what the examples say and how much each group of features counts."""
        self._size = len(examples)
        self._weights = {group: weights[group] for group in GROUPS}
        self._rarity = {group: _rarity(examples, group) for group in GROUPS}
        self._unknown = float(np.log(1 + len(examples)))
        self._postings = self._post(examples)

    def to(self, message: Reading) -> Vector:
        """Return the likeness of *message* to each example, (examples,)."""
        places, values = [], []
        for group, name, value in self._scaled(message):
            posting = self._postings.get((group, name))
            if posting is not None:
                places.append(posting[0])
                values.append(posting[1] * np.float32(value))
        if not places:
            return np.zeros(self._size, np.float32)
        joined, weighed = np.concatenate(places), np.concatenate(values)
        return np.bincount(joined, weighed, self._size).astype(np.float32)

    def _scaled(self, message: Reading) -> list[tuple[str, str, float]]:
        """Return each feature with its share of the length of the message."""
        scaled = []
        for group, weight in self._weights.items():
            rarity = self._rarity[group]
            raw = {
                name: count * rarity.get(name, self._unknown)
                for name, count in message.features[group].items()
            }
            length = sum(value * value for value in raw.values()) ** 0.5
            share = weight**0.5 / length if length else 0.0
            scaled += [(group, name, value * share) for name, value in raw.items()]
        return scaled

    def _post(
        self, examples: Sequence[Reading]
    ) -> dict[tuple[str, str], tuple[NDArray[np.int64], Vector]]:
        """Return for each feature which examples have it and how strongly."""
        lists: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        for number, example in enumerate(examples):
            for group, name, value in self._scaled(example):
                lists[group, name].append((number, value))
        return {
            feature: (
                np.array([place for place, _ in pairs], np.int64),
                np.array([value for _, value in pairs], np.float32),
            )
            for feature, pairs in lists.items()
        }


def _rarity(examples: Sequence[Reading], group: str) -> dict[str, float]:
    """Return how rare each feature of *group* is: the logarithm of its inverse frequency."""
    counts: dict[str, int] = defaultdict(int)
    for example in examples:
        for name in example.features[group]:
            counts[name] += 1
    return {name: float(np.log(1 + len(examples) / count)) for name, count in counts.items()}
