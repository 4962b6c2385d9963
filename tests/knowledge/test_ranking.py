import numpy as np
import pytest

from knowledge.ranking import balanced, bend, bent, fit, straight


def test_the_ranker_gives_an_example_the_class_it_has() -> None:
    kernel = bent(np.eye(4, dtype=np.float32) + np.float32(0.1))
    targets = np.eye(2, dtype=np.float32)[[0, 0, 1, 1]]
    ranker = fit(kernel, targets, trust=np.ones(4, np.float32), ridge=0.1)
    assert ranker.scores(kernel).argmax(axis=1).tolist() == [0, 0, 1, 1]


def test_one_message_and_many_get_the_same_scores() -> None:
    near = np.random.default_rng(1).random((3, 5)).astype(np.float32)
    weights = np.random.default_rng(2).random((5, 4)).astype(np.float32)
    kernel = near.T @ near
    ranker = fit(kernel, weights, trust=np.ones(5, np.float32), ridge=1.0)
    assert np.allclose(ranker.scores(near)[:1], ranker.scores(near[:1]), atol=1e-4)


def test_little_trust_is_followed_less() -> None:
    kernel = np.ones((2, 2), np.float32) + np.eye(2, dtype=np.float32) * np.float32(0.1)
    targets = np.eye(2, dtype=np.float32)
    trust = np.array([1, 0.1], np.float32)
    scores = fit(kernel, targets, trust=trust, ridge=0.5).scores(kernel)
    assert scores[0, 0] > scores[1, 1]


def test_rare_classes_are_lifted() -> None:
    full = balanced([0, 0, 0, 1], 2, power=1)
    assert full[3] == pytest.approx(3 * full[0])
    assert balanced([0, 0, 0, 1], 2, power=0).tolist() == [1, 1, 1, 1]


def test_a_kernel_is_bent_in_its_place() -> None:
    kernel = np.linspace(0, 1, 600 * 2, dtype=np.float32).reshape(600, 2)
    alone = bent(kernel)
    assert bend(kernel) is kernel
    assert np.allclose(kernel, alone)


def test_what_was_bent_can_be_made_straight() -> None:
    likeness = np.array([0, 0.25, 1], np.float32)
    assert np.allclose(straight(bent(likeness)), likeness, atol=1e-6)
