"""What turns a classifier's logits into probabilities that are as sure as it is right.

They are fitted in `stance.classifiers.calibration`; to apply them takes nothing but numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.softmax import softmax

Floats = NDArray[np.float64]

_LEAST: Final = 1e-12
"""No probability is nearer to 0 or 1 where its logarithm is taken."""


class Calibrator(Protocol):
    """Turns logits into probabilities.

    Attributes
    ----------
    method
        The name by which recipes call it, and under which it stands in its record.
    """

    method: ClassVar[str]

    def __call__(self, logits: Floats) -> Floats:
        """Return probabilities, shape (items, classes), of logits of the same shape."""
        ...

    def to_record(self) -> dict[str, Any]:
        """Return what `calibrator_of` reads, as JSON data."""
        ...


@dataclass(frozen=True, slots=True)
class Temperature:
    """Divides logits by one number; 1 leaves the probabilities as they are."""

    method: ClassVar[str] = "temperature"
    value: float = 1.0

    def __call__(self, logits: Floats) -> Floats:
        """Return probabilities, shape (items, classes)."""
        return softmax(logits, self.value)

    def to_record(self) -> dict[str, Any]:
        """Return the record."""
        return {self.method: self.value}

    @classmethod
    def from_record(cls, record: Any) -> Self:
        """Read the number."""
        return cls(float(record))


@dataclass(frozen=True, slots=True)
class Sigmoid:
    """A logistic curve for each class on its log odds against the others; rows sum to 1."""

    method: ClassVar[str] = "sigmoid"
    slopes: Sequence[float]
    intercepts: Sequence[float]

    def __call__(self, logits: Floats) -> Floats:
        """Return probabilities, shape (items, classes)."""
        odds = log_odds(logits) * np.array(self.slopes) + np.array(self.intercepts)
        return _to_sum_1(1 / (1 + np.exp(-np.clip(odds, -500, 500))), logits)

    def to_record(self) -> dict[str, Any]:
        """Return the record."""
        return {self.method: [list(self.slopes), list(self.intercepts)]}

    @classmethod
    def from_record(cls, record: Any) -> Self:
        """Read slopes and intercepts."""
        slopes, intercepts = ([float(number) for number in each] for each in record)
        return cls(slopes, intercepts)


@dataclass(frozen=True, slots=True)
class Isotonic:
    """For each class a rising line from its probability to its frequency; rows sum to 1.

    Attributes
    ----------
    lines
        For each class the probabilities where its line bends, and the frequencies there.
    """

    method: ClassVar[str] = "isotonic"
    lines: Sequence[tuple[Sequence[float], Sequence[float]]]

    def __call__(self, logits: Floats) -> Floats:
        """Return probabilities, shape (items, classes)."""
        likely = softmax(logits)
        columns = [np.interp(likely[:, k], *line) for k, line in enumerate(self.lines)]
        return _to_sum_1(np.stack(columns, axis=1), logits)

    def to_record(self) -> dict[str, Any]:
        """Return the record."""
        return {self.method: [[list(bends), list(shares)] for bends, shares in self.lines]}

    @classmethod
    def from_record(cls, record: Any) -> Self:
        """Read the lines."""
        return cls(
            [([float(x) for x in bends], [float(y) for y in shares]) for bends, shares in record]
        )


_KNOWN: Final = (Temperature, Sigmoid, Isotonic)


def calibrator_of(settings: Mapping[str, Any]) -> Calibrator:
    """Return the calibrator whose record stands among settings.

    Raises
    ------
    KeyError, TypeError, ValueError
        If there is none, or it is broken.
    """
    for known in _KNOWN:
        if known.method in settings:
            return known.from_record(settings[known.method])
    raise KeyError("temperature")


def log_odds(logits: Floats) -> Floats:
    """Return the log odds of each class against all others, shape (items, classes)."""
    likely = np.clip(softmax(logits), _LEAST, 1 - _LEAST)
    return np.asarray(np.log(likely) - np.log1p(-likely))


def _to_sum_1(likely: Floats, logits: Floats) -> Floats:
    """Divide rows by their sums; where nothing is thought possible, the logits speak alone."""
    total = likely.sum(axis=1, keepdims=True)
    return np.where(total > 0, likely / np.where(total > 0, total, 1.0), softmax(logits))
