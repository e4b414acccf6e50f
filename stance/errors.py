"""The one error that is meant for the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


class StanceError(Exception):
    """Something the user can put right: the message says what is wrong, where, and what to do."""


def describe_invalid(error: ValidationError) -> str:
    """Render pydantic's findings as one line a finding, ``field: what is wrong``."""
    lines = []
    for finding in error.errors(include_url=False):
        field = ".".join(str(part) for part in finding["loc"]) or "(whole)"
        lines.append(f"  {field}: {finding['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)
