"""Reports that a person reads: one self-contained HTML page."""

from stance.reports.findings import write_check_page
from stance.reports.report import RunFacts, write_report

__all__ = ["RunFacts", "write_check_page", "write_report"]
