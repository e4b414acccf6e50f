"""How much the linear classifier learns from a quarter, half and all of the labelled statements.

    python benchmarks/learning_curve.py --gold GOLD.jsonl [DATA ...] [--without DISPUTE,...]

DATA is by default what comes with stance. GOLD is as in benchmarks/fine_tuning.py: an article a
line, with its statements. Prints macro-F1 over the labels on the gold statements (text, cue, kind),
as the mean of three draws and their range, for the recipes linear and news.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from stance.classifiers import make
from stance.codebook import load_codebook
from stance.data import ARTICLE_STATEMENTS, STATEMENTS
from stance.eval.metrics import confusion_matrix, macro_f1
from stance.labelled import LabelledStatement, read_labelled
from stance.runs.predicting import to_scores
from stance.training import load_recipe

POSTURE = load_codebook("posture")
SHARES, DRAWS = (0.25, 0.5, 1.0), 3


def read_gold(path: Path) -> list[LabelledStatement]:
    """Read the gold statements that must be found, their words without quotation marks."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        for number, gold in enumerate(article["statements"]):
            if not gold.get("optional"):
                text = " ".join(article["text"][start:end] for start, end in gold["spans"])
                rows.append(
                    LabelledStatement(
                        id=f"{article['id']}#{number}", text=text.strip("“”\"' ,\n"),
                        label=gold["label"], act=gold["act"], cue=gold["cue"], kind=gold["kind"],
                    )
                )  # fmt: skip
    return rows


def judged(
    rows: Sequence[LabelledStatement], gold: Sequence[LabelledStatement], recipe_name: str
) -> float:
    """Train on some rows, and return macro-F1 on the gold."""
    recipe = load_recipe(recipe_name)
    labels = POSTURE.label_names
    classifier = make(recipe.kind, recipe.params_for(POSTURE), inputs=recipe.inputs).fit(
        [row.utterance for row in rows],
        [row.label for row in rows],
        classes=labels,
        groups=[row.dispute or row.article or row.id for row in rows],
        seed=recipe.seed,
    )
    scores = to_scores(
        classifier.predict_proba([row.utterance for row in gold]),
        POSTURE,
        target=recipe.target,
        fitted=Counter(row.label for row in rows),
        prior=recipe.prior_for(POSTURE),
    )
    truth = np.array([labels.index(row.label) for row in gold])
    matrix = confusion_matrix(truth, scores.labels.argmax(axis=1), len(labels))
    return float(macro_f1(matrix))


def main() -> None:
    """Draw the curve that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="*", default=[STATEMENTS, ARTICLE_STATEMENTS])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--without", default="", help="leave these disputes out, as in a,b")
    options = parser.parse_args()
    left_out = set(options.without.split(","))
    rows = [row for row in read_labelled(options.data, POSTURE) if row.dispute not in left_out]
    gold = read_gold(options.gold)
    for recipe in ("linear", "news"):
        for share in SHARES:
            figures = [
                judged(random.Random(draw).sample(rows, round(share * len(rows))), gold, recipe)
                for draw in range(DRAWS if share < 1 else 1)
            ]
            print(
                f"{recipe}, {share:.0%} of {len(rows):,} rows: {np.mean(figures):.3f} "
                f"({min(figures):.3f} to {max(figures):.3f})",
                flush=True,
            )


if __name__ == "__main__":
    main()
