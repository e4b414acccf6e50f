from __future__ import annotations

from pathlib import Path

from stance.annotation import FORMATS, WARNINGS
from stance.training.checks import CODES

DOCS = Path(__file__).parents[2] / "docs"


def test_every_code_of_a_check_is_told_as_it_is() -> None:
    page = (DOCS / "data.md").read_text(encoding="utf-8")
    for code, kind in CODES.items():
        assert f"| `{code}` | {kind.severity} | {kind.meaning} | {kind.cure} |" in page


def test_every_format_and_warning_of_annotations_is_told() -> None:
    page = (DOCS / "annotation.md").read_text(encoding="utf-8")
    for name in (*FORMATS, *WARNINGS):
        assert f"`{name}`" in page, name
