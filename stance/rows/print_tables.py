"""Rows out as tables for a text: Markdown and LaTeX."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any, Final

from stance.rows.columns import Columns, Row, with_columns
from stance.terminal import plain

_LATEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_",
    "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}", "[": "{[}", "]": "{]}",
}  # fmt: skip


def write_markdown(rows: Iterable[Row], file: IO[str], columns: Columns | None) -> int:
    """Write rows as a Markdown table, numbers to the right; all of them are held in memory."""
    names, lines, numeric = _table(rows, columns, _markdown)
    if names:
        _write_line(file, map(_markdown, names))
        _write_line(file, ("---:" if right else "---" for right in numeric))
    for line in lines:
        _write_line(file, line)
    return len(lines)


def write_latex(rows: Iterable[Row], file: IO[str], columns: Columns | None) -> int:
    """Write rows as a LaTeX table for the package booktabs; all of them are held in memory."""
    names, lines, numeric = _table(rows, columns, _latex)
    if not names:
        return 0
    kinds = "".join("r" if right else "l" for right in numeric)
    file.write(f"\\begin{{tabular}}{{{kinds}}}\n\\toprule\n")
    file.write(" & ".join(map(_latex, names)) + " \\\\\n\\midrule\n")
    file.writelines(" & ".join(line) + " \\\\\n" for line in lines)
    file.write("\\bottomrule\n\\end{tabular}\n")
    return len(lines)


def _table(
    rows: Iterable[Row], columns: Columns | None, escape: Callable[[str], str]
) -> tuple[tuple[str, ...], list[list[str]], Sequence[bool]]:
    """Return names, cells, and which columns hold numbers only."""
    names, rows = with_columns(rows, columns)
    values = [[row.get(name) for name in names] for row in rows]
    numeric = [
        any(known := [value for value in column if value is not None])
        and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in known)
        for column in zip(*values, strict=True)
    ] or [False] * len(names)
    return names, [[escape(_shown(value)) for value in line] for line in values], numeric


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return " ".join(plain(value).split())
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:z.3f}"
        case int():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|~#])", r"\\\1", text)


def _latex(text: str) -> str:
    return "".join(_LATEX.get(each, each) for each in text)


def _write_line(file: IO[str], cells: Iterable[str]) -> None:
    file.write(f"| {' | '.join(cells)} |\n")
