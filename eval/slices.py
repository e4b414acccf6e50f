"""How good predictions are in parts of the data: by kind, speaker, year, length, any column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from stance.errors import StanceError
from stance.eval import metrics
from stance.eval.bootstrap import RESAMPLES, Bootstrap, units_of
from stance.eval.clusters import ARTICLE, clusters_of
from stance.eval.evaluation import Evaluation, Figure
from stance.eval.judging import FEW_ITEMS, few_labels
from stance.eval.metrics import Floats
from stance.eval.multiplicity import holm
from stance.eval.predictions import Prediction

Places = NDArray[np.intp]

USUAL: Final = ("kind", "act", "speaker", "affiliation", "source", "difficulty", "date", "length")
"""What is looked at where nothing is asked for, as far as it is known of the items."""

FEWEST: Final = 20
"""A slice with fewer items is counted, and not judged."""

MOST: Final = 40
"""Of a column with more slices that large, the largest are judged."""

_LENGTHS: Final = ((10, "1 to 10 words"), (20, "11 to 20 words"), (40, "21 to 40 words"))
_LONGER: Final = "more than 40 words"


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the items, and how good the predictions are there.

    Attributes
    ----------
    column, value
        What its items have in common.
    n
        How many there are.
    accuracy, macro_f1
        With their intervals; the baseline is the figure of all other items.
    difference
        Accuracy here less that of all other items, with its interval.
    p
        How likely a difference as large is where there is none, corrected for the number of slices.
    few
        The labels of fewer than ten of its items, with their number: macro-F1 says little then.
    """

    column: str
    value: str
    n: int
    accuracy: Figure
    macro_f1: Figure
    difference: Figure
    p: float
    few: tuple[str, ...] = ()

    COLUMNS: ClassVar[Mapping[str, type]] = {
        "column": str,
        "value": str,
        "n": int,
        **{
            f"{name}{end}": float
            for name in ("accuracy", "macro_f1", "difference")
            for end in ("", "_low", "_high")
        },
        "p": float,
        "few": str,
    }

    def to_record(self) -> dict[str, Any]:
        """Return the slice flat, as it stands in a table."""
        record: dict[str, Any] = {"column": self.column, "value": self.value, "n": self.n}
        for name in ("accuracy", "macro_f1", "difference"):
            figure: Figure = getattr(self, name)
            record |= {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high}
        return record | {"p": self.p, "few": ", ".join(self.few) or None}


@dataclass(frozen=True, slots=True)
class Slices:
    """All slices of some columns.

    Attributes
    ----------
    slices
        The worst first, by accuracy.
    columns
        What was looked at.
    small
        By column, how many slices were too small, or too many, to be judged, and their items.
    """

    slices: tuple[Slice, ...]
    columns: tuple[str, ...]
    small: Mapping[str, tuple[int, int]]

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat row a slice."""
        return [each.to_record() for each in self.slices]

    @property
    def notes(self) -> list[str]:
        """What was not judged, and what says little, in words."""
        notes = [
            f"by {column}, {slices:,} slices with {items:,} statements are too small to be judged, or "
            "too many"
            for column, (slices, items) in self.small.items()
        ]
        if few := sum(bool(each.few) for each in self.slices):
            notes.append(
                f"in {few:,} of {len(self.slices):,} slices, some label is that of fewer than {FEW_ITEMS} "
                "statements: macro-F1 says little there"
            )
        return notes


def slice_predictions(
    predictions: Sequence[Prediction],
    labels: Sequence[str],
    columns: Sequence[str] = (),
    *,
    cluster: str = ARTICLE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Slices:
    """Judge each slice of the items.

    A slice's accuracy is compared with that of all other items. The standard error is that of the
    difference of two ratios by Taylor linearisation, with articles as the units (D. A. Binder, "On
    the variances of asymptotically normal estimators from complex surveys", International
    Statistical Review 51, 1983), on Student's distribution with as many degrees of freedom as there
    are units less one; the p-values of all slices are corrected after S. Holm, "A simple
    sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).

    Parameters
    ----------
    predictions
        With what is known of each item in its columns.
    labels
        All labels, in the codebook's order.
    columns
        What to slice by: a column, ``date`` (by year) or ``length`` (in words); by default those of
        `USUAL` that are known.
    cluster
        The column whose items are the units: ``article``, ``speaker`` or any other.
    resamples, seed
        Of the bootstrap that gives the intervals of accuracy and macro-F1.

    Raises
    ------
    StanceError
        If no item has one of the columns.
    """
    asked = columns or [
        name for name in USUAL if any(values_of(item, name) for item in predictions)
    ]
    clusters = clusters_of(predictions, cluster)
    items = _Items.of(predictions, labels, clusters, resamples, seed)
    found: list[Slice] = []
    small: dict[str, tuple[int, int]] = {}
    for column in asked:
        members = _members(predictions, column)
        if not members:
            known = ", ".join(_known(predictions)) or "none"
            raise StanceError(
                f"no statement has a {column}; the columns known are: {known}. Judge a run on "
                "statements (--data) that have it, or let the file of predictions have it"
            )
        by_size = sorted(members, key=lambda value: -len(members[value]))
        judged = [value for value in by_size[:MOST] if len(members[value]) >= FEWEST]
        if left := by_size[len(judged) :]:
            small[column] = (len(left), sum(len(members[value]) for value in left))
        found += [
            items.slice(column, value, members[value])
            for value in judged
            if len(members[value]) < len(predictions)
        ]
    corrected = holm([each.p for each in found])
    whole = [replace(each, p=p or 0.0) for each, p in zip(found, corrected, strict=True)]
    whole.sort(key=lambda each: (each.accuracy.value or 0.0, each.column, each.value))
    return Slices(tuple(whole), tuple(asked), small)


def slice_known(evaluation: Evaluation) -> Slices | None:
    """Judge the slices of an evaluation by what is known of its items; None where nothing is."""
    items = evaluation.predictions
    if not any(values_of(item, name) for item in items for name in USUAL):
        return None
    made = evaluation.intervals
    return slice_predictions(items, evaluation.labels, **made.drawn)


@dataclass(frozen=True)
class _Items:
    """What is judged: codes of gold and predicted, and the unit of each item."""

    gold: Places
    predicted: Places
    units: Places
    clusters: Sequence[str | None]
    labels: Sequence[str]
    resamples: int
    seed: int

    @classmethod
    def of(
        cls,
        predictions: Sequence[Prediction],
        labels: Sequence[str],
        clusters: Sequence[str | None],
        resamples: int,
        seed: int,
    ) -> Self:
        place = {label: i for i, label in enumerate(labels)}
        return cls(
            gold=np.array([place[item.gold] for item in predictions], dtype=np.intp),
            predicted=np.array([place[item.predicted] for item in predictions], dtype=np.intp),
            units=units_of(clusters),
            clusters=clusters,
            labels=labels,
            resamples=resamples,
            seed=seed,
        )

    def slice(self, column: str, value: str, members: Sequence[int]) -> Slice:
        size = len(self.labels)
        inside = np.zeros(len(self.gold), dtype=bool)
        inside[members] = True
        cells = np.zeros((len(members), size * size))
        cells[np.arange(len(members)), self.gold[members] * size + self.predicted[members]] = 1
        bootstrap = Bootstrap(
            cells,
            clusters=[self.clusters[i] for i in members],
            resamples=self.resamples,
            seed=self.seed,
        )
        rest = metrics.confusion_matrix(self.gold[~inside], self.predicted[~inside], size)

        def figure(of: Callable[[Floats], Floats]) -> Figure:
            ends = bootstrap.interval(lambda sums: of(sums.reshape(*sums.shape[:-1], size, size)))
            value, low, high = map(float, ends)
            return Figure.of(value=value, low=low, high=high, baseline=float(of(rest)))

        right = self.gold == self.predicted
        difference, p = _against_the_rest(right, inside, self.units)
        accuracy, macro_f1 = figure(metrics.accuracy), figure(metrics.macro_f1)
        support = np.bincount(self.gold[members], minlength=size).tolist()
        few = few_labels(support, self.labels)
        return Slice(column, value, len(members), accuracy, macro_f1, difference, p, few)


def _against_the_rest(
    right: NDArray[np.bool_], inside: NDArray[np.bool_], units: Places
) -> tuple[Figure, float]:
    """Return accuracy inside less that outside, and the two-sided p-value of none."""
    gap = 0.0
    influence = np.zeros(len(right))
    for sign, part in ((1, inside), (-1, ~inside)):
        share = right[part].mean()
        gap += sign * share
        influence[part] = sign * (right[part] - share) / part.sum()
    number = int(units.max()) + 1
    if number < 2:
        return Figure.of(value=gap), 1.0
    by_unit = np.bincount(units, weights=influence, minlength=number)
    error = float(np.sqrt(number / (number - 1) * (by_unit**2).sum()))
    reach = float(student.ppf(0.975, number - 1)) * error
    # Where all are alike, what is left of gap and error is rounding.
    surely = error < 1e-12
    p = float(abs(gap) < 1e-12 if surely else 2 * student.sf(abs(gap) / error, number - 1))
    return Figure.of(value=gap, low=max(gap - reach, -1.0), high=min(gap + reach, 1.0)), p


def _members(predictions: Sequence[Prediction], column: str) -> dict[str, list[int]]:
    members: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(predictions):
        for value in values_of(item, column):
            members[value].append(i)
    return members


def values_of(item: Prediction, column: str) -> Sequence[str]:
    """Return what an item has in a column (dates by year, lengths in words); of tags, each."""
    if column == "length" and column not in item.columns:
        return _length(item.columns.get("text"))
    value = item.article if column == "article" else item.columns.get(column)
    if value is None or value == "":
        return ()
    if column == "date":
        return re.findall(r"^\d{4}", str(value))
    if isinstance(value, (list, tuple)):
        return [str(each) for each in value]
    return (str(value),)


def _length(text: object) -> Sequence[str]:
    if not isinstance(text, str):
        return ()
    words = len(text.split())
    return (next((name for most, name in _LENGTHS if words <= most), _LONGER),)


def _known(predictions: Sequence[Prediction]) -> list[str]:
    return sorted({name for item in predictions for name in item.columns})
