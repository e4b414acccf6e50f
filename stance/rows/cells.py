"""Cells of rows as text."""

from __future__ import annotations

from datetime import date
from typing import Any


def text_of(value: Any) -> str | None:
    """Take a cell as text: a number as it is written, a date as ISO 8601; None where it is empty."""
    match value:
        case None | "":
            return None
        case str():
            return value
        case date():
            return value.isoformat()
        case _:
            return str(value)
