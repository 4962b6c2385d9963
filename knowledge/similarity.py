"""How alike a message is to each of many examples, by what they have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.features import GROUPS, Reading

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]

_COMMON = 160  # a feature that so many examples share is compared by matrices


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
        self._shelves = [_shelf(examples, group, weights[group]) for group in GROUPS]

    def to(self, message: Reading) -> Vector:
        """Return the likeness of *message* to each example, (examples,)."""
        places, values = [], []
        for shelf in self._shelves:
            for posting, value in shelf.found(message):
                places.append(posting.places)
                values.append(posting.values * np.float32(value))
        if not places:
            return np.zeros(self._size, np.float32)
        joined, weighed = np.concatenate(places), np.concatenate(values)
        return np.bincount(joined, weighed, self._size).astype(np.float32)

    def among(self) -> Matrix:
        """Return the likeness of every example to every other, (examples, examples)."""
        shared = [each for each in self._postings() if len(each.places) > 1]
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
        places = np.concatenate([each.places for each in self._postings()])
        values = np.concatenate([each.values for each in self._postings()])
        return np.bincount(places, values * values, self._size).astype(np.float32)

    def _postings(self) -> list[Posting]:
        """Return what all features of all groups are found in."""
        return [each for shelf in self._shelves for each in shelf.postings.values()]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One group of features: how rare each is, and which examples have it."""

    group: str
    weight: float
    unknown: float
    rarity: Mapping[str, float]
    postings: Mapping[str, Posting]

    def found(self, message: Reading) -> list[tuple[Posting, float]]:
        """Return the examples for each feature of *message*, with its share of the message."""
        raw = [
            (name, count * self.rarity.get(name, self.unknown))
            for name, count in message.features[self.group].items()
        ]
        length = sum([value * value for _, value in raw]) ** 0.5
        share = self.weight**0.5 / length if length else 0.0
        known = self.postings
        return [(known[name], value * share) for name, value in raw if name in known]


def _shelf(examples: Sequence[Reading], group: str, weight: float) -> _Shelf:
    """Return the shelf of *group*, which counts *weight* in every likeness."""
    given = [example.features[group] for example in examples]
    numbers: dict[str, int] = {}
    columns = np.array(
        [numbers.setdefault(name, len(numbers)) for each in given for name in each], np.int64
    )
    counts = np.array([count for each in given for count in each.values()], np.float32)
    places = np.repeat(np.arange(len(given)), [len(each) for each in given])
    spread = np.bincount(columns, minlength=len(numbers))
    rarity = np.log(1 + len(given) / np.maximum(spread, 1)).astype(np.float32)
    raw = counts * rarity[columns]
    lengths = np.sqrt(np.bincount(places, raw * raw, len(given)))
    values = (raw / lengths[places] * weight**0.5).astype(np.float32)
    order = np.argsort(columns, kind="stable")
    places, values = places[order], values[order]
    ends = np.cumsum(spread).tolist()
    starts = [0, *ends[:-1]]
    postings = {
        name: Posting(places[starts[at] : ends[at]], values[starts[at] : ends[at]])
        for name, at in numbers.items()
    }
    rarities = dict(zip(numbers, rarity.tolist(), strict=True))
    return _Shelf(group, weight, float(np.log(1 + len(given))), rarities, postings)
