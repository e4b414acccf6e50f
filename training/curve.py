"""The learning curve: what shares of the training part teach."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from stance.runs import CurvePoint
from stance.training.split import Parts
from stance.training.steps import Fit, Training

SHARES: Final = (0.1, 0.25, 0.5, 0.75)
DRAWS: Final = 3


def learning_curve(training: Training, parts: Parts, whole: Fit) -> list[CurvePoint]:
    """Fit on shares of the training part, some random draws of each, and judge on the held-out part.

    Parameters
    ----------
    training, parts
        The training, and how its rows are divided.
    whole
        What was fitted on all of the training part: the last point.

    Returns
    -------
    list of CurvePoint
        A share that has one target only in a draw is left out.
    """
    points = list(_points(training, parts))
    points.append(CurvePoint(1.0, len(parts.training), 1, whole.info.macro_f1))
    return points


def _points(training: Training, parts: Parts) -> Iterator[CurvePoint]:
    targets = training.targets
    for share in SHARES:
        for draw in range(1, DRAWS + 1):
            seed = training.recipe.seed + draw
            chance = random.Random(f"{seed} {share}")  # noqa: S311
            places = sorted(chance.sample(parts.training, round(share * len(parts.training))))
            if len({targets[place] for place in places}) < 2:
                continue
            named = f"{share:.0%} of it, draw {draw}"
            fitted = training.fit(places, parts, named, seed, told=False)
            value = training.macro_f1(fitted, parts)
            training.journal("point", f"Fitted on {named}: macro-F1 {value:.3f}.", macro_f1=value)
            yield CurvePoint(share, len(places), draw, value)
