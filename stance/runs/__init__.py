"""A run: a trained model with its recipe, data, figures and predictions; one directory."""

from stance.runs.curve import CurvePoint
from stance.runs.extractor import (
    ArticlesInfo,
    ExtractorInfo,
    ExtractorRun,
    open_extractor,
    open_run,
)
from stance.runs.info import DataInfo, ExportInfo, RunInfo, SeedInfo
from stance.runs.layout import LAYOUT
from stance.runs.listing import RunSummary, list_runs, run_rows
from stance.runs.opening import Run
from stance.runs.predicting import Scores
from stance.runs.selecting import Condition, sort_runs, where
from stance.runs.writing import write_run

__all__ = [
    "LAYOUT",
    "ArticlesInfo",
    "Condition",
    "CurvePoint",
    "DataInfo",
    "ExportInfo",
    "ExtractorInfo",
    "ExtractorRun",
    "Run",
    "RunInfo",
    "RunSummary",
    "Scores",
    "SeedInfo",
    "list_runs",
    "open_extractor",
    "open_run",
    "run_rows",
    "sort_runs",
    "where",
    "write_run",
]
