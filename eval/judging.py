"""Predictions + gold → evaluation; and the way there from a run and data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from stance.duplicates import digest
from stance.errors import StanceError
from stance.eval import metrics
from stance.eval.bootstrap import RESAMPLES, Bootstrap
from stance.eval.evaluation import Evaluation, Figure, LabelFigures
from stance.eval.metrics import Floats
from stance.eval.predictions import Prediction, read_predictions
from stance.labelled import LabelledStatement
from stance.runs import Run

if TYPE_CHECKING:
    from stance.codebook import Codebook

Data = Sequence[LabelledStatement] | str | Path | Sequence[str | Path]
FEW_UNITS = 20


def evaluate(
    run: Run | str | Path,
    data: Data | None = None,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Evaluation:
    """Judge a run on labelled statements that it was not trained on.

    Statements whose words were in the run's training data are left out, and counted in the notes.

    Parameters
    ----------
    run
        A run, its directory, or a file of predictions (see `evaluate_predictions`).
    data
        Labelled statements, or the files that hold them. Without them, the evaluation on the
        run's held-out part, made when it was trained.
    resamples, seed
        Of the bootstrap that gives the intervals.

    Raises
    ------
    StanceError
        If the data have labels that the run does not know or an id twice, or nothing is left to
        judge.
    """
    if not isinstance(run, Run):
        if Path(run).is_file():
            if data is not None:
                raise StanceError(
                    f"{run} is a file of predictions and has its own gold: no data is needed"
                )
            return evaluate_predictions(run, resamples=resamples, seed=seed)
        run = Run.open(run)
    if data is None:
        return run.evaluation
    statements, described = _read(data, run.codebook)
    _check(statements, run)
    unseen = [row for row in statements if digest(row.text) not in run.trained_on]
    notes = []
    if left_out := len(statements) - len(unseen):
        if not unseen:
            raise StanceError(
                "every statement of these data was in the run's training data, and judges nothing: "
                "bring other data. The figures on the part held out in training are the run's own"
            )
        notes.append(
            f"{left_out:,} of {len(statements):,} statements were in the run's training data "
            "and are left out"
        )
    scores = run.predict([row.utterance for row in unseen])
    return judge(
        to_predictions(unseen, run.labels, scores.labels),
        run.labels,
        baseline=run.info.data.labels,
        baseline_is="the majority label and the proportions of the run's training data",
        run=run.name,
        data=described,
        notes=notes,
        resamples=resamples,
        seed=seed,
    )


def evaluate_predictions(
    source: str | Path | Iterable[Mapping[str, Any]],
    *,
    labels: Sequence[str] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Evaluation:
    """Judge predictions of any tool.

    Parameters
    ----------
    source
        A file of one JSON object a line, or the objects: id, gold, predicted and, where known,
        scores and article.
    labels
        In their order. By default that of the scores or, without scores, sorted.
    resamples, seed
        Of the bootstrap that gives the intervals.

    Raises
    ------
    StanceError
        If a row is not of the form.
    """
    predictions = read_predictions(source)
    found = {label for item in predictions for label in (item.gold, item.predicted)}
    if labels is None:
        labels = tuple(predictions[0].scores or sorted(found))
    return judge(
        predictions,
        labels,
        baseline=Counter(item.gold for item in predictions),
        baseline_is="the majority label and the proportions of the gold itself",
        data=str(source)
        if isinstance(source, (str, Path))
        else f"{len(predictions):,} predictions",
        resamples=resamples,
        seed=seed,
    )


def to_predictions(
    data: Sequence[LabelledStatement], labels: Sequence[str], probabilities: Floats
) -> list[Prediction]:
    """Join gold and probabilities, shape (items, labels); scores are kept to six digits."""
    best = probabilities.argmax(axis=1)
    return [
        Prediction(
            row.id,
            row.label,
            labels[best[i]],
            {name: round(float(p), 6) for name, p in zip(labels, probabilities[i], strict=True)},
            row.article,
        )
        for i, row in enumerate(data)
    ]


def judge(
    predictions: Sequence[Prediction],
    labels: Sequence[str],
    *,
    baseline: Mapping[str, int],
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
        Rows by label, from which the baseline is made: it gives every item their majority, with
        their proportions as probabilities.
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
    return np.hstack([items, losses, metrics.calibration_gaps(probabilities, gold)]), figures


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


def _read(data: Data, codebook: Codebook) -> tuple[list[LabelledStatement], str]:
    """Return labelled statements, and what to call them."""
    if isinstance(data, (str, Path)):
        data = [data]
    rows = [item for item in data if isinstance(item, LabelledStatement)]
    paths = [item for item in data if not isinstance(item, LabelledStatement)]
    if not paths:
        return rows, f"{len(rows):,} statements"
    from stance.labelled import read_labelled

    rows += read_labelled(paths, codebook)
    return rows, ", ".join(map(str, paths))


def _check(statements: Sequence[LabelledStatement], run: Run) -> None:
    strange = [row for row in statements if row.label not in run.labels]
    if strange:
        names = ", ".join(sorted({row.label for row in strange}))
        raise StanceError(
            f"{len(strange):,} of {len(statements):,} statements (the first: {strange[0].id}) have "
            f"labels that {run.name} does not know: {names}. It knows {', '.join(run.labels)}: map "
            "the ones to the others, or leave those statements out"
        )
    twice = [name for name, times in Counter(row.id for row in statements).items() if times > 1]
    if twice:
        raise StanceError(
            f"{len(twice):,} ids stand more than once (the first: {twice[0]}): "
            "each statement is judged once, and needs an id of its own"
        )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)
