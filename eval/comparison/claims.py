"""What may be said of two systems, and what not, in a sentence or two."""

from __future__ import annotations

from stance.eval.comparison.paired import ALPHA
from stance.eval.comparison.parts import Difference, Test
from stance.eval.evaluation import plural

_TESTS: dict[Test, str] = {
    "randomization": "randomisation test by {unit}",
    "hierarchical": "test over seeds and {units}",
}


def claim(
    system: str,
    against: str,
    difference: Difference,
    *,
    test: Test,
    pairs: int,
    unit: str,
    same: bool,
) -> str:
    """Say what the data allow to claim of a pair's macro-F1.

    Parameters
    ----------
    system, against
        Their names.
    difference
        In macro-F1.
    test, pairs, unit
        Which test it was, of how many pairs, over articles, items or what else.
    same
        Whether both give every item the same label.
    """
    units = plural(unit)
    if same:
        return (
            f"{system} and {against} give every item the same label: on these items there is "
            "nothing to tell apart."
        )
    if difference.low is None or difference.high is None or difference.p_holm is None:
        return (
            f"The macro-F1 of {system} is {_signed(difference.value)} from that of {against} on "
            f"these items; with so few {units} nothing can be said beyond them."
        )
    corrected = f", corrected for {pairs} pairs" if pairs > 1 else ""
    found = (
        f"(95% interval {_signed(difference.low)} to {_signed(difference.high)}; "
        f"{_TESTS[test].format(unit=unit, units=units)}, p {_p(difference.p_holm)}{corrected})"
    )
    if difference.p_holm < ALPHA:
        which = "higher" if difference.value > 0 else "lower"
        doubt = (
            ""
            if difference.low > 0 or difference.high < 0
            else " The interval touches 0 all the same: the evidence is weak."
        )
        return (
            f"{system} has a macro-F1 that is {abs(difference.value):.3f} {which} than that of "
            f"{against} {found}: on {units} like these, {system} may be called "
            f"{'better' if difference.value > 0 else 'worse'} in macro-F1.{doubt}"
        )
    return (
        f"These data do not tell {system} and {against} apart: the difference in macro-F1 of "
        f"{_signed(difference.value)} may be chance {found}. That does not show that they are "
        f"equally good: any difference within the interval is compatible with the data."
        f"{_correction(difference, pairs)}{_needed(difference)}"
    )


def _correction(difference: Difference, pairs: int) -> str:
    if pairs > 1 and difference.p is not None and difference.p < ALPHA:
        return (
            f" Taken alone, the pair would be told apart (p {_p(difference.p)}), but among {pairs} "
            "pairs some will by chance."
        )
    return ""


def _needed(difference: Difference) -> str:
    if difference.items_needed is None:
        return ""
    articles = difference.articles_needed
    of = f" (in {articles:,} articles)" if articles is not None else ""
    return (
        f" If the difference seen were the true one, about {difference.items_needed:,} items{of} "
        "would be needed to find it in four of five studies."
    )


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"
