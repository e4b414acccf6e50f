"""How often the tests of ``stance compare`` find a difference where there is none.

    python benchmarks/false_alarms.py [--sets 10000] [--resamples 1000] [--seed 0]

Each simulated data set has articles of 2 to 10 statements. A statement is easy or hard by its
article; how well a system gets on with an article is the system's own luck, so that its mistakes come
in clusters, as those of classifiers do. Three settings:

- two systems that are equally good: how often is p below 5%?
- one that is better: how often does the interval of the difference hold the true one, which is that in
  one very large data set?
- two recipes of five seeds that are equally good, in which seeds differ: how often is p below 5%?
"""

from __future__ import annotations

import argparse
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stance.eval.comparison.measuring import Measurement
from stance.eval.comparison.paired import ALPHA, mcnemar
from stance.eval.comparison.systems import Cost, Matched, System
from stance.eval.metrics import confusion_matrix, macro_f1

ARTICLES: Final = 80
LABELS: Final = ("conciliatory", "neutral", "threatening")
SHARES: Final = (0.25, 0.5, 0.25)
HARDNESS, LUCK, SEEDS_DIFFER = 0.7, 1.0, 0.2

Codes = NDArray[np.intp]


def simulate(
    rng: np.random.Generator, skills: list[list[float]], articles: int = ARTICLES
) -> tuple[Codes, Codes, list[Codes]]:
    """Draw a data set; a system's luck with an article is that of all its seeds.

    Returns
    -------
    article, gold, predicted
        Of each statement; the last for each system, shape (seeds, statements).
    """
    sizes = rng.integers(2, 11, size=articles)
    article = np.repeat(np.arange(articles), sizes)
    gold = rng.choice(len(LABELS), size=len(article), p=SHARES)
    hardness = rng.normal(0, HARDNESS, size=articles)
    systems = []
    for seeds in skills:
        ease = hardness + rng.normal(0, LUCK, size=articles)
        columns = []
        for skill in seeds:
            right = rng.random(len(gold)) < 1 / (1 + np.exp(-(skill + ease[article])))
            other = (gold + rng.integers(1, len(LABELS), size=len(gold))) % len(LABELS)
            columns.append(np.where(right, gold, other))
        systems.append(np.stack(columns))
    return article, gold, systems


def measure(article: Codes, gold: Codes, predicted: list[Codes], resamples: int) -> Measurement:
    """Compare the systems of a data set."""
    systems = tuple(System(str(i), (), codes, Cost()) for i, codes in enumerate(predicted))
    names = tuple(map(str, article))
    matched = Matched(LABELS, tuple(map(str, range(len(gold)))), names, gold, systems, names)
    return Measurement(matched, (1.0, 0.0, -1.0), resamples=resamples, seed=0)


def true_difference(skills: list[list[float]]) -> float:
    """Return the difference in macro-F1 in 200,000 articles."""
    _, gold, systems = simulate(np.random.default_rng(1), skills, 200_000)
    one, other = (float(macro_f1(confusion_matrix(gold, codes[0], 3))) for codes in systems)
    return other - one


def main() -> None:
    """Simulate, and print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=10_000)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    p_values: dict[str, list[float]] = {}
    for _ in range(options.sets):
        article, gold, predicted = simulate(rng, [[1.0], [1.0]])
        measurement = measure(article, gold, predicted, options.resamples)
        for name in measurement.figures:
            _, (difference,) = measurement.measure(name)
            p_values.setdefault(f"randomisation by article, {name}", []).append(difference.p)
        right = [codes[0] == gold for codes in predicted]
        fixed, broken = int((right[1] & ~right[0]).sum()), int((right[0] & ~right[1]).sum())
        p_values.setdefault("McNemar by statement", []).append(mcnemar(fixed, broken))
    for name, found in p_values.items():
        print(f"false alarms, {name}: {np.mean(np.array(found) < ALPHA):.1%}")
    skills = [[1.0], [1.4]]
    truth = true_difference(skills)
    held = []
    for _ in range(options.sets):
        _, (difference,) = measure(*simulate(rng, skills), options.resamples).measure("macro_f1")
        held.append(difference.low <= truth <= difference.high)
    print(f"coverage of the difference in macro-F1, true {truth:+.3f}: {np.mean(held):.1%}")
    for seeds in (3, 5):
        alarms = []
        for _ in range(options.sets):
            groups = [list(rng.normal(1.0, SEEDS_DIFFER, size=seeds)) for _ in range(2)]
            measurement = measure(*simulate(rng, groups), options.resamples)
            _, (difference,) = measurement.measure("macro_f1")
            alarms.append(difference.p < ALPHA)
        print(f"false alarms, groups of {seeds} seeds, macro_f1: {np.mean(alarms):.1%}")


if __name__ == "__main__":
    main()
