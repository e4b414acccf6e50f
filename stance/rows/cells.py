"""A cell, as JSON, CSV and Parquet give it, read as text."""

from __future__ import annotations

import json
import math
from datetime import date, time
from typing import Any


def text_of(value: Any) -> str | None:
    """Take a cell as text: a date as ISO 8601, lists and objects as JSON; None where it is empty.

    A whole number is written as one though a column with gaps made it a float, and NaN is a gap.
    """
    match value:
        case None | "":
            return None
        case str():
            return value
        case float() if math.isnan(value):
            return None
        case float() if value.is_integer():
            return str(int(value))
        case date() | time():
            return value.isoformat()
        case bool() | list() | dict():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)
