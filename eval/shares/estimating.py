"""Scored statements + labels by hand → corrected shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from stance.errors import StanceError
from stance.eval.bootstrap import RESAMPLES, units_of
from stance.eval.predictions import Prediction
from stance.eval.shares.adjusting import adjusted_shares, confusion_by_article
from stance.eval.shares.inference import prediction_powered
from stance.eval.shares.shares import Share, Shares
from stance.statements import Statement

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

FEWEST: Final = 30
"""A group with fewer labels by hand borrows the correction of all."""

FEW_ARTICLES: Final = 20

FEWEST_ARTICLES: Final = 5
"""Of a group in fewer articles, nothing can be said of others like it: it is left out."""


@dataclass(frozen=True)
class _Corpus:
    """The statements that have scores, as arrays."""

    ids: Sequence[str]
    labels: Sequence[str]
    likely: Floats
    articles: Places
    groups: Sequence[str | None]

    @classmethod
    def of(cls, statements: Sequence[Statement], by: str | None) -> Self:
        scored = [each for each in statements if each.scores and not each.nested]
        if not scored:
            raise StanceError(
                "no statement has scores: label them first, with stance score (nested ones do not count)"
            )
        labels = tuple(scored[0].scores)
        if strange := next((each for each in scored if tuple(each.scores) != labels), None):
            raise StanceError(
                f"{strange.id} has scores for {', '.join(strange.scores)}, and {scored[0].id} for "
                f"{', '.join(labels)}: take statements that one run has scored"
            )
        likely = np.array([list(each.scores.values()) for each in scored], dtype=np.float64)
        return cls(
            ids=[each.id for each in scored],
            labels=labels,
            # Written with four digits, they do not sum to 1 quite.
            likely=likely / likely.sum(axis=1, keepdims=True),
            articles=units_of([each.article for each in scored]),
            groups=[group_of(each, by) for each in scored],
        )


def estimate_shares(
    statements: Sequence[Statement],
    labelled: Mapping[str, str] | Sequence[Prediction],
    *,
    weights: Mapping[str, float] | None = None,
    by: str | None = None,
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
        Or predictions of the same classifier with their gold, on other statements: adjusted counting.
    weights
        By id, the inverse of the chance with which a labelled statement was drawn, where they differ.
    by
        Shares for each ``speaker``, ``affiliation`` or ``kind`` too.
    resamples, seed
        Of the bootstrap of adjusted counting.

    Raises
    ------
    StanceError
        If the statements have no scores, a label or an id is not theirs, or none is labelled.
    """
    corpus = _Corpus.of(statements, by)
    parts, left_out = _parts(corpus)
    if isinstance(labelled, Mapping):
        shares = _powered(corpus, labelled, weights or {}, parts)
    else:
        shares = _adjusted(corpus, labelled, parts, resamples, seed)
    if not left_out:
        return shares
    note = f"{left_out:,} groups are in fewer than {FEWEST_ARTICLES} articles, too few to say anything of them"
    return replace(shares, notes=(*shares.notes, note))


def _parts(corpus: _Corpus) -> tuple[dict[str, NDArray[np.bool_]], int]:
    """Return which statements the whole and each group has, and how many groups are left out."""
    members: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(corpus.groups):
        if name is not None:
            members[name].append(i)
    parts = {"": np.ones(len(corpus.ids), dtype=bool)}
    for name in sorted(members, key=lambda name: -len(members[name])):
        if len(np.unique(corpus.articles[members[name]])) >= FEWEST_ARTICLES:
            parts[name] = np.zeros(len(corpus.ids), dtype=bool)
            parts[name][members[name]] = True
    return parts, len(members) - len(parts) + 1


def group_of(statement: Statement, by: str | None) -> str | None:
    """Return the group that a statement belongs to; None where that is not known.

    Raises
    ------
    StanceError
        If statements cannot be grouped so.
    """
    speaker = statement.speaker
    known: dict[str, Any] = {
        "speaker": speaker and speaker.name,
        "affiliation": speaker and speaker.affiliation,
        "kind": statement.kind,
    }
    if by is None:
        return None
    if by not in known:
        raise StanceError(f"no groups by {by!r}: there are {', '.join(known)}")
    return known[by] or None


def _powered(
    corpus: _Corpus,
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
    corpus: _Corpus,
    judged: Sequence[Prediction],
    parts: Mapping[str, NDArray[np.bool_]],
    resamples: int,
    seed: int,
) -> Shares:
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
    articles = [item.article for item in judged]
    confusion = confusion_by_article(gold, predicted, articles, len(corpus.labels))
    shares: list[Share] = []
    for name, inside in parts.items():
        units = np.unique(corpus.articles[inside], return_inverse=True)[1]
        found = adjusted_shares(
            corpus.likely[inside].argmax(axis=1), units, confusion, resamples=resamples, seed=seed
        )
        shares += _shares(corpus, name, inside, 0, found)
    notes = ["the shares are right if the classifier errs on each label here as often as there"]
    absent = [label for i, label in enumerate(corpus.labels) if not (gold == i).any()]
    if absent:
        notes.append(f"no gold is {', '.join(absent)}: that it is always found is a guess")
    if len(confusion) < FEW_ARTICLES:
        notes.append(
            f"errors are known of {len(confusion)} articles only: the intervals are too narrow"
        )
    return Shares("acc", tuple(shares), len(judged), len(confusion), tuple(notes))


def _shares(
    corpus: _Corpus,
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


def _one_hot(codes: Sequence[int], corpus: _Corpus) -> Floats:
    return np.eye(len(corpus.labels))[codes]


def _code(labels: Sequence[str], label: str, name: str) -> int:
    if label not in labels:
        raise StanceError(f"{name}: {label!r} is not a label; there are {', '.join(labels)}")
    return list(labels).index(label)
