"""How systems differ on the same items, and what may be claimed of it."""

from stance.eval.comparison.assembling import BASELINE, compare_entrants
from stance.eval.comparison.comparing import compare
from stance.eval.comparison.comparison import Comparison
from stance.eval.comparison.counts import FIGURES, LOWER_IS_BETTER
from stance.eval.comparison.display import render_comparison, render_ranking
from stance.eval.comparison.gate import Verdict, no_worse_than
from stance.eval.comparison.parts import (
    ComparedPair,
    ComparedSystem,
    ComparisonProvenance,
    Difference,
    Ranked,
    Ranking,
    SliceChange,
    SystemFigure,
)
from stance.eval.comparison.systems import Cost, Entrant

__all__ = [
    "BASELINE",
    "FIGURES",
    "LOWER_IS_BETTER",
    "ComparedPair",
    "ComparedSystem",
    "Comparison",
    "ComparisonProvenance",
    "Cost",
    "Difference",
    "Entrant",
    "Ranked",
    "Ranking",
    "SliceChange",
    "SystemFigure",
    "Verdict",
    "compare",
    "compare_entrants",
    "no_worse_than",
    "render_comparison",
    "render_ranking",
]
