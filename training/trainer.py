"""Training: hold out, fit, judge, fit again, write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from stance.classifiers.remote import accounts
from stance.codebook import Codebook
from stance.duplicates import digest
from stance.errors import StanceError
from stance.eval import write_predictions
from stance.labelled import LabelledStatement
from stance.rows import write_rows
from stance.runs import LAYOUT, DataInfo, Run, RunInfo, write_run
from stance.training.card import write_card
from stance.training.curve import learning_curve
from stance.training.data import Data, prepare
from stance.training.journal import Journal, Notes
from stance.training.mlflow_log import MlflowLog
from stance.training.provenance import (
    fingerprint,
    packages_of,
    place,
    provenance,
    run_name,
    write_json,
)
from stance.training.recipe import Recipe, resolve_recipe
from stance.training.split import Parts
from stance.training.steps import Training
from stance.training.toml import to_toml
from stance.training.unfinished import Unfinished


def train(
    data: Data,
    recipe: str | Path | Recipe = "linear",
    codebook: str | Path | Codebook | None = "posture",
    overrides: Sequence[str] = (),
    out: str | Path | None = None,
    *,
    folder: str | Path = "runs",
    resume: bool = False,
    offline: bool = False,
    curve: bool = False,
    mlflow: str | None = None,
    on_note: Notes | None = None,
) -> Run:
    """Train a classifier on labelled statements, and judge it on a part held out.

    A part of the data is held out, the classifier is fitted on the rest and judged on that part.
    What is saved is, with the recipe's ``refit``, a classifier fitted on all rows; the figures
    and predictions are those of the first one.

    Parameters
    ----------
    data
        Labelled statements, or the files that hold them.
    recipe
        A recipe, its name or its file.
    codebook
        A codebook, its name or its file; ``auto`` or None for the labels of the data.
    overrides
        Replace entries of the recipe, as ``params.c=4``.
    out
        The directory of the run, which must not be there yet. By default one in `folder`, named
        by time, kind and fingerprint.
    folder
        Where runs are kept.
    resume
        Go on with a training of the same data and recipe that was killed, from its last checkpoint.
        The run is the one that it would have been.
    offline
        Refuse to ask the model hub for an encoder.
    curve
        Measure also what shares of the training part would have taught; see `Run.learning_curve`.
    mlflow
        Log the run, once it is whole, to this store of MLflow; see
        `stance.training.mlflow_log.MlflowLog`. Where that fails it is noted, and the run stays.
    on_note
        Is told what happens, a line at a time.

    Returns
    -------
    Run
        The run, as it was written.

    Raises
    ------
    StanceError
        If the recipe, the data or the place to write to is not fit for it. Nothing is left behind.
    """
    started = datetime.now(UTC)
    log = MlflowLog(mlflow, offline=offline) if mlflow else None
    recipe = resolve_recipe(recipe, overrides)
    rows, book = prepare(data, codebook, recipe.target)
    prior = recipe.prior_for(book)
    decided_by = [recipe.to_record(), book.to_record(), fingerprint(rows)]
    name, target = place(out, Path(folder), run_name(started, recipe.kind, decided_by))
    unfinished = Unfinished(target, recipe.kind, decided_by)
    with unfinished.noted(), write_run(target) as folder:
        journal = Journal(folder / LAYOUT.log, on_note)
        unfinished.begin(journal, resume=resume)
        training = Training(rows, book, recipe, prior, journal, unfinished, offline)
        parts = training.hold_out()
        fits = training.fit_seeds(parts)
        if curve:
            points = learning_curve(training, parts, fits[0])
            write_rows(map(asdict, points), folder / LAYOUT.curve, "csv")
        judged = training.keep(fits)
        evaluation = training.judge(judged.classifier, parts, name)
        everything = range(len(rows))
        fitted = training.fit_again(judged, parts) if recipe.refit else judged.classifier
        fitted.save(folder / LAYOUT.model)
        learnt = everything if recipe.refit else parts.training
        info = RunInfo(
            name=name,
            kind=recipe.kind,
            target=recipe.target,
            seed=recipe.seed,
            prior=prior,
            abstain=recipe.abstain,
            refitted=recipe.refit,
            seeds=tuple(fit.info for fit in fits) if recipe.seeds > 1 else (),
            labels=book.label_names,
            codebook=book,
            data=_describe(rows, book, parts, training.counts(learnt)),
            **provenance(started, packages_of(recipe.kind)),
        )
        info.write(folder)
        write_json(evaluation.to_record(), folder / LAYOUT.metrics)
        write_predictions(evaluation.predictions, folder / LAYOUT.predictions)
        (folder / LAYOUT.recipe).write_text(to_toml(recipe.to_record()), encoding="utf-8")
        seen = sorted({digest(rows[i].text) for i in learnt})
        (folder / LAYOUT.trained_on).write_text("\n".join(seen) + "\n", encoding="ascii")
        write_card(info, recipe, evaluation, folder / LAYOUT.card)
        asked = [*accounts(judged.classifier), *accounts(fitted)]
        for line in dict.fromkeys(asked):
            journal("account", line)
        journal("written", f"Trained in {info.seconds:.1f} s.")
    unfinished.end()
    run = Run.open(target)
    if log is not None:
        _add_to(log, run, on_note)
    return run


def _add_to(log: MlflowLog, run: Run, on_note: Notes | None) -> None:
    """Log a run to MLflow; hours of training are not lost for it."""
    note = f"Logged to MLflow at {log.uri}."
    try:
        log.add(run)
    except StanceError as error:
        note = f"Note: {error}."
    if on_note is not None:
        on_note(note)


def _describe(
    rows: Sequence[LabelledStatement], book: Codebook, parts: Parts, fitted: dict[str, int]
) -> DataInfo:
    def by_label(places: Sequence[int]) -> dict[str, int]:
        found = Counter(rows[i].label for i in places)
        return {label: found[label] for label in book.label_names}

    return DataInfo(
        fingerprint=fingerprint(rows),
        rows=len(rows),
        articles=len({row.article for row in rows} - {None}),
        disputes=len({row.dispute for row in rows} - {None}),
        labels=by_label(range(len(rows))),
        fitted=fitted,
        training=by_label(parts.training),
        held_out=by_label(parts.held_out),
        unit=parts.unit,
    )
