"""``run.json`` of a classifier: what it is and where it comes from."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from stance.codebook import Codebook
from stance.runs.record import Entry, RunRecord


class DataInfo(Entry):
    """The data of a run.

    Attributes
    ----------
    fingerprint
        SHA-256 over the rows in canonical form, in the order of their ids.
    rows, articles, disputes
        How many; 0 articles or disputes where the data do not name them.
    labels
        Rows by label, in the codebook's order.
    fitted
        Rows by target (label or act) that the saved classifier was fitted on.
    training, held_out
        Rows by label in the two parts.
    unit
        What the split kept whole: dispute, article, or statement.
    """

    fingerprint: str
    rows: int
    articles: int
    disputes: int
    labels: dict[str, int]
    fitted: dict[str, int]
    training: dict[str, int]
    held_out: dict[str, int]
    unit: Literal["dispute", "article", "statement"]


class SeedInfo(Entry):
    """A classifier of one of several seeds.

    Attributes
    ----------
    seed
        Its seed.
    macro_f1
        On the held-out part.
    chosen_by
        Macro-F1 of the targets on the part of the training data that it chose by, where it has one.
    """

    seed: int
    macro_f1: float
    chosen_by: float | None = None


class ExportInfo(Entry):
    """What an export changed.

    Attributes
    ----------
    format
        ``onnx``, or ``int8``: ONNX with weights of 8-bit integers.
    of
        The run that was exported.
    statements
        How many statements both were compared on.
    same_label
        The share of them to which both give the same label.
    largest_gap
        The largest difference between two probabilities of a label.
    macro_f1_before, macro_f1
        Of both, on these statements: good for the difference only, since some may have been
        trained on.
    judged
        Whether the run's figures are those of the exported classifier; else they are of the first.
    """

    format: Literal["onnx", "int8"]
    of: str
    statements: int
    same_label: float
    largest_gap: float
    macro_f1_before: float
    macro_f1: float
    judged: bool


class RunInfo(RunRecord):
    """What the ``run.json`` of a classifier's run holds.

    Attributes
    ----------
    target
        What it predicts.
    prior
        The proportions of labels that probabilities are re-weighted to; None: as in the data.
    abstain
        A statement none of whose labels is as likely as this is left undecided where it is scored.
    refitted
        Whether the saved classifier was fitted on all rows once it was judged.
    seeds
        How those of several seeds did, where there were several.
    exported
        What its export changed, where it was exported.
    labels
        The labels in their order, as in the codebook.
    codebook
        The whole codebook.
    data
        What it was trained on.
    """

    target: Literal["label", "act"]
    prior: dict[str, float] | None = None
    abstain: float = Field(default=0.0, ge=0, lt=1)
    refitted: bool = False
    seeds: tuple[SeedInfo, ...] = ()
    exported: ExportInfo | None = None
    labels: tuple[str, ...]
    codebook: Codebook
    data: DataInfo

    @model_validator(mode="after")
    def _one_order(self) -> Self:
        if self.labels != self.codebook.label_names:
            raise ValueError(
                f"the labels ({', '.join(self.labels)}) are not those of its codebook, in their "
                f"order ({', '.join(self.codebook.label_names)})"
            )
        if self.prior is not None and set(self.prior) != set(self.labels):
            raise ValueError("the prior does not name the labels of the codebook")
        return self

    @property
    def targets(self) -> tuple[str, ...]:
        """The labels or acts that the classifier predicts, in the codebook's order."""
        return self.codebook.act_names if self.target == "act" else self.labels

    def to_record(self) -> dict[str, Any]:
        """Return the JSON object."""
        return super().to_record() | {"codebook": self.codebook.to_record()}
