"""Train on a few labelled statements of each label, and judge on the others of the data.

    python benchmarks/few_shot.py DATA [--recipe fewshot] [--set KEY=VALUE] [--codebook auto]
        [--examples 16] [--draws 5]

Texts that are drawn are not judged by. Prints macro-F1 of each draw, their mean and range.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from statistics import mean

import numpy as np

from stance.classifiers import make
from stance.codebook import Codebook
from stance.eval.metrics import confusion_matrix, macro_f1
from stance.labelled import LabelledStatement, read_labelled
from stance.training import Recipe, load_recipe, resolve_codebook


def draw(rows: list[LabelledStatement], examples: int, seed: int) -> list[LabelledStatement]:
    """Draw so many rows of each label, by chance."""
    chance = random.Random(seed)
    labels = sorted({row.label for row in rows})
    return [
        row
        for label in labels
        for row in chance.sample([each for each in rows if each.label == label], examples)
    ]


def judge(
    recipe: Recipe, book: Codebook, drawn: list[LabelledStatement], others: list[LabelledStatement]
) -> float:
    """Return macro-F1 over the others of a classifier that was fitted on what was drawn."""
    labels = book.label_names
    classifier = make(recipe.kind, recipe.params_for(book), inputs=recipe.inputs).fit(
        [row.utterance for row in drawn],
        [row.label for row in drawn],
        classes=labels,
        seed=recipe.seed,
    )
    likely = classifier.predict_proba([row.utterance for row in others])
    gold = np.array([labels.index(row.label) for row in others])
    return float(macro_f1(confusion_matrix(gold, likely.argmax(axis=1), len(labels))))


def main() -> None:
    """Draw, train and judge as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--recipe", default="fewshot")
    parser.add_argument("--set", dest="overrides", action="append", default=[])
    parser.add_argument("--codebook", default="posture")
    parser.add_argument("--examples", type=int, default=16)
    parser.add_argument("--draws", type=int, default=5)
    options = parser.parse_args()
    recipe = load_recipe(options.recipe, options.overrides)
    book = resolve_codebook(options.codebook)
    rows = read_labelled(options.data, book)
    book = book or Codebook.of_labels(row.label for row in rows)
    figures = []
    for seed in range(options.draws):
        drawn = draw(rows, options.examples, seed)
        texts = {row.text for row in drawn}
        others = [row for row in rows if row.text not in texts]
        figures.append(judge(recipe, book, drawn, others))
        print(f"draw {seed}: {len(drawn)} to learn from, {len(others):,} judged: {figures[-1]:.3f}",
              flush=True)  # fmt: skip
    print(
        f"macro-F1, mean of {options.draws} draws: {mean(figures):.3f} (from {min(figures):.3f} to {max(figures):.3f})"
    )


if __name__ == "__main__":
    main()
