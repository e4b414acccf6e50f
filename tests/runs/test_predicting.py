from __future__ import annotations

import numpy as np
import pytest

from stance.codebook import Codebook, load_codebook
from stance.runs.predicting import reweight, to_scores

POSTURE = load_codebook("posture")
TWO = Codebook.of_labels(["no", "yes"])


def test_acts_sum_to_the_label_they_roll_up_to() -> None:
    acts = np.random.default_rng(0).dirichlet(np.ones(len(POSTURE.acts)), size=4)
    scores = to_scores(acts, POSTURE, target="act", fitted={}, prior=None)
    assert scores.acts is not None
    np.testing.assert_array_equal(scores.acts, acts)
    for k, label in enumerate(POSTURE.label_names):
        own = [i for i, act in enumerate(POSTURE.acts) if act.label == label]
        np.testing.assert_allclose(scores.labels[:, k], acts[:, own].sum(axis=1))


def test_labels_have_no_acts() -> None:
    scores = to_scores(np.array([[0.3, 0.7]]), TWO, target="label", fitted={}, prior=None)
    assert scores.acts is None
    assert scores.labels.tolist() == [[0.3, 0.7]]


def test_the_prior_of_the_data_changes_nothing() -> None:
    before = np.array([[0.3, 0.7], [1.0, 0.0]])
    after = reweight(before, ["no", "yes"], [25, 75], {"no": 0.25, "yes": 0.75})
    np.testing.assert_allclose(after, before)


def test_another_prior_re_weights_by_new_over_old() -> None:
    after = reweight(np.array([[0.5, 0.5]]), ["no", "yes"], [50, 50], {"no": 0.9, "yes": 0.1})
    np.testing.assert_allclose(after, [[0.9, 0.1]])


def test_re_weighting_recovers_the_proportions_of_a_shifted_population() -> None:
    # Scores x of two normal populations; probabilities fitted where both are equally frequent.
    chance = np.random.default_rng(0)
    yes = chance.random(50_000) < 0.1
    x = chance.normal(np.where(yes, 1.0, -1.0))
    balanced = 1 / (1 + np.exp(-2 * x))
    after = reweight(
        np.stack([1 - balanced, balanced], axis=1), ["no", "yes"], [1, 1], {"no": 0.9, "yes": 0.1}
    )
    assert balanced.mean() > 0.2
    assert after[:, 1].mean() == pytest.approx(0.1, abs=0.01)


def test_acts_of_one_label_keep_their_proportions() -> None:
    fitted = dict.fromkeys(POSTURE.act_names, 10) | {"inform": 30}
    prior = {"conciliatory": 0.15, "neutral": 0.75, "threatening": 0.1}
    before = np.full((1, len(POSTURE.acts)), 1 / len(POSTURE.acts))
    scores = to_scores(before, POSTURE, target="act", fitted=fitted, prior=prior)
    assert scores.acts is not None
    assert len({round(float(p), 9) for p in scores.acts[0]}) == 3
    assert scores.labels.sum() == pytest.approx(1)
    assert scores.labels[0, 1] > 0.5


def test_a_label_without_training_rows_stays_impossible() -> None:
    after = reweight(np.array([[1.0, 0.0]]), ["no", "yes"], [9, 0], {"no": 0.5, "yes": 0.5})
    assert after.tolist() == [[1.0, 0.0]]


def test_a_prior_that_rules_everything_out_speaks_alone() -> None:
    after = reweight(
        np.array([[1.0, 0.0, 0.0]]), ["a", "b", "c"], [1, 1, 1], {"a": 0, "b": 0.5, "c": 0.5}
    )
    assert after.tolist() == [[0, 0.5, 0.5]]
