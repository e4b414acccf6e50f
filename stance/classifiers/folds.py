"""Folds of the training data that keep groups whole, and classes in proportion."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from stance.duplicates import normalised
from stance.statements import Utterance

Places = NDArray[np.intp]


def groups_of(utterances: Sequence[Utterance], groups: Sequence[str] | None) -> Sequence[str]:
    """Return the groups, or where none are given each text as its own.

    Repeated words may not stand on both sides of a fold either.
    """
    return groups or [normalised(utterance.text) for utterance in utterances]


def folds(
    y: Places, groups: Sequence[str], number: int, seed: int
) -> Iterator[tuple[Places, Places]]:
    """Give what is inside and what outside of each fold; skip those that learn too few classes.

    Parameters
    ----------
    y
        The class of each item, from 0 and without gaps, shape (items,).
    groups
        The group of each.
    number
        How many folds, at most.
    seed
        Of the order of the groups.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    codes = np.unique(np.array(groups), return_inverse=True)[1]
    number = min(number, int(np.bincount(y).max()), int(codes.max()) + 1)
    if number < 2:
        return
    splitter = StratifiedGroupKFold(number, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        # Classes rarer than the folds are dealt with below.
        warnings.simplefilter("ignore", UserWarning)
        parts = list(splitter.split(np.zeros(len(y)), y, codes))
    for inside, outside in parts:
        if len(outside) and len(np.unique(y[inside])) == y.max() + 1:
            yield inside, outside


def cut_off(y: Places, groups: Sequence[str], share: float, seed: int) -> tuple[Places, Places]:
    """Cut about a share of the items off; none where that leaves too few classes."""
    if share:
        for parts in folds(y, groups, round(1 / share), seed):
            return parts
    return np.arange(len(y)), np.zeros(0, dtype=np.intp)
