"""The report of an evaluation: rows first, JSON there and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Self

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError, model_validator

from stance.errors import StanceError, describe_invalid
from stance.eval.clusters import ARTICLE
from stance.eval.predictions import Prediction

if TYPE_CHECKING:
    from pandas import DataFrame

    from stance.reports.plots import Plot

FORMAT: Final = 1

# In the order in which they are shown, with what a reader is told of each.
FIGURES: Final[Mapping[str, str]] = {
    "macro_f1": "macro-F1",
    "macro_precision": "macro-precision",
    "macro_recall": "macro-recall",
    "weighted_precision": "precision, weighted by label",
    "weighted_recall": "recall, weighted by label (the accuracy)",
    "weighted_f1": "F1, weighted by label",
    "micro_f1": "micro-precision, -recall and -F1 (the accuracy)",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "mcc": "Matthews correlation",
    "kappa": "Cohen's kappa with the gold",
    "alpha": "Krippendorff's alpha with the gold",
    "posture_error": "error of the value (lower is better)",
    "sign_flips": "taken for the opposite (lower is better)",
    "auroc": "AUROC, mean of the labels",
    "average_precision": "average precision, mean of the labels",
    "log_loss": "log loss (lower is better)",
    "brier": "Brier score (lower is better)",
    "calibration_error": "calibration error (lower is better)",
    "classwise_calibration_error": "calibration error, mean of the labels (lower is better)",
}
HEADLINES: Final = (
    *("macro_f1", "accuracy", "mcc", "posture_error", "sign_flips"),
    *("auroc", "log_loss", "calibration_error"),
)
"""What is shown where there is no room for all."""


BY_LABEL: Final = ("precision", "recall", "f1", "auroc", "average_precision")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Record):
    """A figure with its 95% interval, and the baseline's figure beside it; None where undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None
    baseline: float | None = None

    @classmethod
    def of(cls, **numbers: float) -> Self:
        """Make a figure of numbers as they come, nan where undefined; they are rounded where shown."""
        return cls(**{name: None if x != x else float(x) for name, x in numbers.items()})

    def __str__(self) -> str:
        value, low, high = (
            "–" if number is None else f"{number:z.3f}"
            for number in (self.value, self.low, self.high)
        )
        return f"{value} [{low}, {high}]"


class LabelFigures(_Record):
    """The figures of one label; `support` counts its gold items, `predicted` those given it.

    AUROC and average precision are there where probabilities are known.
    """

    label: str
    support: int
    predicted: int
    precision: Figure
    recall: Figure
    f1: Figure
    auroc: Figure | None = None
    average_precision: Figure | None = None

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures that are known, by name."""
        known = {name: getattr(self, name) for name in BY_LABEL}
        return {name: figure for name, figure in known.items() if figure is not None}


class Intervals(_Record):
    """How the intervals were made; `units` of `unit` (article, item, or a column) were resampled."""

    method: str
    unit: str
    units: int
    resamples: int
    seed: int
    level: float

    def __str__(self) -> str:
        if self.units < 2:
            return f"no intervals: there is one {self.unit} only"
        return (
            f"[low, high]: {self.level:.0%} intervals, {self.method}, {self.resamples:,} "
            f"resamples of {self.units:,} {self.of_units}"
        )

    @property
    def drawn(self) -> dict[str, Any]:
        """The arguments by which more figures of the same items are resampled alike."""
        cluster = ARTICLE if self.unit == "item" else self.unit
        return {"cluster": cluster, "resamples": self.resamples, "seed": self.seed}

    @property
    def of_units(self) -> str:
        """What was resampled, in the plural."""
        return plural(self.unit)


def plural(unit: str) -> str:
    """Return the plural of a unit, which may be any column of a user's."""
    if unit.endswith("s"):
        return unit
    by_y = unit.endswith("y") and unit[-2:-1] not in set("aeiou")
    return f"{unit[:-1]}ies" if by_y else f"{unit}s"


class Provenance(_Record):
    """What was judged, and by which version.

    Attributes
    ----------
    stance
        The version that judged.
    items
        SHA-256 of the items: their ids, golds and, where they are known, texts.
    run
        SHA-256 of the run's ``run.json``, which has the checksums of all its files.
    kind, trained_on, codebook
        Of the run: its kind, how many statements it was fitted on, its codebook with the version.
    """

    stance: str
    items: str
    run: str | None = None
    kind: str | None = None
    trained_on: int | None = None
    codebook: str | None = None


class Evaluation(_Record):
    """How well predictions agree with the gold.

    Attributes
    ----------
    format
        The version of the record's form.
    run
        The run's name, or None.
    data
        What was judged, in words.
    n
        Items judged.
    labels, values
        In the codebook's order; values where the labels have any.
    figures
        By name, of `FIGURES`: those of values where the labels have any, those of probabilities
        where they are known.
    by_label
        In the order of `labels`.
    confusion
        Items by gold label (outer) and predicted label (inner), in the order of `labels`.
    baseline
        What the baseline is, in words.
    intervals
        How the intervals were made.
    notes
        What the reader must know: what was left out, which labels are absent.
    provenance
        What was judged; None in what training itself writes, beside the run.
    """

    format: int = FORMAT
    run: str | None = None
    data: str
    n: int
    labels: tuple[str, ...]
    values: tuple[float, ...] | None = None
    figures: dict[str, Figure]
    by_label: tuple[LabelFigures, ...]
    confusion: tuple[tuple[int, ...], ...]
    baseline: str
    intervals: Intervals
    notes: tuple[str, ...] = ()
    provenance: Provenance | None = None
    _predictions: tuple[Prediction, ...] = PrivateAttr(default=())

    @property
    def predictions(self) -> tuple[Prediction, ...]:
        """What was judged, item by item; empty where the evaluation was read from a file."""
        return self._predictions

    def with_predictions(self, predictions: Sequence[Prediction]) -> Self:
        """Return the evaluation with the predictions it was made from."""
        evaluation = self.model_copy()
        evaluation._predictions = tuple(predictions)
        return evaluation

    def traced(self, provenance: Provenance) -> Self:
        """Return the evaluation with what was judged; the predictions stay."""
        return self.model_copy(update={"provenance": provenance})

    @model_validator(mode="after")
    def _fits(self) -> Self:
        size = len(self.labels)
        if [len(row) for row in self.confusion] != [size] * size:
            raise ValueError("the confusion matrix does not fit the labels")
        if tuple(row.label for row in self.by_label) != self.labels:
            raise ValueError("by_label does not fit the labels")
        return self

    def rows(self) -> list[dict[str, Any]]:
        """Return a flat row a figure: label ("" for all), figure, value, low, high, baseline, n."""
        rows = [
            {"label": "", "figure": name, **figure.model_dump(), "n": self.n}
            for name, figure in self.figures.items()
        ]
        for label in self.by_label:
            rows += [
                {
                    "label": label.label,
                    "figure": name,
                    **figure.model_dump(),
                    "n": label.support,
                }
                for name, figure in label.figures.items()
            ]
        return rows

    def frame(self) -> DataFrame:
        """Return the rows as a pandas table."""
        from pandas import DataFrame

        return DataFrame(self.rows())

    def plots(self) -> list[Plot]:
        """Return the pictures there are: labels, confusion and, by the predictions, more."""
        from stance.eval.plots import evaluation_plots
        from stance.eval.slices import slice_known

        return evaluation_plots(self, slice_known(self))

    def plot(self, name: str = "labels") -> Plot:
        """Return a picture; a notebook shows it, and `Plot.save` writes it.

        Raises
        ------
        StanceError
            If there is none of that name.
        """
        from stance.reports.plots import find_plot

        return find_plot(self.plots(), name)

    def to_html(self) -> str:
        """Return the whole as one page, as ``stance evaluate --report`` writes it."""
        from stance.eval.page import evaluation_page

        return "".join(evaluation_page(self))

    def _repr_html_(self) -> str:
        from stance.reports.rendering import rows_fragment

        shown = [
            {
                "": FIGURES[name],
                "value": each.value,
                "low": each.low,
                "high": each.high,
                "baseline": each.baseline,
            }
            for name in HEADLINES
            if (each := self.figures.get(name)) is not None
        ]
        heading = f"{self.run or 'Predictions'} on {self.data}, n = {self.n:,}"
        return rows_fragment(heading, shown, [str(self.intervals), *self.notes])

    def to_record(self) -> dict[str, Any]:
        """Return the evaluation as JSON data that `from_record` reads."""
        return self.model_dump(mode="json")

    @classmethod
    def from_record(cls, record: object, where: str = "the evaluation") -> Self:
        """Read what `to_record` gave; `where` names its file in errors.

        Raises
        ------
        StanceError
            If it is no evaluation, or one of a newer format.
        """
        check_format(record, where)
        try:
            return cls.model_validate(record)
        except ValidationError as error:
            raise StanceError(
                f"{where} is not a valid evaluation:\n{describe_invalid(error)}"
            ) from error


def check_format(record: object, where: str) -> None:
    """Refuse an evaluation of a newer format than this stance reads."""
    version = record.get("format") if isinstance(record, Mapping) else None
    if isinstance(version, int) and version > FORMAT:
        raise StanceError(
            f"{where} was written by a newer stance (format {version}, this one reads "
            f"{FORMAT}): upgrade with pip install --upgrade stance"
        )
