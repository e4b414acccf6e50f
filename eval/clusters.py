"""What is resampled together: the items of one article, speaker, dispute or any other column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stance.errors import StanceError
from stance.eval.predictions import Prediction
from stance.rows import text_of

ARTICLE: Final = "article"


def clusters_of(predictions: Sequence[Prediction], column: str = ARTICLE) -> list[str | None]:
    """Return what each item has in a column; None where nothing is known.

    Parameters
    ----------
    predictions
        With what is known of each item in its columns.
    column
        ``article``, ``speaker``, ``dispute`` or any other.

    Raises
    ------
    StanceError
        If no item has the column; without articles, each item stands for itself.
    """
    names = [cluster_of(item, column) for item in predictions]
    if column != ARTICLE and not any(name is not None for name in names):
        known = sorted({name for item in predictions for name in item.columns})
        raise StanceError(
            f"no statement has a {column}, and none can be resampled by it; the columns known are: "
            f"{', '.join(known) or 'none'}. Judge a run on statements (--data) that have it, or let the "
            "file of predictions have it"
        )
    return names


def cluster_of(item: Prediction, column: str) -> str | None:
    """Return what one item has in a column, as text.

    Raises
    ------
    StanceError
        If that is a list or an object: an item is resampled with one cluster.
    """
    value = item.article if column == ARTICLE else item.columns.get(column)
    if isinstance(value, (list, tuple, dict)):
        raise StanceError(
            f"{item.id}: its {column} is {value!r}; a column to resample by has one value an item"
        )
    return text_of(value)


def unclustered(names: Sequence[str | None], column: str) -> list[str]:
    """Say how many items have nothing in the column, where others have."""
    lacking = sum(name is None for name in names)
    if lacking in {0, len(names)}:
        return []
    return [f"{lacking:,} of {len(names):,} statements have no {column}, and stand for themselves"]
