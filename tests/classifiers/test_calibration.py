from __future__ import annotations

import numpy as np
import pytest
from scipy.special import softmax

from stance.classifiers.calibration import calibration_error, fit_temperature


@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
def test_the_temperature_that_made_the_data_is_found(temperature: float) -> None:
    chance = np.random.default_rng(0)
    logits = chance.normal(scale=3, size=(20_000, 3))
    shares = softmax(logits / temperature, axis=1)
    targets = (chance.random((20_000, 1)) < shares.cumsum(axis=1)).argmax(axis=1)
    assert fit_temperature(logits, targets) == pytest.approx(temperature, rel=0.05)


def test_nothing_to_learn_from_leaves_the_probabilities_alone() -> None:
    assert fit_temperature(np.zeros((0, 3)), np.zeros(0, dtype=np.intp)) == 1
    assert fit_temperature(np.zeros((5, 3)), np.zeros(5, dtype=np.intp)) == 1


@pytest.mark.parametrize("items", [30, 300])
def test_a_classifier_that_never_erred_is_not_certain(items: int) -> None:
    targets = np.arange(items) % 3
    logits = np.eye(3)[targets] * 10
    sureness = softmax(logits / fit_temperature(logits, targets), axis=1).max()
    assert 1 - 3 / items < sureness < 1 - 1 / items


def test_a_calibrated_classifier_has_no_error_and_a_boaster_has() -> None:
    gold = np.array([0, 0, 0, 1])
    assert calibration_error(np.tile([0.75, 0.25], (4, 1)), gold) == pytest.approx(0)
    assert calibration_error(np.tile([1.0, 0.0], (4, 1)), gold) == pytest.approx(0.25)
