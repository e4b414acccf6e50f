"""Formula injection: cells that a spreadsheet would run, made harmless and restored.

After the OWASP page on CSV injection: a leading apostrophe makes a spreadsheet take a cell as text.
"""

from __future__ import annotations

import re

_START = r"[=+\-@\t\r\n＝＋－＠]"
_RISKY = re.compile(f"'*{_START}")
_NEUTRALISED = re.compile(f"'+{_START}")


def neutralise(cell: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def restore(cell: str) -> str:
    """Undo `neutralise`."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell
