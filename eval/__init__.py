"""How good a run is: figures with intervals, beside a baseline."""

from stance.eval.ceiling import Ceiling, measure_ceiling
from stance.eval.comparison import Comparison, compare
from stance.eval.display import ceiling_table, mistakes_table, render, slices_table
from stance.eval.errors import Mistake, find_mistakes
from stance.eval.evaluating import evaluate, evaluate_predictions, to_predictions
from stance.eval.evaluation import FIGURES, HEADLINES, Evaluation, Figure, Intervals, LabelFigures
from stance.eval.judging import judge
from stance.eval.predictions import Prediction, read_predictions, write_predictions
from stance.eval.selective import RiskCoverage, Threshold, risk_coverage, threshold_for
from stance.eval.shares import Share, Shares, estimate_shares
from stance.eval.slices import Slice, Slices, slice_predictions

__all__ = [
    "FIGURES",
    "HEADLINES",
    "Ceiling",
    "Comparison",
    "Evaluation",
    "Figure",
    "Intervals",
    "LabelFigures",
    "Mistake",
    "Prediction",
    "RiskCoverage",
    "Share",
    "Shares",
    "Slice",
    "Slices",
    "Threshold",
    "ceiling_table",
    "compare",
    "estimate_shares",
    "evaluate",
    "evaluate_predictions",
    "find_mistakes",
    "judge",
    "measure_ceiling",
    "mistakes_table",
    "read_predictions",
    "render",
    "risk_coverage",
    "slice_predictions",
    "slices_table",
    "threshold_for",
    "to_predictions",
    "write_predictions",
]
