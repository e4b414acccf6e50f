"""``run.json``: what every run, of whichever sort, says of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from stance.errors import StanceError, describe_invalid
from stance.runs.layout import FORMAT, LAYOUT


class Entry(BaseModel):
    """A part of ``run.json``; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RunRecord(Entry):
    """What every run's ``run.json`` holds.

    Attributes
    ----------
    format
        The version of the directory's format.
    stance
        The version of stance that wrote it.
    name, kind, seed
        The run's name, what kind it is of, and the seed.
    packages, python, platform
        The versions it was trained with.
    git
        The revision of the directory in which it was trained, where that is under git.
    started, seconds
        When (UTC, ISO 8601), and how long it took.
    files
        SHA-256 of each of the model's files, by its path in the run.
    """

    format: int = FORMAT
    stance: str
    name: str
    kind: str
    seed: int
    packages: dict[str, str] = {}
    python: str = ""
    platform: str = ""
    git: str | None = None
    started: str = ""
    seconds: float = 0.0
    files: dict[str, str] = {}

    EXTRACTOR: ClassVar[bool] = False
    """Whether such a run finds statements; else it labels them."""

    def to_record(self) -> dict[str, Any]:
        """Return the JSON object."""
        return self.model_dump(mode="json")

    def write(self, folder: Path) -> None:
        """Write ``run.json``, with the checksums of the model's files as they are now."""
        record = self.to_record() | {"files": checksums(folder)}
        text = json.dumps(record, ensure_ascii=False, indent=2)
        (folder / LAYOUT.info).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read ``run.json``.

        Raises
        ------
        StanceError
            If it is no valid one, of a newer format, or of another sort of run.
        """
        record = read_record(path)
        _check_sort(record, path, extractor=cls.EXTRACTOR)
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


def read_record(path: Path) -> dict[str, Any]:
    """Read a ``run.json`` of any sort, as plain data.

    Raises
    ------
    StanceError
        If it cannot be read, is no run's, or is of a newer format.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StanceError(f"{path} cannot be read: {error}. Restore it, or retrain") from error
    version = record.get("format") if isinstance(record, dict) else None
    if not isinstance(version, int):
        raise StanceError(f"{path} is not the run.json of a stance run: it has no format number")
    if version > FORMAT:
        raise StanceError(
            f"{path.parent} was written by a newer stance (format {version}, this one reads "
            f"{FORMAT}): upgrade with pip install --upgrade stance"
        )
    return dict(record)


def is_extractor(record: Mapping[str, Any]) -> bool:
    """Tell whether a ``run.json`` is that of an extractor; else it is a classifier's."""
    return "encoder" in record and "codebook" not in record


def _check_sort(record: Mapping[str, Any], path: Path, *, extractor: bool) -> None:
    """Refuse an extractor where a classifier is wanted, and the reverse."""
    if is_extractor(record) and not extractor:
        raise StanceError(
            f"{path.parent} is an extractor, which finds statements and gives no labels: use it "
            "with --extractor, and name a classifier's run here"
        )
    if extractor and not is_extractor(record):
        raise StanceError(
            f"{path.parent} is a classifier, which labels statements and finds none: use it "
            "with stance score --run, and name an extractor's run here"
        )
