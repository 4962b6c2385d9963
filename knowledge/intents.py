"""What a message wants: scores of likeness and the manner of speaking, made probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.calibration import softmax
from knowledge.rule import Intent
from knowledge.similarity import Matrix, Vector

# How often each intent is expected among the messages of a working day.
_EXPECTED = {
    Intent.GUIDANCE: 0.6,
    Intent.PROCEDURE: 0.09,
    Intent.TIP: 0.1,
    Intent.STATUS: 0.015,
    Intent.SUBSCRIBE: 0.015,
    Intent.HUMAN: 0.02,
    Intent.SMALLTALK: 0.04,
    Intent.OUT_OF_SCOPE: 0.12,
}
_STEPS = 60
_MOMENTUM = 0.8
_DECAY = 1e-4


@dataclass(frozen=True, slots=True)
class IntentModel:
    """A logistic regression over scores and signs."""

    weights: Matrix  # (features, intents)
    centre: Vector
    spread: Vector

    def shares(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability of each intent."""
        known = (features - self.centre) / self.spread
        ones = np.ones((*known.shape[:-1], 1), np.float32)
        return softmax(np.concatenate([known, ones], axis=-1) @ self.weights, 1.0)


def learn(features: Matrix, labels: Sequence[int]) -> IntentModel:
    """Return the model that gives *labels* for *features* (examples, features) best."""
    centre, spread = features.mean(axis=0), features.std(axis=0) + np.float32(1e-3)
    known = np.hstack([(features - centre) / spread, np.ones((len(features), 1), np.float32)])
    right = np.eye(len(Intent), dtype=np.float32)[np.asarray(labels)]
    worth = _worth(right)
    # Steps are scaled by a bound on the curvature (Boehning 1992), so that few are enough.
    bound = known.T @ (known * worth) / 2 + _DECAY * np.eye(known.shape[1], dtype=np.float32)
    stride = np.linalg.inv(bound).astype(np.float32)
    weights = np.zeros((known.shape[1], len(Intent)), np.float32)
    speed = np.zeros_like(weights)
    for _ in range(_STEPS):
        wrong = (softmax(known @ weights, 1.0) - right) * worth
        speed = _MOMENTUM * speed - stride @ (known.T @ wrong + _DECAY * weights)
        weights = weights + speed
    return IntentModel(weights, centre, spread)


def _worth(right: Matrix) -> Matrix:
    """Return how much each example counts, so that intents come as often as expected."""
    expected = np.array([_EXPECTED[each] for each in Intent], np.float32)
    counts = np.maximum(right.sum(axis=0), 1)
    result: Matrix = (right @ (expected / counts))[:, None].astype(np.float32)
    return result
