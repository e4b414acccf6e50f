"""Predictions + gold → evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.calibration import calibration_gaps, classwise_gaps
from stance.errors import StanceError
from stance.eval import metrics
from stance.eval.bootstrap import RESAMPLES, Bootstrap
from stance.eval.clusters import ARTICLE, clusters_of, unclustered
from stance.eval.evaluation import FIGURES, Evaluation, Figure, LabelFigures
from stance.eval.metrics import Floats
from stance.eval.predictions import Prediction
from stance.eval.ranking import Ranking, rank_figures

FEW_UNITS: Final = 20
FEW_ITEMS: Final = 10
BINS: Final = 10

_OF_MATRICES: Final[Mapping[str, Callable[[Floats], Floats]]] = {
    "macro_f1": metrics.macro_f1,
    "macro_precision": metrics.macro_precision,
    "macro_recall": metrics.macro_recall,
    "weighted_precision": metrics.weighted_precision,
    "weighted_recall": metrics.accuracy,
    "weighted_f1": metrics.weighted_f1,
    "micro_f1": metrics.accuracy,
    "accuracy": metrics.accuracy,
    "balanced_accuracy": metrics.balanced_accuracy,
    "mcc": metrics.mcc,
    "kappa": metrics.kappa,
    "alpha": metrics.alpha,
}
_BY_LABEL: Final[Mapping[str, Callable[[Floats], Floats]]] = {
    "precision": metrics.precision,
    "recall": metrics.recall,
    "f1": metrics.f1,
}


def judge(
    predictions: Sequence[Prediction],
    labels: Sequence[str],
    *,
    baseline: Mapping[str, float],
    baseline_is: str,
    values: Sequence[float] | None = None,
    run: str | None = None,
    data: str,
    notes: Sequence[str] = (),
    cluster: str = ARTICLE,
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
    values
        The value of each label, where labels have any.
    run, data, notes
        Stand in the evaluation.
    cluster
        The column whose items are resampled together.
    resamples, seed
        Of the bootstrap that gives the intervals.

    Raises
    ------
    StanceError
        If a prediction has a label that is not among the labels, or none has the cluster.
    """
    gold, predicted = _codes(predictions, labels)
    probabilities = _probabilities(predictions, labels)
    items, figures = _summable(gold, predicted, probabilities, len(labels), values)
    clusters = clusters_of(predictions, cluster)
    bootstrap = Bootstrap(items, clusters=clusters, unit=cluster, resamples=resamples, seed=seed)
    shares = np.array([baseline.get(name, 0) for name in labels], dtype=np.float64)
    shares /= shares.sum()
    guess = np.full_like(gold, shares.argmax())
    alike = None if probabilities is None else np.tile(shares, (len(gold), 1))
    guessed, _ = _summable(gold, guess, alike, len(labels), values)
    found = {name: _figures(bootstrap, of, guessed)[0] for name, of in figures.items()}
    by_label = {
        name: _figures(bootstrap, _of_matrix(of, len(labels)), guessed)
        for name, of in _BY_LABEL.items()
    }
    if probabilities is not None:
        ranked = _rank_figures(bootstrap, probabilities, gold)
        found |= {name: each[-1] for name, each in ranked.items()}
        by_label |= {name: each[:-1] for name, each in ranked.items()}
    confusion = metrics.confusion_matrix(gold, predicted, len(labels)).astype(int)
    evaluation = Evaluation(
        run=run,
        data=data,
        n=len(predictions),
        labels=tuple(labels),
        values=None if values is None else tuple(values),
        figures={name: found[name] for name in FIGURES if name in found},
        by_label=tuple(
            LabelFigures(
                label=label,
                support=int(confusion[i].sum()),
                predicted=int(confusion[:, i].sum()),
                **{name: each[i] for name, each in by_label.items()},
            )
            for i, label in enumerate(labels)
        ),
        confusion=tuple(map(tuple, confusion.tolist())),
        baseline=baseline_is,
        intervals=bootstrap.intervals,
        notes=(
            *notes,
            *unclustered(clusters, cluster),
            *_cautions(bootstrap, confusion, labels),
        ),
    )
    return evaluation.with_predictions(predictions)


def _summable(
    gold: NDArray[np.intp],
    predicted: NDArray[np.intp],
    probabilities: Floats | None,
    size: int,
    values: Sequence[float] | None,
) -> tuple[Floats, dict[str, Callable[[Floats], Floats]]]:
    """Lay out what figures are made of, an item a row, and name the figures of its sums."""
    cells = size * size
    of_matrices = dict(_OF_MATRICES)
    if values is not None:
        scale = np.array(values, dtype=np.float64)
        of_matrices["posture_error"] = lambda matrices: metrics.posture_error(matrices, scale)
        of_matrices["sign_flips"] = lambda matrices: metrics.sign_flips(matrices, scale)
    figures = {name: _of_matrix(figure, size) for name, figure in of_matrices.items()}
    items = np.zeros((len(gold), cells))
    items[np.arange(len(gold)), gold * size + predicted] = 1
    if probabilities is None:
        return items, figures

    def mean(sums: Floats, of: Floats) -> Floats:
        return np.asarray(of / sums[..., :cells].sum(axis=-1))

    sure, by_label = cells + 2, cells + 2 + BINS
    figures["log_loss"] = lambda sums: mean(sums, sums[..., cells])
    figures["brier"] = lambda sums: mean(sums, sums[..., cells + 1])
    figures["calibration_error"] = lambda sums: mean(
        sums, np.abs(sums[..., sure:by_label]).sum(axis=-1)
    )
    figures["classwise_calibration_error"] = lambda sums: mean(
        sums, np.abs(sums[..., by_label:]).sum(axis=-1) / size
    )
    losses = [metrics.log_loss(probabilities, gold), metrics.brier(probabilities, gold)]
    gaps = calibration_gaps(probabilities, gold, BINS)
    classwise = classwise_gaps(probabilities, gold, BINS).reshape(len(gold), -1)
    return np.hstack([items, np.stack(losses, axis=1), gaps, classwise]), figures


def _of_matrix(figure: Callable[[Floats], Floats], size: int) -> Callable[[Floats], Floats]:
    """Return a figure of confusion matrices as one of sums over items."""
    return lambda sums: figure(sums[..., : size * size].reshape(*sums.shape[:-1], size, size))


def _figures(bootstrap: Bootstrap, of: Callable[[Floats], Floats], guessed: Floats) -> list[Figure]:
    """Return a figure, or that of each label, with its interval and the baseline's."""
    return _with_baseline(*bootstrap.interval(of), np.asarray(of(guessed.sum(axis=0))))


def _rank_figures(
    bootstrap: Bootstrap, probabilities: Floats, gold: NDArray[np.intp]
) -> dict[str, list[Figure]]:
    """Return AUROC and average precision of each label, and last their mean."""
    rankings, alike = (
        [Ranking(scores, gold == k) for k, scores in enumerate(each.T)]
        for each in (probabilities, np.zeros_like(probabilities))
    )
    found = bootstrap.interval_of_weights(lambda weights: rank_figures(rankings, weights))
    figures = _with_baseline(*found, rank_figures(alike, np.ones(len(gold))))
    half = len(figures) // 2
    return {"auroc": figures[:half], "average_precision": figures[half:]}


def _with_baseline(value: Floats, low: Floats, high: Floats, base: Floats) -> list[Figure]:
    flat = (column.reshape(-1) for column in (value, low, high, base))
    return [
        Figure.of(value=value, low=low, high=high, baseline=base)
        for value, low, high, base in zip(*flat, strict=True)
    ]


def few_labels(support: Iterable[int], labels: Sequence[str]) -> tuple[str, ...]:
    """Name the labels of few gold items, with their number; those of none are another matter."""
    return tuple(
        f"{label} ({number})"
        for label, number in zip(labels, support, strict=True)
        if 0 < number < FEW_ITEMS
    )


def caution_of_few(few: Sequence[str]) -> list[str]:
    """Say that few items have these labels; nothing where there are none such."""
    caution = (
        f"few statements are labelled {', '.join(few)}: their figures, and the means over the "
        "labels, say little, whatever their intervals"
    )
    return [caution] if few else []


def _cautions(
    bootstrap: Bootstrap, confusion: NDArray[np.int_], labels: Sequence[str]
) -> list[str]:
    absent = [label for label, row in zip(labels, confusion, strict=True) if not row.any()]
    cautions = []
    if absent:
        cautions.append(
            f"no statement is labelled {', '.join(absent)}: nothing is known of how well that is found"
        )
    cautions += caution_of_few(few_labels(confusion.sum(axis=1), labels))
    units = bootstrap.intervals.units
    if 1 < units < FEW_UNITS:
        cautions.append(
            f"there are {units} {bootstrap.intervals.of_units} only: the intervals are too narrow "
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
