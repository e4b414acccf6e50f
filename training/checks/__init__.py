"""Labelled data, checked: what would make figures wrong, and what the data are like."""

from stance.training.checks.checking import check
from stance.training.checks.display import render_check
from stance.training.checks.diversity import Diversity, diversity
from stance.training.checks.findings import CODES, SEVERITIES, Example, Finding, at_least
from stance.training.checks.report import CheckReport

__all__ = [
    "CODES",
    "SEVERITIES",
    "CheckReport",
    "Diversity",
    "Example",
    "Finding",
    "at_least",
    "check",
    "diversity",
    "render_check",
]
