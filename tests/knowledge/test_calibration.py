import numpy as np
import pytest

from knowledge.calibration import Trial, calibrated, softmax, unseen_nearest, unseen_scores
from knowledge.rule import Intent


def trial(size: int = 300) -> Trial:
    """Return a trial where a wide gap means right and a narrow one is a toss-up."""
    random = np.random.default_rng(7)
    scores = random.normal(0, 0.02, (size, 5)).astype(np.float32)
    right = random.integers(0, 5, size)
    sure = np.arange(size) % 2 == 0
    rows = np.arange(size)
    scores[rows[sure], right[sure]] += np.float32(0.8)
    scores[rows[~sure], random.integers(0, 5, size)[~sure]] += np.float32(0.05)
    wants = np.full((size, len(Intent)), 1 / len(Intent), np.float32)
    return Trial(scores, scores.max(axis=1), wants, right)


def test_shares_of_softmax_add_up_to_one() -> None:
    shares = softmax(np.array([[1.0, 2.0, 3.0]], np.float32), 5)
    assert shares.sum() == pytest.approx(1)
    assert shares.argmax() == 2


def test_probabilities_hold() -> None:
    seen = trial()
    shares = calibrated(seen).shares(seen)
    best = shares.max(axis=1)
    hit = shares.argmax(axis=1) == seen.right
    assert hit[best > 0.8].mean() > 0.9
    assert abs(best.mean() - hit.mean()) < 0.05


def test_no_other_candidate_is_above_the_best() -> None:
    seen = trial()
    shares = calibrated(seen).shares(seen)
    assert (shares.argmax(axis=1) == seen.scores.argmax(axis=1)).all()
    assert (shares.sum(axis=1) <= 1.001).all()


def test_unseen_scores_do_not_know_the_example_itself() -> None:
    kernel = np.eye(6, dtype=np.float32)
    targets = np.eye(2, dtype=np.float32)[[0, 1, 0, 1, 0, 1]]
    scores = unseen_scores(kernel, targets, trust=np.ones(6, np.float32), ridge=0.1, count=2)
    assert not scores.any()
    assert not unseen_nearest(kernel, 2).any()


def test_one_entry_alone_can_be_calibrated() -> None:
    seen = trial(40)
    alone = Trial(seen.scores[:, :1], seen.nearest, seen.wants, np.zeros(40, np.int64))
    assert calibrated(alone).shares(alone).shape == (40, 1)
