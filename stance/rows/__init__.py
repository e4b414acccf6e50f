"""Rows of JSON Lines, JSON, CSV, TSV and Parquet files, in and out: one place for all."""

from stance.rows.cells import text_of
from stance.rows.decoding import open_text
from stance.rows.hub import SPLIT, is_hub_id, is_saved_dataset, read_dataset
from stance.rows.reading import (
    READABLE,
    Located,
    RowFilter,
    read_json_lines,
    read_rows,
    read_rows_from,
)
from stance.rows.rejects import RefusedError, Reject, RejectHandler, RejectLog, refuse
from stance.rows.targets import check_folder, check_writable
from stance.rows.writing import FORMATS, SUFFIXES, format_of, write_rows

__all__ = [
    "FORMATS",
    "READABLE",
    "SPLIT",
    "SUFFIXES",
    "Located",
    "RefusedError",
    "Reject",
    "RejectHandler",
    "RejectLog",
    "RowFilter",
    "check_folder",
    "check_writable",
    "format_of",
    "is_hub_id",
    "is_saved_dataset",
    "open_text",
    "read_dataset",
    "read_json_lines",
    "read_rows",
    "read_rows_from",
    "refuse",
    "text_of",
    "write_rows",
]
