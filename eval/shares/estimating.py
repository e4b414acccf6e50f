"""Scored statements + labels by hand → corrected shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stance.errors import StanceError
from stance.eval.bootstrap import RESAMPLES, units_of
from stance.eval.predictions import Prediction
from stance.eval.shares.adjusting import adjusted_shares, confusion_by_article
from stance.eval.shares.corpus import Corpus, Floats
from stance.eval.shares.inference import prediction_powered
from stance.eval.shares.maximising import Judged, maximised_shares
from stance.eval.shares.shares import Method, Share, Shares
from stance.statements import Statement

FEWEST: Final = 30
"""A group with fewer labels by hand borrows the correction of all."""

FEW_ARTICLES: Final = 20


def estimate_shares(
    statements: Sequence[Statement],
    labelled: Mapping[str, str] | Sequence[Prediction] | None = None,
    *,
    prior: Mapping[str, float] | None = None,
    method: Method | None = None,
    weights: Mapping[str, float] | None = None,
    by: str | None = None,
    dates: Mapping[str, str] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Shares:
    """Estimate what share of the statements has each label.

    Parameters
    ----------
    statements
        As `stance.score` gives them. Nested ones are left out, so that nothing counts twice.
    labelled
        Labels by hand, by the ids of a random sample of the statements: prediction-powered inference.
        Or predictions of the same classifier with their gold, on other statements: adjusted counting
        or, on request and with their scores, expectation maximisation.
    prior
        In place of these, the proportions of labels that the scores hold for: expectation maximisation.
    method
        ``em`` in place of ``acc`` where there are predictions.
    weights
        By id, the inverse of the chance with which a labelled statement was drawn, where they differ.
    by
        Shares for each ``speaker``, ``affiliation`` or ``kind`` too, or for each ``year`` or ``month``.
    dates
        For the latter, the date of each article by its id, as ISO 8601.
    resamples, seed
        Of the bootstrap of adjusted counting and expectation maximisation.

    Raises
    ------
    StanceError
        If the statements have no scores, a label or an id is not theirs, none is labelled, no date
        tells the period, or the method does not go with what is known.
    """
    corpus = Corpus.of(statements, by, dates or {})
    parts, notes = corpus.parts()
    if (labelled is None) == (prior is None):
        raise StanceError("what corrects the shares: give labels or predictions, or else a prior")
    fit: Method = "em" if prior else "ppi" if isinstance(labelled, Mapping) else "acc"
    if method not in {None, fit} and (method, fit) != ("em", "acc"):
        raise StanceError(f"the method {method!r} does not go with what is given, but {fit!r} does")
    if isinstance(labelled, Mapping):
        shares = _powered(corpus, labelled, weights or {}, parts)
    elif labelled is None:
        shares = _maximised(corpus, _proportions(corpus, prior or {}), parts, resamples, seed)
    else:
        gold, predicted = _codes(corpus, labelled)
        if method == "em":
            judged = Judged(_scores(corpus, labelled), gold, [item.article for item in labelled])
            shares = _maximised(corpus, judged, parts, resamples, seed)
        else:
            articles = [item.article for item in labelled]
            shares = _adjusted(corpus, gold, predicted, articles, parts, resamples, seed)
    return replace(shares, notes=(*shares.notes, *notes), by=by)


def _powered(
    corpus: Corpus,
    labelled: Mapping[str, str],
    weights: Mapping[str, float],
    parts: Mapping[str, NDArray[np.bool_]],
) -> Shares:
    if not labelled:
        raise StanceError(
            "no statement is labelled by hand: nothing tells how far predictions are off"
        )
    place = {name: i for i, name in enumerate(corpus.ids)}
    if strange := [name for name in labelled if name not in place]:
        raise StanceError(
            f"{len(strange):,} labelled statements (the first: {strange[0]}) are none of those that were "
            "scored: the labels must be of a random sample of them, under the same ids"
        )
    sample = np.array([place[name] for name in labelled], dtype=np.intp)
    gold = _one_hot([_code(corpus.labels, label, name) for name, label in labelled.items()], corpus)
    known = np.array([weights.get(name, 1.0) for name in labelled])
    articles = len(np.unique(corpus.articles[sample]))
    shares: list[Share] = []
    borrowed = 0
    for name, inside in parts.items():
        own = inside[sample]
        enough = not name or own.sum() >= FEWEST
        borrowed += not enough
        if enough:
            places = np.flatnonzero(inside)
            found = prediction_powered(
                corpus.likely[places],
                gold[own],
                np.searchsorted(places, sample[own]),
                np.unique(corpus.articles[places], return_inverse=True)[1],
                weights=known[own],
            )
        else:
            found = prediction_powered(
                corpus.likely, gold, sample, corpus.articles, weights=known, among=inside
            )
        shares += _shares(corpus, name, inside, int(own.sum()), found[:3])
    notes = []
    if articles < FEW_ARTICLES:
        notes.append(f"the labels are of {articles} articles only: the intervals are too narrow")
    if borrowed:
        notes.append(
            f"{borrowed:,} groups have fewer than {FEWEST} labels by hand: theirs is the correction of all "
            "statements, which holds if the classifier errs on them as on the others"
        )
    return Shares("ppi", tuple(shares), len(sample), articles, tuple(notes))


def _adjusted(
    corpus: Corpus,
    gold: NDArray[np.intp],
    predicted: NDArray[np.intp],
    articles: list[str | None],
    parts: Mapping[str, NDArray[np.bool_]],
    resamples: int,
    seed: int,
) -> Shares:
    confusion = confusion_by_article(gold, predicted, articles, len(corpus.labels))
    shares: list[Share] = []
    for name, inside in parts.items():
        found = adjusted_shares(
            corpus.likely[inside].argmax(axis=1),
            np.unique(corpus.articles[inside], return_inverse=True)[1],
            confusion,
            resamples=resamples,
            seed=seed,
        )
        shares += _shares(corpus, name, inside, 0, found)
    notes = ["the shares are right if the classifier errs on each label here as often as there"]
    if absent := _absent(corpus, gold):
        notes.append(f"no gold is {', '.join(absent)}: that it is always found is a guess")
    if len(confusion) < FEW_ARTICLES:
        notes.append(
            f"errors are known of {len(confusion)} articles only: the intervals are too narrow"
        )
    return Shares("acc", tuple(shares), len(gold), len(confusion), tuple(notes))


def _maximised(
    corpus: Corpus,
    known: Floats | Judged,
    parts: Mapping[str, NDArray[np.bool_]],
    resamples: int,
    seed: int,
) -> Shares:
    shares: list[Share] = []
    for name, inside in parts.items():
        found = maximised_shares(
            corpus.likely[inside], corpus.articles[inside], known, resamples=resamples, seed=seed
        )
        shares += _shares(corpus, name, inside, 0, found)
    right = "the shares are right if the scores are as sure as they are right, but for "
    if not isinstance(known, Judged):
        told = ", ".join(f"{n} {p:.1%}" for n, p in zip(corpus.labels, known, strict=True))
        given = f"{right}the proportions that they hold for, given as {told}: that is not tested"
        return Shares("em", tuple(shares), 0, 0, (given,))
    articles = int(units_of(known.articles).max()) + 1
    notes = [f"{right}the proportions of the labels, and what is said within a label is alike"]
    if absent := _absent(corpus, known.gold):
        notes.append(f"no gold is {', '.join(absent)}: how often it is found falsely is a guess")
    if articles < FEW_ARTICLES:
        notes.append(f"the gold is of {articles} articles only: the intervals are too narrow")
    return Shares("em", tuple(shares), len(known.gold), articles, tuple(notes))


def _codes(
    corpus: Corpus, judged: Sequence[Prediction]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the places of gold and predicted labels."""
    if not judged:
        raise StanceError(
            "there are no predictions with their gold: nothing tells how often they err"
        )
    gold, predicted = (
        np.array(
            [_code(corpus.labels, getattr(item, which), item.id) for item in judged], dtype=np.intp
        )
        for which in ("gold", "predicted")
    )
    return gold, predicted


def _scores(corpus: Corpus, judged: Sequence[Prediction]) -> Floats:
    """Return the scores of predictions, in the order of the corpus's labels."""
    if strange := next(
        (item for item in judged if set(item.scores or ()) != {*corpus.labels}), None
    ):
        raise StanceError(
            f"{strange.id} has {'other scores' if strange.scores else 'no scores'}: expectation "
            f"maximisation takes predictions with scores for {', '.join(corpus.labels)}"
        )
    likely = np.array([[(item.scores or {})[n] for n in corpus.labels] for item in judged])
    return np.asarray(likely / likely.sum(axis=1, keepdims=True), dtype=np.float64)


def _proportions(corpus: Corpus, prior: Mapping[str, float]) -> Floats:
    """Return a prior in the order of the labels, checked."""
    if set(prior) != {*corpus.labels}:
        raise StanceError(
            f"the prior names {', '.join(prior) or 'no label'}, and the scores are for "
            f"{', '.join(corpus.labels)}: it must give each its share"
        )
    shares = np.array([prior[name] for name in corpus.labels], dtype=np.float64)
    if not (shares > 0).all() or abs(shares.sum() - 1) > 0.01:
        raise StanceError("the prior must give each label a share above 0, and sum to 1")
    return np.asarray(shares / shares.sum())


def _absent(corpus: Corpus, gold: NDArray[np.intp]) -> list[str]:
    return [label for i, label in enumerate(corpus.labels) if not (gold == i).any()]


def _shares(
    corpus: Corpus,
    group: str,
    inside: NDArray[np.bool_],
    labelled: int,
    found: Sequence[Floats],
) -> list[Share]:
    chosen = corpus.likely[inside].argmax(axis=1)
    naive = np.bincount(chosen, minlength=len(corpus.labels)) / len(chosen)
    return [
        Share(
            group,
            label,
            len(chosen),
            labelled,
            float(naive[k]),
            *(float(of[k]) for of in found),
        )
        for k, label in enumerate(corpus.labels)
    ]


def _one_hot(codes: Sequence[int], corpus: Corpus) -> Floats:
    return np.eye(len(corpus.labels))[codes]


def _code(labels: Sequence[str], label: str, name: str) -> int:
    if label not in labels:
        raise StanceError(f"{name}: {label!r} is not a label; there are {', '.join(labels)}")
    return list(labels).index(label)
