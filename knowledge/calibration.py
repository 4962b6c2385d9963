"""From scores to probabilities that hold, learned on messages that the rankers did not see."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.ranking import fit
from knowledge.rule import Intent
from knowledge.similarity import Matrix, Vector

_SHARPNESSES = np.geomspace(4, 60, 20).astype(np.float32)
_STEPS = 600
_PACE = 0.5
_DECAY = 0.01
_TINY = 1e-4
_UNHEARD = 1e-6


@dataclass(frozen=True, slots=True)
class Trial:
    """What came out for messages that were not learned from.

    *scores* (messages, entries), *nearest* the likeness of the best example (messages,), *wants*
    the shares of intents (messages, intents), *right* the column that was right or -1 (messages,).
    """

    scores: Matrix
    nearest: Vector
    wants: Matrix
    right: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sharp scores are, and how likely the best candidate is the right one."""

    sharpness: float
    weights: Vector  # (clues + 1,)
    centre: Vector
    spread: Vector

    def shares(self, trial: Trial) -> Matrix:
        """Return the probability of every entry, (messages, entries); they add up to one or less.

        What the best candidate does not have is shared by the others, none above the best.
        """
        shares = softmax(trial.scores, self.sharpness)
        known = (_clues(trial) - self.centre) / self.spread
        sure = _logistic(known @ self.weights[:-1] + self.weights[-1])
        rows, best = np.arange(len(shares)), shares.argmax(axis=1)
        shares[rows, best] = 0
        rest = shares / np.maximum(shares.sum(axis=1), np.float32(_TINY))[:, None]
        shares = np.minimum(rest * (1 - sure)[:, None], sure[:, None] * np.float32(1 - _TINY))
        shares[rows, best] = sure
        result: Matrix = shares.astype(np.float32)
        return result


NO_CONFIDENCE = Confidence(
    1.0, np.zeros(6, np.float32), np.zeros(5, np.float32), np.ones(5, np.float32)
)


def softmax(scores: NDArray[np.float32], sharpness: float) -> NDArray[np.float32]:
    """Return *scores* as shares that add up to one along the last axis."""
    high = scores * np.float32(sharpness)
    grown = np.exp(high - high.max(axis=-1, keepdims=True))
    result: NDArray[np.float32] = grown / grown.sum(axis=-1, keepdims=True)
    return result


def calibrated(trial: Trial) -> Confidence:
    """Return the confidence that fits the outcome of *trial*."""
    sharp = _sharpness(trial)
    clues = _clues(trial)
    centre, spread = clues.mean(axis=0), clues.std(axis=0) + np.float32(1e-3)
    known = np.hstack([(clues - centre) / spread, np.ones((len(clues), 1), np.float32)])
    hit = (trial.scores.argmax(axis=1) == trial.right).astype(np.float32)
    weights = np.zeros(known.shape[1], np.float32)
    for _ in range(_STEPS):
        wrong = _logistic(known @ weights) - hit
        weights -= _PACE * (known.T @ wrong / len(known) + _DECAY * weights)
    return Confidence(sharp, weights.astype(np.float32), centre, spread)


def folds(size: int, count: int) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Yield which rows are left out and which are seen, *count* times."""
    numbers = np.arange(size) % count
    for fold in range(count):
        yield numbers == fold, numbers != fold


def unseen_scores(
    kernel: Matrix, targets: Matrix, *, trust: Vector, ridge: float, count: int
) -> Matrix:
    """Return each example's scores by a ranker that did not see it, (examples, classes)."""
    scores = np.zeros_like(targets)
    for out, seen in folds(len(targets), count):
        # To trust the others next to nothing spares a copy of half of a large kernel.
        heard = np.where(seen, trust, np.float32(_UNHEARD))
        ranker = fit(kernel, targets * seen[:, None], trust=heard, ridge=ridge)
        scores[out] = (kernel @ (ranker.weights * seen[:, None]))[out]
    return scores


def unseen_nearest(kernel: Matrix, count: int) -> Vector:
    """Return how near the nearest example of the other folds is, (examples,)."""
    nearest = np.zeros(len(kernel), np.float32)
    for out, seen in folds(len(kernel), count):
        nearest[out] = kernel[np.ix_(out, seen)].max(axis=1)
    return nearest


def _clues(trial: Trial) -> Matrix:
    """Return what tells how sure the best candidate is, (messages, clues)."""
    high = np.sort(np.pad(trial.scores, ((0, 0), (1, 0)), constant_values=-1), axis=1)
    order = list(Intent)
    asks = trial.wants[:, [order.index(Intent.GUIDANCE), order.index(Intent.PROCEDURE)]].sum(axis=1)
    gap = high[:, -1] - high[:, -2]
    columns = (high[:, -1], gap, np.sqrt(gap), trial.nearest, np.log(asks + np.float32(_TINY)))
    result: Matrix = np.stack(columns, axis=1).astype(np.float32)
    return result


def _sharpness(trial: Trial) -> float:
    """Return the sharpness that makes the right entries likeliest."""
    asked = trial.right >= 0
    scores, right = trial.scores[asked], trial.right[asked]

    def surprise(candidate: float) -> float:
        """Return how unexpected the right entries are."""
        shares = softmax(scores, candidate)
        return float(-np.log(shares[np.arange(len(right)), right] + 1e-9).sum())

    return float(min(_SHARPNESSES, key=surprise))


def _logistic(values: Vector) -> Vector:
    """Return *values* squeezed between 0 and 1."""
    result: Vector = (1 / (1 + np.exp(-np.clip(values, -30, 30)))).astype(np.float32)
    return result
