from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from stance.errors import StanceError
from stance.eval import Prediction, estimate_shares
from stance.eval.shares import maximised_shares
from stance.eval.shares.maximising import Judged, implied_prior, maximise
from stance.statements import Span, Statement

LABELS = ("no", "perhaps", "yes")
PRIOR = np.array([0.2, 0.65, 0.15])


def drawn(shares: list[float], n: int, *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Draw gold and the true probabilities, for the proportions of `PRIOR`."""
    chance = np.random.default_rng(seed)
    gold = chance.choice(3, size=n, p=shares)
    seen = chance.normal(size=(n, 3))
    seen[np.arange(n), gold] += 2
    likely = np.exp(2 * seen) * PRIOR
    return gold, likely / likely.sum(axis=1, keepdims=True)


def by_loops(likely: np.ndarray, prior: list[float]) -> list[float]:
    """Do as the paper says, equations 2.7 to 2.9, one statement after the other."""
    rows = [[max(p, 5e-5) for p in row] for row in likely.tolist()]
    shares = list(prior)
    for _ in range(2000):
        sums = [0.0] * len(shares)
        for row in rows:
            weighted = [p * new / old for p, new, old in zip(row, shares, prior, strict=True)]
            for k, value in enumerate(weighted):
                sums[k] += value / sum(weighted)
        before, shares = shares, [value / len(rows) for value in sums]
        if max(abs(a - b) for a, b in zip(before, shares, strict=True)) < 1e-13:
            break
    return shares


@settings(max_examples=20)
@given(st.integers(2, 5), st.integers(1, 25), st.integers(0, 999))
def test_it_is_what_plain_loops_give(labels: int, n: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    likely, prior = (
        chance.dirichlet(np.ones(labels), size=n),
        chance.dirichlet(np.full(labels, 5.0)),
    )
    found, _, _ = maximised_shares(likely, np.zeros(n, dtype=int), prior, resamples=20)
    assert found.tolist() == pytest.approx(by_loops(likely, prior.tolist()), abs=1e-9)
    assert found.sum() == pytest.approx(1)


def test_shares_that_shift_are_found_again() -> None:
    gold, likely = drawn([0.1, 0.5, 0.4], 3000)
    truth = np.bincount(gold) / 3000
    naive = np.bincount(likely.argmax(axis=1)) / 3000
    assert np.abs(naive - truth).max() > 0.07
    value, low, high = maximised_shares(likely, np.arange(3000) // 10, PRIOR, resamples=200)
    np.testing.assert_allclose(value, truth, atol=0.015)
    assert (low < truth).all()
    assert (truth < high).all()


def test_where_nothing_has_shifted_the_mean_probability_stays() -> None:
    _, likely = drawn(PRIOR.tolist(), 4000)
    found = maximise(likely, likely.mean(axis=0), np.ones((1, 4000)))[0]
    np.testing.assert_allclose(found, likely.mean(axis=0), atol=1e-5)


def test_the_prior_is_learnt_from_gold_of_other_proportions() -> None:
    gold, likely = drawn([0.4, 0.3, 0.3], 6000, seed=1)
    found = implied_prior(likely, gold, np.ones((1, 6000)))[0]
    np.testing.assert_allclose(found, PRIOR, atol=0.03)


def test_the_prior_is_the_intercepts_of_a_regression() -> None:
    gold, likely = drawn([0.4, 0.3, 0.3], 300, seed=2)
    likely = np.maximum(likely, 5e-5)
    # Half an item more of each label: counts of gold are fitted, the probabilities are not changed.
    counts = np.bincount(gold, minlength=3) + 0.5
    frequent = counts / counts.sum()

    def loss(free: np.ndarray) -> float:
        bias = np.array([*free, 0.0])
        return float(np.log((likely * np.exp(bias)).sum(axis=1)).mean() - frequent @ bias)

    bias = np.array([*minimize(loss, np.zeros(2), tol=1e-14).x, 0.0])
    prior = frequent / np.exp(bias)
    found = implied_prior(likely, gold, np.ones((1, 300)))[0]
    np.testing.assert_allclose(found, prior / prior.sum(), atol=1e-6)


def test_what_is_not_known_of_the_prior_is_in_the_interval() -> None:
    gold, judged = drawn([0.4, 0.3, 0.3], 200, seed=3)
    _, likely = drawn([0.1, 0.5, 0.4], 3000)
    articles = np.arange(3000) // 10
    known = Judged(judged, gold, [f"a{i // 4}" for i in range(200)])
    given_, learnt = (
        maximised_shares(likely, articles, prior, resamples=200) for prior in (PRIOR, known)
    )
    assert (learnt[2] - learnt[1] > 1.3 * (given_[2] - given_[1])).all()


def test_few_articles_here_and_many_there() -> None:
    """A resample may hold none of the one; it does no harm."""
    gold, judged = drawn([0.4, 0.3, 0.3], 240)
    known = Judged(judged, gold, [f"a{i // 4}" for i in range(240)])
    _, likely = drawn([0.1, 0.5, 0.4], 40, seed=4)
    value, low, high = maximised_shares(likely, np.arange(40) // 8, known, resamples=1000)
    assert (low <= value).all()
    assert (value <= high).all()


def scored(n: int = 200) -> list[Statement]:
    _, likely = drawn([0.1, 0.5, 0.4], n)
    return [
        Statement(
            id=str(i), article=f"a{i // 4}", text="no", kind="direct", content=(Span("no", 0, 2),),
            label=LABELS[row.argmax()], scores=dict(zip(LABELS, row.round(4).tolist(), strict=True)), run="r",
        )
        for i, row in enumerate(likely)
    ]  # fmt: skip


def judged(n: int = 120, **scores: float) -> list[Prediction]:
    gold, likely = drawn([0.4, 0.3, 0.3], n, seed=5)
    return [
        Prediction(
            str(i), LABELS[g], LABELS[row.argmax()],
            scores or dict(zip(LABELS, row.tolist(), strict=True)), f"b{i // 3}",
        )
        for i, (g, row) in enumerate(zip(gold, likely, strict=True))
    ]  # fmt: skip


def test_it_is_asked_for_by_name_or_by_a_prior() -> None:
    prior = dict(zip(LABELS, PRIOR.tolist(), strict=True))
    given_ = estimate_shares(scored(), prior=prior, resamples=50)
    assert (given_.method, given_.labelled) == ("em", 0)
    assert "with 0 statements" not in given_.sentences()[-1]
    assert "no 20.0%, perhaps 65.0%, yes 15.0%" in given_.notes[0]
    learnt = estimate_shares(scored(), judged(), method="em", resamples=50)
    assert (learnt.method, learnt.labelled, learnt.articles) == ("em", 120, 40)
    assert sum(each.share for each in learnt.shares) == pytest.approx(1)
    assert estimate_shares(scored(), judged(), resamples=50).method == "acc"
    lacking = [item for item in judged() if item.gold != "yes"]
    assert any(
        "no gold is yes" in note
        for note in estimate_shares(scored(), lacking, method="em", resamples=50).notes
    )


def test_what_does_not_go_together_is_told() -> None:
    with pytest.raises(StanceError, match="labels or predictions, or else a prior"):
        estimate_shares(scored())
    with pytest.raises(StanceError, match="'em' does not go with what is given, but 'ppi' does"):
        estimate_shares(scored(), {"1": "yes"}, method="em")
    with pytest.raises(StanceError, match=r"the prior names no, .* must give each its share"):
        estimate_shares(scored(), prior={"no": 1.0})
    with pytest.raises(StanceError, match="a share above 0, and sum to 1"):
        estimate_shares(scored(), prior={"no": 0.5, "perhaps": 0.5, "yes": 0.0})
    with pytest.raises(StanceError, match=r"0 has other scores: .* scores for no, perhaps, yes"):
        estimate_shares(scored(), judged(up=1.0), method="em")
    bare = [item._replace(scores=None) for item in judged()]
    with pytest.raises(StanceError, match="0 has no scores"):
        estimate_shares(scored(), bare, method="em")
