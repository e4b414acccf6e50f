"""Rows of JSON Lines, JSON, CSV, TSV and Parquet files, in and out: one place for all."""

from stance.rows.cells import text_of
from stance.rows.decoding import open_text
from stance.rows.reading import READABLE, Located, read_json_lines, read_rows, read_rows_from
from stance.rows.rejects import RefusedError, Reject, RejectHandler, RejectLog, refuse
from stance.rows.targets import check_writable
from stance.rows.writing import FORMATS, format_of, write_rows

__all__ = [
    "FORMATS",
    "READABLE",
    "Located",
    "RefusedError",
    "Reject",
    "RejectHandler",
    "RejectLog",
    "check_writable",
    "format_of",
    "open_text",
    "read_json_lines",
    "read_rows",
    "read_rows_from",
    "refuse",
    "text_of",
    "write_rows",
]
