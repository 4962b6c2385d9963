"""A linear ranker over likenesses: kernel ridge regression, one column a class."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.similarity import Matrix, Vector

_ROUNDS = 5  # of conjugate gradients; more made the ranking no better
_ROWS = 256
_SQUARE = np.float32(2.0)  # how much pairs of features count beside single ones


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights that turn likenesses to examples into a score for each class."""

    weights: Matrix  # (examples, classes)

    def scores(self, near: Matrix) -> Matrix:
        """Return a score for each class for bent likenesses (messages, examples)."""
        if len(near) > 1:
            many: Matrix = near @ self.weights
            return many
        # One message is too little work for threads: waiting for them took 8 ms on a busy machine.
        one: Matrix = np.einsum("j,jk->k", near[0], self.weights)[None]
        return one


def bent(likeness: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return *likeness* with its square, so that features that come together count."""
    result: NDArray[np.float32] = _SQUARE * likeness
    result += 1
    result *= likeness
    return result


def bend(kernel: Matrix) -> Matrix:
    """Return *kernel* itself, bent a few rows at a time: a second one would take 200 MB."""
    for start in range(0, len(kernel), _ROWS):
        kernel[start : start + _ROWS] = bent(kernel[start : start + _ROWS])
    return kernel


def straight(near: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the likeness that was bent to *near*."""
    result: NDArray[np.float32] = (np.sqrt(1 + 4 * _SQUARE * near) - 1) / (2 * _SQUARE)
    return result


def fit(kernel: Matrix, targets: Matrix, *, trust: Vector, ridge: float) -> Ranker:
    """Return the ranker that gives *targets* (examples, classes) for the bent *kernel*.

    *trust* (examples,) says how closely each example must be met.
    """
    slack = (np.float32(ridge) / trust)[:, None]
    weights = np.zeros_like(targets)
    rest = targets / slack
    # Conjugate gradients for (I + kernel/slack) w = targets/slack in the inner product of slack.
    ahead = rest.copy()
    before = _inner(rest, rest, slack=slack)
    for _ in range(_ROUNDS):
        moved = ahead + (kernel @ ahead) / slack
        step = before / np.maximum(_inner(ahead, moved, slack=slack), np.float32(1e-12))
        weights += step * ahead
        rest -= step * moved
        after = _inner(rest, rest, slack=slack)
        ahead = rest + after / np.maximum(before, np.float32(1e-12)) * ahead
        before = after
    return Ranker(weights)


def _inner(one: Matrix, two: Matrix, *, slack: Matrix) -> Vector:
    """Return the inner product of each pair of columns, weighed by *slack*."""
    result: Vector = np.einsum("ij,ij->j", one * slack, two)
    return result


def balanced(labels: Sequence[int], classes: int, *, power: float) -> Vector:
    """Return for each label how much an example of it counts, rare ones more, (labels,).

    With *power* 1 every class counts as much as any other, with 0 every example.
    """
    counts = np.bincount(np.asarray(labels), minlength=classes)
    share = (len(labels) / classes / np.maximum(counts, 1)) ** power
    result: Vector = np.clip(share[np.asarray(labels)], 0.1, 20.0).astype(np.float32)
    return result
