from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.special import softmax

from stance.classifiers.calibration import calibration_error, fit_calibrator, fit_temperature
from stance.classifiers.calibrators import Temperature, calibrator_of
from stance.classifiers.parameters import Calibration


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


def _too_sure(items: int = 4000, *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Logits of a classifier that is three times as sure as it should be, and leans to one class."""
    chance = np.random.default_rng(seed)
    logits = chance.normal(size=(items, 3))
    shares = softmax(logits, axis=1)
    targets = (chance.random((items, 1)) > shares.cumsum(axis=1)).sum(axis=1)
    return 3 * logits + [1.0, 0.0, 0.0], targets


@pytest.mark.parametrize("method", ["temperature", "sigmoid", "isotonic"])
def test_each_way_makes_a_classifier_as_sure_as_it_is_right(method: Calibration) -> None:
    logits, targets = _too_sure()
    fitted = fit_calibrator(method, logits, targets)
    others, gold = _too_sure(seed=1)
    likely = fitted.calibrator(others)
    np.testing.assert_allclose(likely.sum(axis=1), 1)
    assert fitted.before > 0.15
    after = calibration_error(likely, gold)
    assert after < fitted.before / 4
    assert fitted.after == pytest.approx(after, abs=0.02)


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_curves_do_more_than_a_temperature_where_it_leans(method: Calibration) -> None:
    logits, targets = _too_sure()

    def classwise(likely: np.ndarray) -> float:
        return float(np.abs(likely.mean(axis=0) - np.bincount(targets) / len(targets)).max())

    curves, one = (
        fit_calibrator(name, logits, targets).calibrator for name in (method, "temperature")
    )  # type: ignore[arg-type]
    assert classwise(curves(logits)) < classwise(one(logits)) / 3


@pytest.mark.parametrize("method", ["temperature", "sigmoid", "isotonic"])
def test_what_is_written_is_what_is_read(method: Calibration) -> None:
    logits, targets = _too_sure(300)
    calibrator = fit_calibrator(method, logits, targets).calibrator
    record = json.loads(json.dumps({"targets": ["a"], **calibrator.to_record()}))
    assert calibrator.method == method
    np.testing.assert_array_equal(calibrator_of(record)(logits), calibrator(logits))


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_curves_keep_the_order_of_each_class_and_are_never_certain(method: Calibration) -> None:
    _, targets = _too_sure(200)
    right = 50 * np.eye(3)[targets]
    likely = fit_calibrator(method, right, targets).calibrator(right)
    assert likely.max() < 1
    assert (likely.argmax(axis=1) == targets).all()
    # An odd classifier, which is always wrong, is not turned around.
    wrong = fit_calibrator(method, -right, targets).calibrator(-right)
    assert np.isfinite(wrong).all()


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_a_class_that_calibrates_nothing_leaves_it_to_a_temperature(method: Calibration) -> None:
    logits, targets = _too_sure(50)
    assert isinstance(fit_calibrator(method, logits, targets * 0).calibrator, Temperature)


def test_none_leaves_the_probabilities_alone() -> None:
    logits, targets = _too_sure(50)
    fitted = fit_calibrator("none", logits, targets)
    np.testing.assert_array_equal(fitted.calibrator(logits), softmax(logits, axis=1))
    assert np.isnan(fitted.before)


def test_a_record_without_a_calibrator_is_refused() -> None:
    with pytest.raises(KeyError):
        calibrator_of({"targets": ["a"]})
