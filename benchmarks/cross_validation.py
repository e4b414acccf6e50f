"""Cross-validate a recipe on labelled data, in folds that keep groups whole.

    python benchmarks/cross_validation.py DATA --group text [--recipe linear] [--set KEY=VALUE]
        [--codebook auto] [--column FIELD=NAME] [--folds 5] [--seed 1] [--predictions FILE]

Prints macro-F1 over all folds' predictions, with its interval, and the seconds it took.
--predictions writes them (id, gold, predicted, scores, and the group as the article), in the order
of the data, as ``stance evaluate`` and ``stance compare`` read them: two recipes that are
cross-validated with the same folds and seed can be compared item by item.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from stance.classifiers import make
from stance.codebook import Codebook
from stance.eval import Prediction, judge, to_predictions, write_predictions
from stance.labelled import LabelledStatement, read_labelled
from stance.runs.predicting import to_scores
from stance.training import load_recipe, resolve_codebook
from stance.training.recipe import Recipe


def cross_validate(
    rows: list[LabelledStatement], book: Codebook, recipe: Recipe, group: str, folds: int, seed: int
) -> list[Prediction]:
    """Predict every row by a classifier that saw no row of its group; in the order of the rows.

    The group stands in each prediction as its article.
    """
    targets = [row.act or "" if recipe.target == "act" else row.label for row in rows]
    classes = book.act_names if recipe.target == "act" else book.label_names
    groups = [getattr(row, group) or row.id for row in rows]
    predictions: dict[int, Prediction] = {}
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    for inside, outside in splitter.split(np.zeros(len(rows)), targets, groups):
        classifier = make(recipe.kind, recipe.params_for(book), inputs=recipe.inputs).fit(
            [rows[i].utterance for i in inside],
            [targets[i] for i in inside],
            classes=classes,
            groups=[groups[i] for i in inside],
            seed=recipe.seed,
        )
        scores = to_scores(
            classifier.predict_proba([rows[i].utterance for i in outside]),
            book,
            target=recipe.target,
            fitted=Counter(targets[i] for i in inside),
            prior=recipe.prior_for(book),
        )
        if recipe.target == "act" and scores.acts is not None:
            held_out = [rows[i] for i in outside]
            right = scores.acts.argmax(axis=1) == [classes.index(r.act or "") for r in held_out]
            print(f"  acts: accuracy {right.mean():.3f}")
        found = to_predictions([rows[i] for i in outside], book.label_names, scores.labels)
        predictions |= {
            i: item._replace(article=groups[i]) for i, item in zip(outside, found, strict=True)
        }
    return [predictions[i] for i in range(len(rows))]


def main() -> None:
    """Cross-validate what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--recipe", default="linear")
    parser.add_argument("--set", dest="overrides", action="append", default=[])
    parser.add_argument("--codebook", default="posture")
    parser.add_argument("--column", dest="columns", action="append", default=[])
    parser.add_argument("--group", default="article", help="a field: dispute, article, text")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--predictions", type=Path, help="write them to this file (JSON Lines)")
    options = parser.parse_args()
    recipe = load_recipe(options.recipe, options.overrides)
    book = resolve_codebook(options.codebook)
    columns = dict(each.split("=", 1) for each in options.columns)
    rows = read_labelled(options.data, book, columns=columns)
    book = book or Codebook.of_labels(row.label for row in rows)
    start = time.process_time()
    predictions = cross_validate(rows, book, recipe, options.group, options.folds, options.seed)
    seconds = time.process_time() - start
    if options.predictions:
        write_predictions(predictions, options.predictions)
    evaluation = judge(
        predictions,
        book.label_names,
        baseline=Counter(row.label for row in rows),
        baseline_is="the majority",
        data="all folds",
    )
    for name in ("macro_f1", "accuracy"):
        figure = evaluation.figures[name]
        print(f"{name}: {figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]")
    print(f"{len(rows):,} rows, {options.folds} folds by {options.group}, {seconds:.1f} s CPU")


if __name__ == "__main__":
    main()
