"""A run's learning curve: what shares of the training part taught."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stance.errors import StanceError


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A classifier that was fitted on a share of the training part.

    Attributes
    ----------
    share, rows
        Of the training part.
    draw
        Which of the random draws of that share, from 1.
    macro_f1
        On the held-out part.
    """

    share: float
    rows: int
    draw: int
    macro_f1: float


def read_curve(path: Path) -> list[CurvePoint]:
    """Read the learning curve of a run.

    Raises
    ------
    StanceError
        If the file is broken.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return [
                CurvePoint(
                    float(row["share"]), int(row["rows"]), int(row["draw"]), float(row["macro_f1"])
                )
                for row in csv.DictReader(lines)
            ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StanceError(f"{path} cannot be read: {error}. Restore it, or retrain") from error


def last_gain(points: Sequence[CurvePoint]) -> float | None:
    """Return by how much macro-F1 rose with the last doubling of the rows; None if that is not known."""
    half, whole = ([p.macro_f1 for p in points if p.share == share] for share in (0.5, 1.0))
    if not half or not whole:
        return None
    return sum(whole) / len(whole) - sum(half) / len(half)
