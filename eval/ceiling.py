"""The ceiling: how far coders agree with one another, beside how far predictions agree with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stance.errors import StanceError
from stance.eval import metrics
from stance.eval.bootstrap import RESAMPLES, Bootstrap
from stance.eval.clusters import ARTICLE, clusters_of
from stance.eval.evaluation import Figure
from stance.eval.metrics import Floats
from stance.eval.predictions import Prediction

if TYPE_CHECKING:
    from stance.eval.agreement import Codings

_Figure = Callable[[Floats], Floats]
_FIGURES: Final[dict[str, _Figure]] = {
    "macro_f1": metrics.macro_f1,
    "accuracy": metrics.accuracy,
    "kappa": metrics.kappa,
    "alpha": metrics.alpha,
}


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Figures of coders and of predictions, on the items that two coders or more have coded.

    Attributes
    ----------
    items, coders
        How many.
    human
        By name: of one coder judged by another, on average over all pairs.
    predicted
        The same of the predictions judged by one coder, on average over the coders.
    difference
        The second less the first. Where its interval holds 0, the classifier agrees with a coder as
        another coder would.
    """

    items: int
    coders: int
    human: dict[str, Figure]
    predicted: dict[str, Figure]
    difference: dict[str, Figure]

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat row a figure and side."""
        return [
            {"of": side, "figure": name, "value": each.value, "low": each.low, "high": each.high}
            for side in ("human", "predicted", "difference")
            for name, each in getattr(self, side).items()
        ]


def measure_ceiling(
    predictions: Sequence[Prediction],
    labels: Sequence[str],
    codings: Codings,
    *,
    cluster: str = ARTICLE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Ceiling:
    """Judge coders by one another, and predictions by the coders, on the same items.

    Each item counts once, however many coded it. A classifier judged by what coders settled between
    them may look better than any of them: it is here judged as they are.

    Parameters
    ----------
    predictions
        Their gold is not looked at.
    labels
        All labels, in the codebook's order.
    codings
        What coders made of the items, by the same ids.
    cluster
        The column whose items are resampled together.
    resamples, seed
        Of the bootstrap.

    Raises
    ------
    StanceError
        If no item was coded by two, or a coder's label is none of the labels.
    """
    size = len(labels)
    place = {label: i for i, label in enumerate(labels)}
    cells: list[Floats] = []
    clusters: list[str | None] = []
    for item, name in zip(predictions, clusters_of(predictions, cluster), strict=True):
        given = [each.label for each in codings.items.get(item.id, {}).values() if each.label]
        if len(given) < 2:
            continue
        if strange := next((label for label in given if label not in place), None):
            raise StanceError(
                f"{item.id}: a coder's label {strange!r} is not a label; there are {', '.join(labels)}"
            )
        codes = [place[label] for label in given]
        both = np.zeros((2, size, size))
        for one, other in permutations(codes, 2):
            both[0, one, other] += 1 / (len(codes) * (len(codes) - 1))
        for code in codes:
            both[1, code, place[item.predicted]] += 1 / len(codes)
        cells.append(both.reshape(-1))
        clusters.append(name)
    if not cells:
        raise StanceError(
            "no item that is judged was coded by two coders: the codings must have the ids of the data"
        )
    bootstrap = Bootstrap(
        np.stack(cells), clusters=clusters, unit=cluster, resamples=resamples, seed=seed
    )

    def figures(of_both: Callable[[_Figure, Floats, Floats], Floats]) -> dict[str, Figure]:
        found = {}
        for name, of in _FIGURES.items():

            def figure(sums: Floats, of: _Figure = of) -> Floats:
                both = sums.reshape(*sums.shape[:-1], 2, size, size)
                return of_both(of, both[..., 0, :, :], both[..., 1, :, :])

            value, low, high = map(float, bootstrap.interval(figure))
            found[name] = Figure.of(value=value, low=low, high=high)
        return found

    return Ceiling(
        items=len(cells),
        coders=len(codings.coders),
        human=figures(lambda of, human, _: of(human)),
        predicted=figures(lambda of, _, predicted: of(predicted)),
        difference=figures(lambda of, human, predicted: of(predicted) - of(human)),
    )
