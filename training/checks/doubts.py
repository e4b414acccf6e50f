"""Labels that a classifier doubts which has not seen their rows; files that contradict another."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from stance.classifiers import make
from stance.duplicates import normalised
from stance.statements import Utterance
from stance.training.checks.findings import Finding, finding
from stance.training.checks.rows import Row
from stance.training.division import folds_of
from stance.training.partition import assign, count, group

FOLDS: Final = 5
LARGEST: Final = 10_000
"""Rows that are looked at, at most, drawn at random."""

FEWEST: Final = 50
_PLAIN: Final = {"calibration_folds": 0}


class Difficulty(NamedTuple):
    """How well a bag of words does on the data, in folds that share no article, dispute or text."""

    target: str
    rows: int
    macro_f1: float
    accuracy: float


def check_doubts(rows: Sequence[Row], seed: int = 0) -> tuple[list[Finding], list[Difficulty]]:
    """Find likely label errors, by confident learning over cross-validated probabilities.

    A row counts where the classifier gives another label more than that label's rows get on
    average (C. Northcutt, L. Jiang and I. Chuang, "Confident learning: estimating uncertainty in
    dataset labels", JAIR 70, 2021).

    Returns
    -------
    findings, difficulties
        And how well the classifier did: on the labels and, where there are any, on the acts.
    """
    usable = _sample([row for row in rows if row.text and row.label], seed)
    findings: list[Finding] = []
    difficulties: list[Difficulty] = []
    for target in ("label", "act"):
        known = [row for row in usable if getattr(row, target)]
        names = sorted({str(getattr(row, target)) for row in known})
        if len(known) < FEWEST or len(names) < 2:
            continue
        gold = np.array([names.index(str(getattr(row, target))) for row in known])
        probabilities = _outside(known, gold, names, seed)
        difficulties.append(_difficulty(target, gold, probabilities))
        if target == "label":
            findings += _doubted(known, gold, probabilities, names)
    return findings, difficulties


def check_parts(rows: Sequence[Row], seed: int = 0) -> Iterator[Finding]:
    """Find two files of the same labels in which the labels seem to mean different things.

    A classifier of the one predicts the other. Where other names for its labels would fit far
    better than those that they have, they are likely mixed up.
    """
    parts: dict[str, list[Row]] = {}
    for row in _sample([row for row in rows if row.text and row.label], seed):
        parts.setdefault(row.source, []).append(row)
    for one, other in combinations(parts, 2):
        for source, target in ((one, other), (other, one)):
            shared = sorted(
                {r.label or "" for r in parts[one]} & {r.label or "" for r in parts[other]}
            )
            swap = _swap(parts[source], parts[target], shared, seed)
            if swap:
                message = (
                    f"by a classifier of {source}, the labels of {target} fit better as: {swap}"
                )
                yield finding("swapped-labels", message, count=1)
                break


def _sample(rows: list[Row], seed: int) -> list[Row]:
    return random.Random(seed).sample(rows, LARGEST) if len(rows) > LARGEST else rows  # noqa: S311


def _outside(
    rows: Sequence[Row], gold: NDArray[np.intp], names: Sequence[str], seed: int
) -> NDArray[np.float64]:
    """Return the probability of each name for each row by a classifier that has not seen its group."""
    keys = [
        [("text", normalised(row.text))]
        + [(name, value) for name in ("article", "dispute") if (value := row.value(name))]
        for row in rows
    ]
    groups = group(keys)
    parts = assign(
        count(groups, [names[k] for k in gold]), list(folds_of(FOLDS).values()), seed=seed
    )
    fold = parts[groups]
    utterances = [_utterance(row) for row in rows]
    probabilities = np.full((len(rows), len(names)), 1 / len(names))
    for held in range(FOLDS):
        inside, outside = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        if len(outside) and len(set(gold[inside])) > 1:
            classifier = make("linear", _PLAIN, inputs=("text", "cue", "kind")).fit(
                [utterances[i] for i in inside],
                [names[gold[i]] for i in inside],
                classes=names,
                seed=seed,
            )
            probabilities[outside] = classifier.predict_proba([utterances[i] for i in outside])
    return probabilities


def _utterance(row: Row) -> Utterance:
    return Utterance(row.text, row.value("cue"), row.value("kind"))


def _difficulty(
    target: str, gold: NDArray[np.intp], probabilities: NDArray[np.float64]
) -> Difficulty:
    from stance.eval.metrics import accuracy, confusion_matrix, macro_f1

    matrix = confusion_matrix(gold, probabilities.argmax(axis=1), probabilities.shape[1])
    return Difficulty(target, len(gold), float(macro_f1(matrix)), float(accuracy(matrix)))


def _doubted(
    rows: Sequence[Row],
    gold: NDArray[np.intp],
    probabilities: NDArray[np.float64],
    names: Sequence[str],
) -> Iterator[Finding]:
    own = probabilities[np.arange(len(gold)), gold]
    usual = np.array([own[gold == k].mean() if (gold == k).any() else 1 for k in range(len(names))])
    beyond = np.where(probabilities >= usual, probabilities, 0)
    likely = beyond.argmax(axis=1)
    doubted = [i for i in map(int, np.flatnonzero(beyond.max(axis=1) > 0)) if likely[i] != gold[i]]
    doubted.sort(key=lambda i: own[i] - beyond[i].max())
    if doubted:
        examples = [
            rows[i].example(
                f"labelled {names[gold[i]]}, rather {names[likely[i]]} ({beyond[i].max():.0%})"
            )
            for i in doubted
        ]
        yield finding("likely-label-error", examples=examples)


def _swap(source: Sequence[Row], target: Sequence[Row], shared: list[str], seed: int) -> str | None:
    inside = [row for row in source if row.label in shared]
    outside = [row for row in target if row.label in shared]
    if len(shared) < 2 or min(len(inside), len(outside)) < FEWEST:
        return None
    classifier = make("linear", _PLAIN, inputs=("text",)).fit(
        [_utterance(row) for row in inside],
        [row.label or "" for row in inside],
        classes=shared,
        seed=seed,
    )
    predicted = classifier.predict_proba([_utterance(row) for row in outside]).argmax(axis=1)
    gold = np.array([shared.index(row.label or "") for row in outside])
    table = np.zeros((len(shared), len(shared)))
    np.add.at(table, (gold, predicted), 1)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    theirs, ours = linear_sum_assignment(-shares)
    as_named, as_swapped = np.trace(shares), shares[theirs, ours].sum()
    # By chance the sum is 1; only a clear gain speaks of a mix-up.
    if as_swapped < 1 + 0.15 * len(shared) or as_swapped < as_named + 0.15 * len(shared):
        return None
    return ", ".join(
        f"{shared[k]} → {shared[m]}" for k, m in zip(theirs, ours, strict=True) if k != m
    )
