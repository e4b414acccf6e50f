"""What a check found, and what the data are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from stance.training.checks.diversity import Diversity
from stance.training.checks.findings import SEVERITIES, Finding, Severity

FORMAT: Final = 1


class Part(BaseModel):
    """A split of the data, or a file of them, with its rows by label."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    rows: int
    labels: dict[str, int]


class Ease(BaseModel):
    """How well a bag of words does on a target, cross-validated by article, dispute and text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    target: str
    rows: int
    macro_f1: float
    accuracy: float


class CheckReport(BaseModel):
    """The whole of a check.

    Attributes
    ----------
    format
        The version of the record's form.
    codebook
        Its name, or None where the labels are those of the data.
    rows
        How many were checked; `articles` how many articles stood beside them.
    parts
        Splits or files.
    columns
        How often each value occurs, in columns that have few: label, act, kind, difficulty, …
    diversity
        How varied the texts are.
    ease
        How easy the labels are.
    findings
        Errors first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    codebook: str | None
    rows: int
    articles: int
    parts: tuple[Part, ...]
    columns: dict[str, dict[str, int]]
    diversity: Diversity
    ease: tuple[Ease, ...]
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Severity | None:
        """The severity of the worst finding."""
        severities = {found.severity for found in self.findings}
        return next((severity for severity in SEVERITIES if severity in severities), None)

    def table(self) -> Iterator[dict[str, Any]]:
        """Give one flat row for each example of a finding, or for the finding if it has none."""
        for found in self.findings:
            of = {"code": found.code, "severity": found.severity, "count": found.count}
            nothing = {"place": "", "id": "", "label": "", "text": "", "detail": found.message}
            for example in found.examples:
                yield of | example.model_dump()
            if not found.examples:
                yield of | nothing
