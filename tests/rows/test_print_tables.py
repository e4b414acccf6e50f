from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.rows import write_rows

ROWS: list[dict[str, Any]] = [
    {"label": "a|b", "macro_f1": 0.82449, "n": 12, "all": True},
    {"label": None, "macro_f1": None, "n": 3, "all": False},
]


def written(rows: list[dict[str, Any]], format_: str) -> str:
    file = io.StringIO()
    assert write_rows(rows, file, format_) == len(rows)
    return file.getvalue()


def test_markdown() -> None:
    assert written(ROWS, "markdown") == (
        "| label | macro\\_f1 | n | all |\n"
        "| --- | ---: | ---: | --- |\n"
        "| a\\|b | 0.824 | 12 | yes |\n"
        "|  |  | 3 | no |\n"
    )


def test_latex() -> None:
    assert written(ROWS, "latex") == (
        "\\begin{tabular}{lrrl}\n\\toprule\nlabel & macro\\_f1 & n & all \\\\\n\\midrule\n"
        "a\\textbar{}b & 0.824 & 12 & yes \\\\\n & & 3 & no \\\\\n\\bottomrule\n\\end{tabular}\n"
    ).replace("\n & & 3", "\n &  & 3")


@pytest.mark.parametrize("format_", ["markdown", "latex"])
@given(text=st.text())
def test_no_text_breaks_the_table(format_: str, text: str) -> None:
    table = written([{"x": text, "y": 1}, {"x": "plain", "y": 2}], format_)
    lines = table.splitlines()
    assert len(lines) == (4 if format_ == "markdown" else 8)
    if format_ == "markdown":
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", lines[2])) == 3
    else:
        assert not re.search(r"(?<!\\)(?:\\\\)*[%$#_]", lines[4].removesuffix(r" \\"))


def test_the_ending_tells_the_format(tmp_path: Path) -> None:
    from stance.rows import format_of

    assert (format_of(tmp_path / "a.md"), format_of(tmp_path / "a.tex")) == ("markdown", "latex")


@pytest.mark.parametrize("format_", ["markdown", "latex"])
def test_nothing_is_an_empty_table(format_: str) -> None:
    assert written([], format_) == ""
