"""Writes what a check of labelled data found as one HTML page that needs nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from stance.reports.rendering import page, page_file

if TYPE_CHECKING:
    from stance.training.checks import CheckReport


def write_check_page(
    report: CheckReport, target: Path, *, title: str = "Labelled data, checked"
) -> None:
    """Write the findings with their rows, the worst first.

    Raises
    ------
    StanceError
        If the target cannot be written.
    """
    severities = Counter(found.severity for found in report.findings)
    context = {
        "labels": list(dict.fromkeys(label for part in report.parts for label in part.labels)),
        "report": report,
        "severities": list(severities.items()),
        "title": title,
    }
    with page_file(target) as file:
        file.writelines(page("findings.html.jinja", context, sheets=("findings.css",)))
