"""How often the intervals hold the truth: simulated data whose true figures are known.

    python benchmarks/interval_coverage.py [--sets 1000] [--articles 60] [--resamples 1000]

Articles differ in how hard they are and in what is said in them; three labels in proportions 20, 65
and 15 of a hundred. The truth of a figure is that of two million items drawn alike.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from stance.eval import metrics
from stance.eval.bootstrap import Bootstrap

SHARES = np.array([0.20, 0.65, 0.15])
FIGURES = {
    "macro-F1": metrics.macro_f1,
    "accuracy": metrics.accuracy,
    "Matthews correlation": metrics.mcc,
    "F1 of the rarest": lambda matrices: metrics.f1(matrices)[..., 2],
}


def draw(articles: int, chance: np.random.Generator) -> tuple[NDArray[np.float64], list[str]]:
    """Draw confusion cells, an item a row, and the article of each."""
    sizes = 1 + chance.poisson(7, size=articles)
    article = np.repeat(np.arange(articles), sizes)
    mix = chance.dirichlet(6 * SHARES, size=articles)[article]
    gold = (chance.random((len(article), 1)) > mix.cumsum(axis=1)).sum(axis=1).clip(0, 2)
    skill = 1.2 + chance.normal(scale=0.7, size=articles)[article]
    right = chance.random(len(article)) < 1 / (1 + np.exp(-skill))
    # Mistakes fall mostly on the most frequent label.
    other = (gold + 1 + (chance.random(len(article)) < 0.3)) % 3
    taken = np.where((gold != 1) & (chance.random(len(article)) < 0.7), 1, other)
    predicted = np.where(right, gold, taken)
    cells = np.zeros((len(article), 9))
    cells[np.arange(len(article)), gold * 3 + predicted] = 1
    return cells, [f"a{i}" for i in article]


def main() -> None:
    """Simulate, and print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--resamples", type=int, default=1000)
    options = parser.parse_args()
    whole, _ = draw(250_000, np.random.default_rng(12345))
    truth = {n: float(f(whole.sum(axis=0).reshape(3, 3))) for n, f in FIGURES.items()}
    held = {name: np.zeros(2, dtype=int) for name in FIGURES}
    for seed in range(options.sets):
        cells, articles = draw(options.articles, np.random.default_rng(seed))
        for by, clusters in enumerate((articles, None)):
            bootstrap = Bootstrap(cells, clusters=clusters, resamples=options.resamples, seed=seed)
            for name, figure in FIGURES.items():
                _, low, high = bootstrap.interval(
                    lambda sums, of=figure: of(sums.reshape(*sums.shape[:-1], 3, 3))  # type: ignore[misc]
                )
                held[name][by] += low <= truth[name] <= high
    print(f"{options.sets:,} data sets of {options.articles} articles, 8 items each on average")
    for name, (by_article, by_item) in held.items():
        print(
            f"{name:22} true {truth[name]:.3f}: held by {by_article / options.sets:.1%} of the "
            f"intervals that resample articles, {by_item / options.sets:.1%} of those that resample items"
        )


if __name__ == "__main__":
    main()
