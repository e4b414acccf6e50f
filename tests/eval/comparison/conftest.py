from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from stance.eval import Prediction
from stance.eval.comparison import Entrant

MakeEntrant = Callable[..., Entrant]


@pytest.fixture
def make_entrant() -> MakeEntrant:
    """Make a system: `n` items of `labels` labels, `size` an article, right with a given chance."""

    def make(
        name: str,
        right: float = 0.7,
        *,
        n: int = 120,
        labels: int = 3,
        size: int = 4,
        runs: int = 1,
        seed: int = 1,
    ) -> Entrant:
        gold = np.random.default_rng(0).integers(labels, size=n)
        chance = np.random.default_rng(seed)
        columns = []
        for _ in range(runs):
            other = chance.integers(labels, size=n)
            predicted = np.where(chance.random(n) < right, gold, other)
            columns.append(
                [
                    Prediction(
                        f"s{i}", f"l{gold[i]:02}", f"l{predicted[i]:02}", None, f"a{i // size}"
                    )
                    for i in range(n)
                ]
            )
        return Entrant(name, columns)

    return make
