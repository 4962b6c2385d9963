"""From scores to probabilities that hold: how sharp the scores are is learned on other folds."""

import numpy as np
from numpy.typing import NDArray

from knowledge.ranking import fit
from knowledge.similarity import Matrix, Vector

_SHARPNESSES = np.geomspace(2, 100, 36).astype(np.float32)


def softmax(scores: NDArray[np.float32], sharpness: float) -> NDArray[np.float32]:
    """Return *scores* as shares that add up to one along the last axis."""
    high = scores * np.float32(sharpness)
    grown = np.exp(high - high.max(axis=-1, keepdims=True))
    result: NDArray[np.float32] = grown / grown.sum(axis=-1, keepdims=True)
    return result


def unseen_scores(
    kernel: Matrix, targets: Matrix, *, trust: Vector, ridge: float, folds: int
) -> Matrix:
    """Return each example's scores by a ranker that did not see it, (examples, classes)."""
    scores = np.zeros_like(targets)
    numbers = np.arange(len(targets))
    for fold in range(folds):
        out = numbers % folds == fold
        seen = ~out
        ranker = fit(kernel[np.ix_(seen, seen)], targets[seen], trust=trust[seen], ridge=ridge)
        scores[out] = kernel[np.ix_(out, seen)] @ ranker.weights
    return scores


def sharpness(scores: Matrix, labels: NDArray[np.int64], trust: Vector) -> float:
    """Return the sharpness that makes the right *labels* (examples,) likeliest."""
    places = np.arange(len(labels))

    def surprise(candidate: float) -> float:
        right = softmax(scores, candidate)[places, labels]
        return float(-(trust * np.log(right + 1e-9)).sum())

    return float(min(_SHARPNESSES, key=surprise))
