"""Measure how long an evaluation takes, and how much memory: simulated predictions.

    python benchmarks/evaluation.py [--items 100000] [--labels 3] [--resamples 1000] [--articles N]

All figures with their intervals, for predictions with scores; without --articles each item stands
for itself, which is the most work.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np

from stance.eval import Prediction, judge


def predictions_of(items: int, labels: list[str], articles: int) -> list[Prediction]:
    """Make predictions that are right about three times in four."""
    chance = np.random.default_rng(0)
    gold = chance.choice(len(labels), size=items)
    logits = chance.normal(size=(items, len(labels)))
    logits[np.arange(items), gold] += 2
    likely = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return [
        Prediction(
            str(i),
            labels[gold[i]],
            labels[row.argmax()],
            dict(zip(labels, row.tolist(), strict=True)),
            f"a{i % articles}" if articles else None,
        )
        for i, row in enumerate(likely)
    ]


def main() -> None:
    """Measure, and print a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--labels", type=int, default=3)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=0)
    options = parser.parse_args()
    labels = [f"label {i}" for i in range(options.labels)]
    predictions = predictions_of(options.items, labels, options.articles)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    evaluation = judge(
        predictions,
        labels,
        baseline=dict.fromkeys(labels, 1),
        baseline_is="uniform",
        values=list(range(len(labels))),
        data="simulated",
        resamples=options.resamples,
    )
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{options.items:,} items, {options.labels} labels, {evaluation.intervals.units:,} units, "
        f"{options.resamples:,} resamples: {took:.1f} s, {peak:.0f} MiB at the peak "
        f"({before:.0f} MiB for the predictions themselves)"
    )


if __name__ == "__main__":
    main()
