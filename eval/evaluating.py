"""From a run and data, or from a file of predictions, to an evaluation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stance.duplicates import digest
from stance.errors import StanceError
from stance.eval.bootstrap import RESAMPLES
from stance.eval.clusters import ARTICLE
from stance.eval.evaluation import Evaluation
from stance.eval.judging import judge
from stance.eval.metrics import Floats
from stance.eval.predictions import Prediction, read_predictions
from stance.eval.provenance import provenance_of
from stance.labelled import LabelledStatement
from stance.runs import Run

if TYPE_CHECKING:
    from stance.codebook import Codebook

Data = Sequence[LabelledStatement] | str | Path | Sequence[str | Path]


def evaluate(
    run: Run | str | Path,
    data: Data | None = None,
    *,
    codebook: Codebook | None = None,
    cluster: str = ARTICLE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Evaluation:
    """Judge a run on labelled statements that it was not trained on.

    Statements whose words were in the run's training data are left out, and counted in the notes. Where
    all of them were, since the run was fitted again on all of its data, the part held out before is
    judged by what was predicted for it then.

    Parameters
    ----------
    run
        A run, its directory, or a file of predictions (see `evaluate_predictions`).
    data
        Labelled statements, or the files that hold them. Without them, the evaluation on the
        run's held-out part, made when it was trained.
    codebook
        That of a file of predictions: the order of its labels, and their values.
    cluster
        The column whose statements are resampled together: ``article``, ``speaker``, ``dispute`` or
        any other that is known of them. Those without a value stand for themselves.
    resamples, seed
        Of the bootstrap that gives the intervals.

    Raises
    ------
    StanceError
        If the data have labels that the run does not know or an id twice, nothing is left to
        judge, or no statement has the column `cluster`.
    """
    if not isinstance(run, Run):
        if Path(run).is_file():
            if data is not None:
                raise StanceError(
                    f"{run} is a file of predictions and has its own gold: no data is needed"
                )
            return evaluate_predictions(
                run, codebook=codebook, cluster=cluster, resamples=resamples, seed=seed
            )
        run = Run.open(run)
    if data is None:
        if cluster != ARTICLE:
            raise StanceError(
                f"what was judged in training is kept by article, not by {cluster}: judge the run on "
                f"statements that have a {cluster} (--data)"
            )
        kept = run.evaluation
        # Runs of the first versions did not write the values down.
        known = kept.model_copy(update={"values": run.codebook.values})
        return known.traced(provenance_of(kept.predictions, run))
    statements, described = _read(data, run.codebook)
    _check(statements, run)
    predictions, notes = _predict(run, statements)
    evaluation = judge(
        predictions,
        run.labels,
        baseline=run.info.prior or run.info.data.labels,
        baseline_is="the majority label and the proportions of the run's "
        + ("prior" if run.info.prior else "training data"),
        values=run.codebook.values,
        run=run.name,
        data=described,
        notes=notes,
        cluster=cluster,
        resamples=resamples,
        seed=seed,
    )
    return evaluation.traced(provenance_of(predictions, run))


def evaluate_predictions(
    source: str | Path | Iterable[Mapping[str, Any]],
    *,
    columns: Mapping[str, str] | None = None,
    labels: Sequence[str] | None = None,
    codebook: Codebook | None = None,
    cluster: str = ARTICLE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Evaluation:
    """Judge predictions of any tool.

    Parameters
    ----------
    source
        A file or rows, as `read_predictions` takes them.
    columns
        The name that a field has in the data, as in ``gold=label``.
    labels
        In their order. By default that of the scores or, without scores, sorted.
    codebook
        Gives the labels, in their order, and their values.
    cluster
        The column whose items are resampled together, as in `evaluate`.
    resamples, seed
        Of the bootstrap that gives the intervals.

    Raises
    ------
    StanceError
        If a row is not of the form, or none has the column `cluster`.
    """
    predictions = read_predictions(source, columns=columns or {})
    found = {label for item in predictions for label in (item.gold, item.predicted)}
    if codebook is not None:
        labels = codebook.label_names
    if labels is None:
        labels = tuple(predictions[0].scores or sorted(found))
    evaluation = judge(
        predictions,
        labels,
        baseline=Counter(item.gold for item in predictions),
        baseline_is="the majority label and the proportions of the gold itself",
        values=codebook.values if codebook else None,
        data=str(source)
        if isinstance(source, (str, Path))
        else f"{len(predictions):,} predictions",
        cluster=cluster,
        resamples=resamples,
        seed=seed,
    )
    return evaluation.traced(provenance_of(predictions))


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
            row.to_record(),
        )
        for i, row in enumerate(data)
    ]


def _predict(
    run: Run, statements: Sequence[LabelledStatement]
) -> tuple[list[Prediction], list[str]]:
    """Predict the statements that the run was not trained on, and say what was left out."""
    unseen = [row for row in statements if digest(row.text) not in run.trained_on]
    if statements and not unseen:
        return _held_out(run, statements)
    scores = run.predict([row.utterance for row in unseen])
    notes = list(scores.cautions)
    if left_out := len(statements) - len(unseen):
        told = f"{left_out:,} of {len(statements):,} statements were in the run's training data"
        notes.insert(0, f"{told} and are left out")
    return to_predictions(unseen, run.labels, scores.labels), notes


def _held_out(
    run: Run, statements: Sequence[LabelledStatement]
) -> tuple[list[Prediction], list[str]]:
    """Take what was predicted for the part held out before the run was fitted again on all."""
    rows = {row.id: row for row in statements}
    kept = run.evaluation.predictions if run.info.refitted else ()
    if not kept or any(item.id not in rows or rows[item.id].label != item.gold for item in kept):
        raise StanceError(
            "every statement of these data was in the run's training data, and judges nothing: "
            "bring other data. The figures on the part held out in training are the run's own"
        )
    known = [
        item._replace(article=rows[item.id].article, columns=rows[item.id].to_record())
        for item in kept
    ]
    note = (
        f"these are the data that the run was trained on: judged are the {len(known):,} statements "
        "that were held out, as they were labelled before it was fitted again on all"
    )
    return known, [note]


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
