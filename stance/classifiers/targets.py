"""Targets as numbers, and back: of all classes there are, those that the data have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stance.errors import StanceError


def encode_targets(
    targets: Sequence[str], classes: Sequence[str]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give each target its number among those that there are.

    Returns
    -------
    present
        The places in `classes` of the targets that the data have, shape (present,).
    y
        For each target its place in `present`, shape (targets,).

    Raises
    ------
    StanceError
        If there are fewer than two targets: nothing can be learnt.
    """
    place = {name: i for i, name in enumerate(classes)}
    present, y = np.unique([place[name] for name in targets], return_inverse=True)
    if len(present) < 2:
        raise StanceError(
            f"the training data have one class only ({', '.join(sorted(set(targets)))}); "
            "a classifier needs at least two"
        )
    return present.astype(np.intp), y


def spread(
    probabilities: NDArray[np.float64], present: NDArray[np.intp], classes: int
) -> NDArray[np.float64]:
    """Give classes without training data probability 0; shape (items, classes)."""
    full = np.zeros((len(probabilities), classes))
    full[:, present] = probabilities
    return full
