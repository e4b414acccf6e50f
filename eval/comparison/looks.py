"""How systems and changes look, in pictures and on the page: a colour and a shape each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from stance.codebook import Codebook, Label
from stance.reports.palette import HUES, LabelStyle, label_styles

SHAPES: Final = {"●": "o", "■": "s", "▲": "^", "◆": "D", "▼": "v", "★": "*"}
"""The glyph of the page and the marker of the pictures; hollow ones say something else there."""


def system_styles(names: Sequence[str]) -> dict[str, LabelStyle]:
    """Choose a look for each system; beyond twelve, colours return with another shape."""
    book = Codebook(name="compared", labels=tuple(Label(name=name) for name in names))
    glyphs = list(SHAPES)
    return {
        style.name: replace(style, css=f"s{i}", glyph=glyphs[(i + i // len(HUES)) % len(glyphs)])
        for i, style in enumerate(label_styles(book))
    }


def change_styles() -> dict[str, LabelStyle]:
    """Return the looks of broken and fixed items: those of the ends of a scale."""
    ends = (Label(name="broken", value=-1), Label(name="fixed", value=1))
    styles = label_styles(Codebook(name="changes", labels=ends))
    return {style.name: replace(style, css=f"c{i}") for i, style in enumerate(styles)}
