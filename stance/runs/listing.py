"""What runs there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from stance.errors import StanceError
from stance.runs.extractor import ExtractorRun, open_run
from stance.runs.layout import LAYOUT


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run in a line.

    Attributes
    ----------
    name, path
        The run, and where it is.
    kind, target, codebook, started
        As in its ``run.json``; None where that cannot be read.
    rows
        Rows of the data: labelled statements, or those in annotated articles.
    macro_f1, macro_f1_low, macro_f1_high
        Of a classifier, on its held-out part, with the 95% interval.
    partial_f1, partial_f1_low, partial_f1_high
        Of an extractor, on the articles held out, with the 95% interval.
    figures
        The value of every figure, by name; None where it is not defined.
    fault
        Why it cannot be used, or None.
    """

    name: str
    path: Path
    kind: str | None = None
    target: str | None = None
    codebook: str | None = None
    started: str | None = None
    rows: int | None = None
    macro_f1: float | None = None
    macro_f1_low: float | None = None
    macro_f1_high: float | None = None
    partial_f1: float | None = None
    partial_f1_low: float | None = None
    partial_f1_high: float | None = None
    figures: Mapping[str, float | None] = field(default_factory=dict)
    fault: str | None = None

    @classmethod
    def of(cls, path: Path) -> Self:
        """Summarise the run at a path, broken or not."""
        try:
            run = open_run(path)
            if isinstance(run, ExtractorRun):
                return cls._of_extractor(run)
            figure = run.evaluation.figures["macro_f1"]
        except StanceError as error:
            return cls(path.name, path, fault=str(error))
        return cls(
            name=run.name,
            path=path,
            kind=run.info.kind,
            target=run.info.target,
            codebook=run.codebook.name,
            started=run.info.started,
            rows=run.info.data.rows,
            macro_f1=figure.value,
            macro_f1_low=figure.low,
            macro_f1_high=figure.high,
            figures={name: one.value for name, one in run.evaluation.figures.items()},
        )

    @classmethod
    def _of_extractor(cls, run: ExtractorRun) -> Self:
        figure = run.evaluation.figures["partial_f1"]
        return cls(
            name=run.name,
            path=run.path,
            kind=run.info.kind,
            started=run.info.started,
            rows=run.info.data.statements,
            partial_f1=figure.value,
            partial_f1_low=figure.low,
            partial_f1_high=figure.high,
            figures={name: one.value for name, one in run.evaluation.figures.items()},
        )

    def to_record(self) -> dict[str, Any]:
        """Return the flat row that is written to JSON and CSV; figures are its last columns."""
        record = asdict(self) | {"path": str(self.path)}
        figures = record.pop("figures")
        # Macro-F1 and the like stand there already, before their intervals.
        return record | {name: value for name, value in figures.items() if name not in record}


def list_runs(folder: str | Path) -> list[RunSummary]:
    """List the runs in a folder, the newest first; broken ones, at the end, with their fault.

    Raises
    ------
    StanceError
        If there is no such folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise StanceError(f"no folder {folder}: stance train makes a run, in runs/ by default")
    runs = [RunSummary.of(path) for path in sorted(folder.iterdir()) if _looks_like_a_run(path)]
    return sorted(runs, key=lambda run: (run.started or "", run.name), reverse=True)


def run_rows(runs: Sequence[RunSummary]) -> list[dict[str, Any]]:
    """Return a flat row a run, all with the same columns."""
    columns = dict.fromkeys(name for run in runs for name in run.to_record())
    return [columns | run.to_record() for run in runs]


def _looks_like_a_run(path: Path) -> bool:
    # Directories that start with a dot are runs still being written.
    return (
        path.is_dir()
        and not path.name.startswith(".")
        and any((path / name).exists() for name in (LAYOUT.info, LAYOUT.recipe, LAYOUT.model))
    )
