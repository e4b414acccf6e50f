"""Train a recipe on labelled statements, and judge it on gold statements of articles.

    python benchmarks/fine_tuning.py --gold GOLD.jsonl [DATA ...] [--recipe transformer]
        [--set KEY=VALUE] [--seeds 3] [--first 0] [--without a,b] [--share 1]

DATA is by default what comes with stance, all parts of it. GOLD has an article a line, with its
statements: spans, cue, kind, act, label; those marked optional are left out. Prints macro-F1 over the
labels for each seed, with probabilities as in the data and with the prior of the news, and for the
mean of all seeds' probabilities.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
from learning_curve import read_gold
from numpy.typing import NDArray

from stance.classifiers import make
from stance.classifiers.calibration import calibration_error
from stance.codebook import load_codebook
from stance.data import ARTICLE_STATEMENTS, STATEMENTS
from stance.eval.metrics import confusion_matrix, f1, macro_f1
from stance.labelled import LabelledStatement, read_labelled
from stance.runs.predicting import to_scores
from stance.training import Recipe, load_recipe

POSTURE = load_codebook("posture")
NEWS = {"conciliatory": 0.15, "neutral": 0.7, "threatening": 0.15}


def predict(
    recipe: Recipe, rows: list[LabelledStatement], gold: list[LabelledStatement], seed: int
) -> list[NDArray[np.float64]]:
    """Fit on rows; return the labels' probabilities of gold, as in the data and with the prior."""
    by_act = recipe.target == "act"
    classes = POSTURE.act_names if by_act else POSTURE.label_names
    targets = [(row.act or "") if by_act else row.label for row in rows]
    classifier = make(recipe.kind, recipe.params_for(POSTURE), inputs=recipe.inputs).fit(
        [row.utterance for row in rows],
        targets,
        classes=classes,
        groups=[row.dispute or row.article or row.id for row in rows],
        seed=seed,
        tell=lambda event, text, **values: print(f"  {text}", flush=True),  # noqa: ARG005
    )
    likely = classifier.predict_proba([row.utterance for row in gold])
    counts = Counter(targets)
    return [
        to_scores(
            likely,
            POSTURE,
            target=recipe.target,
            fitted={name: counts[name] for name in classes},
            prior=prior,
        ).labels
        for prior in (None, NEWS)
    ]


def main() -> None:
    """Train and judge what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="*", default=[STATEMENTS, ARTICLE_STATEMENTS])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--recipe", default="transformer")
    parser.add_argument("--set", dest="overrides", action="append", default=["target=act"])
    parser.add_argument("--without", default="", help="leave these disputes out, as in a,b")
    parser.add_argument("--share", type=float, default=1.0, help="of the rows, drawn at random")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    recipe = load_recipe(options.recipe, options.overrides)
    left_out = set(options.without.split(","))
    read = read_labelled(options.data, POSTURE)
    rows = [row for row in read if row.dispute not in left_out]
    gold = read_gold(options.gold)
    labels = POSTURE.label_names
    truth = np.array([labels.index(row.label) for row in gold])

    def told(name: str, likely: NDArray[np.float64]) -> str:
        matrix = confusion_matrix(truth, likely.argmax(axis=1), len(labels))
        each = ", ".join(
            f"{label} {value:.2f}" for label, value in zip(labels, f1(matrix), strict=True)
        )
        error = calibration_error(likely, truth)
        return f"{name}: macro-F1 {float(macro_f1(matrix)):.3f} ({each}), calibration error {error:.3f}"

    kept: list[list[NDArray[np.float64]]] = []
    for seed in range(options.first, options.first + options.seeds):
        drawn = random.Random(seed).sample(rows, round(options.share * len(rows)))
        start = time.perf_counter()
        kept.append(predict(recipe, drawn, gold, seed))
        seconds = time.perf_counter() - start
        print(f"seed {seed}, {len(drawn):,} rows, {seconds:.0f} s")
        for name, likely in zip(("as in the data", "as in the news"), kept[-1], strict=True):
            print(told(name, likely), flush=True)
    print(f"mean probabilities of {options.seeds} seeds")
    for name, each in zip(
        ("as in the data", "as in the news"), zip(*kept, strict=True), strict=True
    ):
        print(told(name, np.mean(each, axis=0)))


if __name__ == "__main__":
    main()
