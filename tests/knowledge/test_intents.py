import numpy as np

from knowledge.intents import learn
from knowledge.rule import Intent


def test_features_that_speak_for_an_intent_make_it_likely() -> None:
    random = np.random.default_rng(3)
    labels = [number % len(Intent) for number in range(400)]
    features = np.eye(len(Intent), dtype=np.float32)[labels]
    features = features + random.normal(0, 0.1, features.shape).astype(np.float32)
    shares = learn(features, labels).shares(features)
    assert (shares.argmax(axis=1) == labels).mean() > 0.97
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-4)


def test_without_any_sign_a_question_is_expected() -> None:
    labels = [number % len(Intent) for number in range(400)]
    shares = learn(np.zeros((400, 3), np.float32), labels).shares(np.zeros((1, 3), np.float32))
    assert list(Intent)[int(shares[0].argmax())] is Intent.GUIDANCE
