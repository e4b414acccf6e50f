"""The model card of an extractor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stance.eval.extraction import BREAKDOWNS, MATCHES
from stance.training.card import render_template

if TYPE_CHECKING:
    from stance.eval.extraction import ExtractionEvaluation
    from stance.runs import ExtractorInfo
    from stance.training.extraction.recipe import TaggerRecipe


def write_extractor_card(
    info: ExtractorInfo, recipe: TaggerRecipe, evaluation: ExtractionEvaluation, path: Path
) -> None:
    """Write an extractor's model card, in Markdown; names that come from data are escaped."""
    card = render_template(
        "extraction/card.md.jinja",
        info=info,
        recipe=recipe,
        evaluation=evaluation,
        matches=MATCHES,
        breakdowns=BREAKDOWNS,
    )
    path.write_text(card, encoding="utf-8")
