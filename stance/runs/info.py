"""``run.json``: what a run is and where it comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from stance.codebook import Codebook
from stance.errors import StanceError, describe_invalid
from stance.runs.layout import FORMAT, LAYOUT


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DataInfo(_Record):
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


class RunInfo(_Record):
    """What ``run.json`` holds.

    Attributes
    ----------
    format
        The version of the directory's format.
    stance
        The version of stance that wrote it.
    name, kind, target, seed
        The run's name, its classifier's kind, what that predicts, and the seed.
    prior
        The proportions of labels that probabilities are re-weighted to; None: as in the data.
    refitted
        Whether the saved classifier was fitted on all rows once it was judged.
    labels
        The labels in their order, as in the codebook.
    codebook
        The whole codebook.
    data
        What it was trained on.
    packages, python, platform
        The versions it was trained with.
    git
        The revision of the directory in which it was trained, where that is under git.
    started, seconds
        When (UTC, ISO 8601), and how long it took.
    files
        SHA-256 of each of the classifier's files, by its path in the run.
    """

    format: int = FORMAT
    stance: str
    name: str
    kind: str
    target: Literal["label", "act"]
    seed: int
    prior: dict[str, float] | None = None
    refitted: bool = False
    labels: tuple[str, ...]
    codebook: Codebook
    data: DataInfo
    packages: dict[str, str] = {}
    python: str = ""
    platform: str = ""
    git: str | None = None
    started: str = ""
    seconds: float = 0.0
    files: dict[str, str] = {}

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

    def write(self, folder: Path) -> None:
        """Write ``run.json``, with the checksums of the model's files as they are now."""
        record = self.model_dump(mode="json") | {
            "codebook": self.codebook.to_record(),
            "files": checksums(folder),
        }
        text = json.dumps(record, ensure_ascii=False, indent=2)
        (folder / LAYOUT.info).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read ``run.json``.

        Raises
        ------
        StanceError
            If it is no valid one, or of a newer format.
        """
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StanceError(f"{path} cannot be read: {error}. Restore it, or retrain") from error
        _check_format(record, path)
        try:
            return cls.model_validate(record)
        except ValidationError as error:
            raise StanceError(
                f"{path} is broken:\n{describe_invalid(error)}\nRestore it, or retrain"
            ) from error


def checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a run's model, by its path in the run."""
    files = sorted(path for path in (folder / LAYOUT.model).rglob("*") if path.is_file())
    sums = {}
    for path in files:
        with path.open("rb") as file:
            sums[path.relative_to(folder).as_posix()] = hashlib.file_digest(
                file, "sha256"
            ).hexdigest()
    return sums


def _check_format(record: Any, path: Path) -> None:
    version = record.get("format") if isinstance(record, Mapping) else None
    if not isinstance(version, int):
        raise StanceError(f"{path} is not the run.json of a stance run: it has no format number")
    if version > FORMAT:
        raise StanceError(
            f"{path.parent} was written by a newer stance (format {version}, this one reads "
            f"{FORMAT}): upgrade with pip install --upgrade stance"
        )
