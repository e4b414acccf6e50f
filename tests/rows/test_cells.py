from __future__ import annotations

from datetime import date

import pytest

from stance.rows import text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("", None),
        ("no", "no"),
        (7, "7"),
        (0.5, "0.5"),
        (date(2026, 1, 2), "2026-01-02"),
        (True, "true"),
        (3.0, "3"),
        (float("nan"), None),
        ({"name": "é"}, '{"name": "é"}'),
    ],
)
def test_a_cell_is_text_or_nothing(value: object, text: str | None) -> None:
    assert text_of(value) == text
