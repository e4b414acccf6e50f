"""Predictions + gold → evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.calibration import calibration_gaps
from stance.errors import StanceError
from stance.eval import metrics
from stance.eval.bootstrap import RESAMPLES, Bootstrap
from stance.eval.evaluation import Evaluation, Figure, LabelFigures
from stance.eval.metrics import Floats
from stance.eval.predictions import Prediction

FEW_UNITS = 20


def judge(
    predictions: Sequence[Prediction],
    labels: Sequence[str],
    *,
    baseline: Mapping[str, float],
    baseline_is: str,
    run: str | None = None,
    data: str,
    notes: Sequence[str] = (),
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Evaluation:
    """Compare predictions with their gold.

    Parameters
    ----------
    predictions
        At least one.
    labels
        All labels, in the codebook's order.
    baseline
        Rows or proportions by label, from which the baseline is made: it gives every item their
        majority, with their proportions as probabilities.
    baseline_is
        Says so, in words.
    run, data, notes
        Stand in the evaluation.
    resamples, seed
        Of the bootstrap that gives the intervals.

    Raises
    ------
    StanceError
        If a prediction has a label that is not among the labels.
    """
    gold, predicted = _codes(predictions, labels)
    probabilities = _probabilities(predictions, labels)
    items, figures = _summable(gold, predicted, probabilities, len(labels))
    bootstrap = Bootstrap(
        items, clusters=[item.article for item in predictions], resamples=resamples, seed=seed
    )
    shares = np.array([baseline.get(name, 0) for name in labels], dtype=np.float64)
    shares /= shares.sum()
    guess = np.full_like(gold, shares.argmax())
    guessed, _ = _summable(gold, guess, np.tile(shares, (len(gold), 1)), len(labels))
    if probabilities is None:
        guessed = guessed[:, : items.shape[1]]
    confusion = metrics.confusion_matrix(gold, predicted, len(labels)).astype(int)
    evaluation = Evaluation(
        run=run,
        data=data,
        n=len(predictions),
        labels=tuple(labels),
        figures={name: _figures(bootstrap, of, guessed)[0] for name, of in figures.items()},
        by_label=_by_label(bootstrap, guessed, confusion, labels),
        confusion=tuple(map(tuple, confusion.tolist())),
        baseline=baseline_is,
        intervals=bootstrap.intervals,
        notes=(*notes, *_cautions(bootstrap, confusion, labels)),
    )
    return evaluation.with_predictions(predictions)


def _summable(
    gold: NDArray[np.intp],
    predicted: NDArray[np.intp],
    probabilities: Floats | None,
    size: int,
) -> tuple[Floats, dict[str, Callable[[Floats], Floats]]]:
    """Lay out what figures are made of, an item a row, and name the figures of its sums."""
    cells = size * size

    def of_matrix(figure: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
        return lambda sums: figure(_matrix(sums, size))

    figures = {
        "macro_f1": of_matrix(metrics.macro_f1),
        "accuracy": of_matrix(metrics.accuracy),
        "mcc": of_matrix(metrics.mcc),
    }
    items = np.zeros((len(gold), cells))
    items[np.arange(len(gold)), gold * size + predicted] = 1
    if probabilities is None:
        return items, figures
    figures["log_loss"] = lambda sums: sums[..., cells] / sums[..., :cells].sum(axis=-1)
    figures["calibration_error"] = lambda sums: (
        np.abs(sums[..., cells + 1 :]).sum(axis=-1) / sums[..., :cells].sum(axis=-1)
    )
    losses = metrics.log_loss(probabilities, gold)[:, None]
    return np.hstack([items, losses, calibration_gaps(probabilities, gold)]), figures


def _matrix(sums: Floats, size: int) -> Floats:
    return sums[..., : size * size].reshape(*sums.shape[:-1], size, size)


def _figures(bootstrap: Bootstrap, of: Callable[[Floats], Floats], guessed: Floats) -> list[Figure]:
    """Return a figure, or that of each label, with its interval and the baseline's."""
    columns = (*bootstrap.interval(of), np.asarray(of(guessed.sum(axis=0))))
    flat = [[_number(x) for x in column.reshape(-1)] for column in columns]
    return [
        Figure(value=value, low=low, high=high, baseline=base)
        for value, low, high, base in zip(*flat, strict=True)
    ]


def _by_label(
    bootstrap: Bootstrap, guessed: Floats, confusion: NDArray[np.int_], labels: Sequence[str]
) -> tuple[LabelFigures, ...]:
    size = len(labels)

    def figures(figure: Callable[[Floats], Floats]) -> list[Figure]:
        return _figures(bootstrap, lambda sums: figure(_matrix(sums, size)), guessed)

    precision, recall, f1 = map(figures, (metrics.precision, metrics.recall, metrics.f1))
    return tuple(
        LabelFigures(
            label=label,
            support=int(confusion[i].sum()),
            predicted=int(confusion[:, i].sum()),
            precision=precision[i],
            recall=recall[i],
            f1=f1[i],
        )
        for i, label in enumerate(labels)
    )


def _cautions(
    bootstrap: Bootstrap, confusion: NDArray[np.int_], labels: Sequence[str]
) -> list[str]:
    absent = [label for label, row in zip(labels, confusion, strict=True) if not row.any()]
    cautions = []
    if absent:
        cautions.append(
            f"no statement is labelled {', '.join(absent)}: nothing is known of how well that is found"
        )
    units = bootstrap.intervals.units
    if units < FEW_UNITS:
        cautions.append(
            f"there are {units} {bootstrap.intervals.unit}s only: the intervals are too narrow "
            "rather than too wide"
        )
    return cautions


def _codes(
    predictions: Sequence[Prediction], labels: Sequence[str]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    if not predictions:
        raise StanceError("there is nothing to judge: the data hold no statement")
    place = {name: i for i, name in enumerate(labels)}
    for item in predictions:
        for what, label in (("gold", item.gold), ("predicted", item.predicted)):
            if label not in place:
                raise StanceError(
                    f"{item.id}: {what} {label!r} is not a label; there are {', '.join(labels)}"
                )
    gold = np.array([place[item.gold] for item in predictions], dtype=np.intp)
    return gold, np.array([place[item.predicted] for item in predictions], dtype=np.intp)


def _probabilities(predictions: Sequence[Prediction], labels: Sequence[str]) -> Floats | None:
    if any(item.scores is None for item in predictions):
        return None
    rows = [[(item.scores or {}).get(name, 0.0) for name in labels] for item in predictions]
    return np.array(rows, dtype=np.float64)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)
