"""How often the intervals of corrected shares hold the truth: simulated corpora.

    python benchmarks/share_coverage.py [--sets 1000]

3,000 statements in 300 articles, which differ in what is said in them and in how hard they are; a
classifier that errs towards the commonest label. 100, 200 or 400 statements are labelled, drawn by
chance, singly or as whole articles. The truth is the share in the population that articles are of.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from stance.eval.shares import adjusted_shares, maximised_shares, prediction_powered
from stance.eval.shares.adjusting import confusion_by_article
from stance.eval.shares.maximising import Judged

SHARES = np.array([0.20, 0.65, 0.15])
SHARP = 1.8
NAMES = ("conciliatory", "neutral", "threatening")
Floats = NDArray[np.float64]
Places = NDArray[np.intp]


def corpus(
    articles: int, shares: Floats, chance: np.random.Generator
) -> tuple[Places, Floats, Places]:
    """Draw gold labels, probabilities, and the article of each statement."""
    article = np.repeat(np.arange(articles), 10)
    mix = chance.dirichlet(6 * shares, size=articles)[article]
    gold = (chance.random((len(article), 1)) > mix.cumsum(axis=1)).sum(axis=1).clip(0, 2)
    logits = chance.normal(size=(len(gold), 3)) + np.array([0, 0.8, 0])
    skill = 1.8 + chance.normal(scale=0.5, size=articles)[article]
    logits[np.arange(len(gold)), gold] += skill
    powers = np.exp(logits)
    return gold, powers / powers.sum(axis=1, keepdims=True), article


def main() -> None:
    """Simulate, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=1000)
    options = parser.parse_args()
    print(
        f"{options.sets:,} corpora of 300 articles, 10 statements each; the 95% interval held the true share of"
    )
    for by in ("statement", "article"):
        for size in (100, 200, 400):
            held, naive, width = np.zeros(3), np.zeros(3), np.zeros((2, 3))
            for seed in range(options.sets):
                chance = np.random.default_rng(seed)
                gold, likely, article = corpus(300, SHARES, chance)
                if by == "statement":
                    sample = chance.permutation(len(gold))[:size]
                else:
                    sample = np.flatnonzero(np.isin(article, chance.permutation(300)[: size // 10]))
                found = prediction_powered(likely, np.eye(3)[gold[sample]], sample, article)
                alone = prediction_powered(
                    np.zeros_like(likely), np.eye(3)[gold[sample]], sample, article
                )
                held += (found.low <= SHARES) & (found.high >= SHARES)
                naive += np.bincount(likely.argmax(axis=1), minlength=3) / len(gold)
                width += np.stack([found.high - found.low, alone.high - alone.low])
            rates = ", ".join(
                f"{n} {r:.1%}" for n, r in zip(NAMES, held / options.sets, strict=True)
            )
            print(
                f"ppi, {size} labelled by {by}: {rates}; naive shares {naive / options.sets}; width "
                f"{(width[0] / width[1]).mean():.0%} of that of the labels alone"
            )
    shift(options.sets)


def shift(sets: int) -> None:
    """Simulate shares that have shifted, with errors known of 600 statements of 60 articles."""
    shifted = np.array([0.10, 0.55, 0.35])
    # What the scores of `corpus` hold for, once they are sharpened to be as sure as they are right.
    odds = np.exp(SHARP * np.array([0, 0.8, 0]))
    prior = odds / odds.sum()
    found: dict[str, list[tuple[Floats, Floats, Floats]]] = {}
    for seed in range(sets):
        chance = np.random.default_rng(seed)
        gold, known, there = corpus(60, SHARES, chance)
        _, likely, here = corpus(300, shifted, chance)
        drawn = {"resamples": 500, "seed": seed}
        articles = [f"{number}" for number in there]
        confusion = confusion_by_article(gold, known.argmax(axis=1), articles, 3)
        sharp, sharp_known = sharpened(likely), sharpened(known)
        for name, estimate in {
            "acc": adjusted_shares(likely.argmax(axis=1), here, confusion, **drawn),
            "em": maximised_shares(sharp, here, Judged(sharp_known, gold, articles), **drawn),
            "em, scores not sure enough": maximised_shares(
                likely, here, Judged(known, gold, articles), **drawn
            ),
            "em, the prior given, and right": maximised_shares(sharp, here, prior, **drawn),
            "em, the prior given, and off by one to four points": maximised_shares(
                sharp, here, SHARES, **drawn
            ),
        }.items():
            found.setdefault(name, []).append(estimate)
    for name, estimates in found.items():
        value, low, high = (np.array(each) for each in zip(*estimates, strict=True))
        held = ((low <= shifted) & (shifted <= high)).mean(axis=0)
        told = ", ".join(
            f"{n} {r:.1%} ({bias:+.1f} points)"
            for n, r, bias in zip(NAMES, held, 100 * (value.mean(axis=0) - shifted), strict=True)
        )
        print(f"{name}: {told}; mean width {100 * (high - low).mean():.1f} points")


def sharpened(likely: Floats) -> Floats:
    """Make scores as sure as they are right."""
    powers = likely**SHARP
    return powers / powers.sum(axis=1, keepdims=True)


if __name__ == "__main__":
    main()
