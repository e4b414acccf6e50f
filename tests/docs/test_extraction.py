from __future__ import annotations

from pathlib import Path

from stance.eval.extraction.cue_types import CUE_TYPES
from stance.eval.extraction.evaluation import BREAKDOWNS, MATCHES
from stance.eval.extraction.labelling import LABEL_FIGURES, LABEL_MATCHES, STAGES
from stance.eval.extraction.mention_types import MENTION_TYPES
from stance.eval.extraction.mistakes import BOUNDARIES, MISTAKES, SPEAKERS

PAGE = Path(__file__).parents[2] / "docs" / "extraction.md"


def test_every_figure_group_and_mistake_is_told() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in (*MATCHES, *MISTAKES, *BOUNDARIES, *SPEAKERS, "kind", "cue", "mention"):
        assert f"`{name}`" in page, name
    for name in (*LABEL_MATCHES, "label"):
        assert f"`{name}`" in page, name
    sides = ("_precision", "_recall", "_f1")
    for name in LABEL_FIGURES:
        assert name.endswith(sides) or f"`{name}`" in page, name
    for stage in STAGES:
        assert stage.name in page, stage.name
    for name in (*CUE_TYPES, *MENTION_TYPES, *BREAKDOWNS):
        assert name in page, name
