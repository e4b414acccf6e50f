"""How well statements are found: figures with intervals, breakdowns, and every mistake."""

from stance.eval.extraction.display import render_extraction
from stance.eval.extraction.evaluating import evaluate_extraction
from stance.eval.extraction.evaluation import (
    BREAKDOWNS,
    FIGURES,
    MATCHES,
    ExtractionEvaluation,
    GroupFigures,
)
from stance.eval.extraction.labelling import LABEL_FIGURES, STAGES, Labelling
from stance.eval.extraction.mistakes import MISTAKES
from stance.eval.extraction.outcomes import Outcome
from stance.eval.extraction.page import write_extraction_page
from stance.eval.extraction.predicted import read_predicted
from stance.eval.extraction.speakers import same_speaker

__all__ = [
    "BREAKDOWNS",
    "FIGURES",
    "LABEL_FIGURES",
    "MATCHES",
    "MISTAKES",
    "STAGES",
    "ExtractionEvaluation",
    "GroupFigures",
    "Labelling",
    "Outcome",
    "evaluate_extraction",
    "read_predicted",
    "render_extraction",
    "same_speaker",
    "write_extraction_page",
]
