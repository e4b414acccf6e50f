"""Exporting a run: the same classifier as an ONNX file, which needs no torch."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from stance.classifiers import export
from stance.errors import StanceError
from stance.eval import Evaluation, evaluate, write_predictions
from stance.eval.metrics import confusion_matrix, macro_f1
from stance.runs import LAYOUT, ExportInfo, Run, write_run
from stance.training.card import write_card
from stance.training.journal import Journal, Notes
from stance.training.provenance import write_json
from stance.training.recipe import Recipe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stance.labelled import LabelledStatement

_KEPT = (LAYOUT.recipe, LAYOUT.metrics, LAYOUT.predictions, LAYOUT.trained_on, LAYOUT.log)


def export_run(
    run: Run,
    statements: Sequence[LabelledStatement],
    out: str | Path | None = None,
    *,
    int8: bool = False,
    on_note: Notes | None = None,
) -> Run:
    """Write a run's classifier as ONNX, in a run of its own, and measure what that changes.

    Parameters
    ----------
    run
        Of a transformer.
    statements
        What both are compared on, of labels that the run knows.
    out
        The directory of the new run, by default the run's with ``-onnx`` or ``-int8`` behind.
    int8
        Whether the weights are 8-bit integers: a quarter of the size, faster, a little less exact.
    on_note
        Is told what happens, a line at a time.

    Returns
    -------
    Run
        The new run, with the recipe of the first one. Its figures and predictions are its own where
        `statements` hold the part that was held out in training, else those of the first one.

    Raises
    ------
    StanceError
        If it cannot be exported, the statements do not fit, or the place is taken. Nothing is left
        behind.
    """
    format_: Literal["onnx", "int8"] = "int8" if int8 else "onnx"
    target = Path(out) if out else run.path.with_name(f"{run.path.name}-{format_}")
    truth = _truth(statements, run)
    with write_run(target) as folder:
        export(run.classifier, folder / LAYOUT.model, int8=int8)
        for name in _KEPT:
            shutil.copyfile(run.path / name, folder / name)
        info = run.info.model_copy(update={"name": target.resolve().name})
        exported = Run(folder, info)
        utterances = [statement.utterance for statement in statements]
        before, after = (each.predict(utterances).labels for each in (run, exported))
        evaluation = _judge_again(exported, statements)
        told = ExportInfo(
            format=format_,
            of=run.name,
            statements=len(statements),
            same_label=float((before.argmax(axis=1) == after.argmax(axis=1)).mean()),
            largest_gap=float(np.abs(before - after).max()),
            macro_f1_before=_macro_f1(truth, before),
            macro_f1=_macro_f1(truth, after),
            judged=evaluation is not None,
        )
        info = info.model_copy(update={"exported": told})
        info.write(folder)
        if evaluation:
            write_json(evaluation.to_record(), folder / LAYOUT.metrics)
            write_predictions(evaluation.predictions, folder / LAYOUT.predictions)
        recipe = Recipe.model_validate(run.recipe)
        write_card(info, recipe, evaluation or run.evaluation, folder / LAYOUT.card)
        size = sum(path.stat().st_size for path in (folder / LAYOUT.model).rglob("*"))
        Journal(folder / LAYOUT.log, on_note)(
            "exported",
            f"Exported to {format_}, {size / 1e6:.1f} MB: {told.same_label:.1%} of {len(truth):,} "
            f"statements have the same label; macro-F1 {told.macro_f1_before:.3f} before, "
            f"{told.macro_f1:.3f} after.",
            **told.model_dump(mode="json"),
        )
    return Run.open(target)


def _judge_again(exported: Run, statements: Sequence[LabelledStatement]) -> Evaluation | None:
    """Judge what was exported on the part held out in training; None where that is not at hand."""
    before = exported.evaluation
    golds = {item.id: item.gold for item in before.predictions}
    held_out = [row for row in statements if golds.get(row.id) == row.label]
    if exported.info.refitted or len(held_out) != len(golds):
        return None
    # Beside its run, as in training, an evaluation needs not say what was judged.
    own = {"data": before.data, "provenance": None}
    return evaluate(exported, held_out).model_copy(update=own)


def _truth(statements: Sequence[LabelledStatement], run: Run) -> NDArray[np.intp]:
    if not statements:
        raise StanceError("there is no statement to compare the exported classifier on")
    place = {label: i for i, label in enumerate(run.labels)}
    if unknown := {statement.label for statement in statements} - set(place):
        raise StanceError(
            f"the statements to compare on are labelled {', '.join(sorted(unknown))}, and the run "
            f"knows {', '.join(run.labels)}: give statements of its own labels with --data"
        )
    return np.array([place[statement.label] for statement in statements])


def _macro_f1(truth: NDArray[np.intp], probabilities: NDArray[np.float64]) -> float:
    matrix = confusion_matrix(truth, probabilities.argmax(axis=1), probabilities.shape[1])
    return float(macro_f1(matrix))
