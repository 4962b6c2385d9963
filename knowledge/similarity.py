"""How alike a message is to each of many examples, by what they have in common."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.features import GROUPS, Reading

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]
Feature = tuple[str, str]

_COMMON = 40  # a feature that so many examples share is compared by matrices


@dataclass(frozen=True, slots=True)
class Posting:
    """The examples that have a feature, and how strongly each has it."""

    places: NDArray[np.int64]
    values: Vector


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
        for feature, value in self._scaled(message):
            posting = self._postings.get(feature)
            if posting is not None:
                places.append(posting.places)
                values.append(posting.values * np.float32(value))
        if not places:
            return np.zeros(self._size, np.float32)
        joined, weighed = np.concatenate(places), np.concatenate(values)
        return np.bincount(joined, weighed, self._size).astype(np.float32)

    def among(self) -> Matrix:
        """Return the likeness of every example to every other, (examples, examples)."""
        shared = [each for each in self._postings.values() if len(each.places) > 1]
        common = [each for each in shared if len(each.places) > _COMMON]
        wide = np.zeros((self._size, len(common)), np.float32)
        for column, posting in enumerate(common):
            wide[posting.places, column] = posting.values
        kernel: Matrix = wide @ wide.T
        flat = kernel.reshape(-1)
        for posting in shared:
            if len(posting.places) <= _COMMON:
                cells = np.add.outer(posting.places * self._size, posting.places)
                flat[cells] += np.multiply.outer(posting.values, posting.values)
        kernel[np.diag_indices(self._size)] = self._lengths()
        return kernel

    def _lengths(self) -> Vector:
        """Return the likeness of each example to itself, (examples,)."""
        places = np.concatenate([each.places for each in self._postings.values()])
        values = np.concatenate([each.values for each in self._postings.values()])
        return np.bincount(places, values * values, self._size).astype(np.float32)

    def _scaled(self, message: Reading) -> list[tuple[Feature, float]]:
        """Return each feature with its share of the length of the message."""
        scaled: list[tuple[Feature, float]] = []
        for group, weight in self._weights.items():
            rarity, unknown = self._rarity[group], self._unknown
            raw = [
                (name, count * rarity.get(name, unknown))
                for name, count in message.features[group].items()
            ]
            length = sum([value * value for _, value in raw]) ** 0.5
            share = weight**0.5 / length if length else 0.0
            scaled += [((group, name), value * share) for name, value in raw]
        return scaled

    def _post(self, examples: Sequence[Reading]) -> dict[Feature, Posting]:
        """Return for each feature which examples have it and how strongly."""
        numbers: dict[Feature, int] = {}
        features, values, sizes = [], [], []
        for example in examples:
            scaled = self._scaled(example)
            features += [numbers.setdefault(feature, len(numbers)) for feature, _ in scaled]
            values += [value for _, value in scaled]
            sizes.append(len(scaled))
        order = np.argsort(np.array(features, np.int64), kind="stable")
        places = np.repeat(np.arange(len(examples)), sizes)[order]
        strengths = np.array(values, np.float32)[order]
        ends = np.cumsum(np.bincount(np.array(features, np.int64), minlength=len(numbers))).tolist()
        starts = [0, *ends[:-1]]
        return {
            feature: Posting(places[starts[at] : ends[at]], strengths[starts[at] : ends[at]])
            for feature, at in numbers.items()
        }


def _rarity(examples: Sequence[Reading], group: str) -> dict[str, float]:
    """Return how rare each feature of *group* is: the logarithm of its inverse frequency."""
    counts: dict[str, int] = defaultdict(int)
    for example in examples:
        for name in example.features[group]:
            counts[name] += 1
    return {name: float(np.log(1 + len(examples) / count)) for name, count in counts.items()}
