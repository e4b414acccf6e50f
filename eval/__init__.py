"""How good a run is: figures with intervals, beside a baseline."""

from stance.eval.comparison import Comparison, compare
from stance.eval.display import render
from stance.eval.evaluating import evaluate, evaluate_predictions, to_predictions
from stance.eval.evaluation import FIGURES, Evaluation, Figure, Intervals, LabelFigures
from stance.eval.judging import judge
from stance.eval.predictions import Prediction, read_predictions, write_predictions

__all__ = [
    "FIGURES",
    "Comparison",
    "Evaluation",
    "Figure",
    "Intervals",
    "LabelFigures",
    "Prediction",
    "compare",
    "evaluate",
    "evaluate_predictions",
    "judge",
    "read_predictions",
    "render",
    "to_predictions",
    "write_predictions",
]
