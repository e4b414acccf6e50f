"""A gate for continuous integration: that a new run is no worse than the old."""

from __future__ import annotations

import math
from dataclasses import dataclass

from stance.errors import StanceError
from stance.eval.comparison.comparison import Comparison
from stance.eval.comparison.counts import FIGURES, LOWER_IS_BETTER


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the first system passed, and why, a line for each that it was held against."""

    passed: bool
    reasons: tuple[str, ...]


def no_worse_than(comparison: Comparison, margin: float, on: str = "macro_f1") -> Verdict:
    """Judge whether the first system is not worse than each other by so much or more.

    It passes if even the unfavourable end of the two-sided 95% interval of the difference, first
    minus other, is within the margin. That is a test of non-inferiority at 2.5%, as ICH guideline
    E9 (1998) asks of trials; that no difference is *found* is not enough to pass.

    Parameters
    ----------
    comparison
        The first of its systems is the new one.
    margin
        At least 0, in the figure's own units.
    on
        The figure; where lower is better, the difference is turned around.

    Raises
    ------
    StanceError
        If there is no such figure, or the margin is below 0.
    """
    if not 0 <= margin < math.inf:
        raise StanceError(f"a margin of {margin:g} makes no sense: give one of 0 or more, as 0.01")
    new = comparison.systems[0]
    if on not in new.figures:
        why = "needs values of the labels (--codebook)" if on in FIGURES else "is no figure"
        raise StanceError(f"no gate on {on!r}, which {why}: there are {', '.join(new.figures)}")
    passed = True
    reasons = []
    for pair in comparison.pairs:
        if pair.against != new.name:
            continue
        difference = pair.differences[on]
        named = f"{FIGURES[on]}, {new.name} − {pair.system}: {0 - difference.value:+.4f}"
        if difference.low is None or difference.high is None:
            passed = False
            reasons.append(
                f"failed: {named}; there are too few {comparison.intervals.of_units} for an interval"
            )
            continue
        # Pairs hold the other minus the first: the loss is what the first lacks at the worst.
        loss = -difference.low if on in LOWER_IS_BETTER else difference.high
        holds = loss < margin
        passed = passed and holds
        end, bound = ("upper", margin) if on in LOWER_IS_BETTER else ("lower", 0 - margin)
        reasons.append(
            f"{'passed' if holds else 'failed'}: {named} [{0 - difference.high:+.4f}, "
            f"{0 - difference.low:+.4f}]; the {end} end of the 95% interval is "
            f"{'' if holds else 'not '}{'below' if on in LOWER_IS_BETTER else 'above'} {bound:+g}"
        )
    return Verdict(passed, tuple(reasons))
