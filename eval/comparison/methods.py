"""How each figure of a comparison is made, and where it comes from; in the order of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stance.eval.methods import METHODS, Method

if TYPE_CHECKING:
    from stance.eval.comparison.comparison import Comparison

_FIGURES: Final = ("macro_f1", "accuracy", "mcc", "posture_error")


def methods_of(comparison: Comparison) -> list[Method]:
    """Return those that this comparison uses."""
    figures = [
        next(each for each in METHODS if name in each.about)
        for name in _FIGURES
        if name in comparison.systems[0].figures
    ]
    tests = {pair.test for pair in comparison.pairs}
    tested = comparison.intervals.units > 1
    about = {
        "interval": tested,
        "randomization": tested and "randomization" in tests,
        "seeds": "hierarchical" in tests,
        "holm": tested and len(comparison.pairs) > 1,
        "needed": tested,
        "items": True,
        "mcnemar": any(pair.mcnemar is not None for pair in comparison.pairs),
        "ranking": comparison.ranking is not None,
        "cost": any(system.model_bytes is not None for system in comparison.systems),
    }
    unit, swaps = comparison.intervals.unit, comparison.intervals.resamples
    said = {
        "unit": unit,
        "of_units": comparison.intervals.of_units,
        "method": comparison.intervals.method,
        "resamples": f"{swaps:,}",
        "seed": comparison.intervals.seed,
        "units": f"{comparison.intervals.units:,}",
        "swaps": "Every way to swap was taken, so that the test is exact."
        if comparison.exact
        else f"{swaps:,} random swaps were drawn.",
    }
    return [
        *figures,
        *(
            each._replace(text=each.text.format(**said))
            for each in _METHODS
            if any(about[name] for name in each.about)
        ),
    ]


_METHODS: Final = (
    Method(
        "Intervals",
        "95%, {method} (B. Efron, JASA 82, 1987), of each figure and of each difference: the same "
        "{resamples} resamples of {units} {of_units} for all systems, seed {seed}, so that what is hard "
        "for all of them does not blur the difference. They say how far a figure would move with "
        "other {of_units} like these; not what other years, sources or coders would do to it. The "
        "interval of a pair is its own, not corrected for the number of pairs.",
        ("interval",),
    ),
    Method(
        "p",
        "Approximate randomisation: if neither of two systems is better, it makes no difference which "
        "of them gave which predictions for a whole {unit}. {swaps} p is the share of them with a "
        "difference at least as large as the one seen, in either direction (E. Noreen, "
        "Computer-Intensive Methods for Testing Hypotheses, 1989; A. Yeh, COLING 2000).",
        ("randomization",),
    ),
    Method(
        "Groups of seeds",
        "The figures are the mean over the runs. Interval and p resample both seeds and {of_units}, seeds "
        "spread out by √(m / (m − 1)) (J. Rao and C. Wu, JASA 83, 1988); Student’s t with the degrees "
        "of freedom of F. Satterthwaite (Biometrics Bulletin 2, 1946). Items fixed and broken are by "
        "the label that most runs give.",
        ("seeds",),
    ),
    Method(
        "p (Holm)",
        "Corrected for the number of pairs, figure by figure: among many pairs some have a small p by "
        "chance (S. Holm, Scandinavian Journal of Statistics 6, 1979). Two systems are told apart "
        "where it is below 0.05.",
        ("holm",),
    ),
    Method(
        "In sd; items needed",
        "The difference in standard deviations of what one {unit} contributes to it; and how many "
        "items would find a difference of this size in four of five studies, two-sided at 5%, if it "
        "were the true one. A plan for the next study, not a finding about this one.",
        ("needed",),
    ),
    Method(
        "Fixed, broken, odds, g",
        "Items that only the one, and only the other, labels rightly; their ratio; and how far the "
        "share of fixed among both is from a half: 0.05 is small, 0.15 medium, 0.25 large (J. Cohen, "
        "Statistical Power Analysis for the Behavioral Sciences, 1988).",
        ("items",),
    ),
    Method(
        "McNemar’s test",
        "The exact test of fixed against broken (Q. McNemar, Psychometrika 12, 1947), beside the "
        "others because many papers report it. It takes items as independent; where several are of "
        "one article its p is too small.",
        ("mcnemar",),
    ),
    Method(
        "Same label, kappa",
        "The share of items that both give one label, rightly or wrongly; and how far that is beyond "
        "chance (J. Cohen, Educational and Psychological Measurement 20, 1960).",
        ("items",),
    ),
    Method(
        "Ranking",
        "The mean rank over resamples of {of_units}, with the range of 95% of them. Bars join neighbours "
        "in the order that the corrected tests do not tell apart, as in the critical-difference diagram "
        "of J. Demšar (JMLR 7, 2006), from paired tests as A. Benavoli, G. Corani and F. Mangili "
        "advise (JMLR 17, 2016).",
        ("ranking",),
    ),
    Method(
        "Quality and cost",
        "Speed is measured while the items are predicted, on the machine that compared, without the time "
        "of loading; size is that of the model’s files; the time of training is that of the run. On the "
        "(Pareto) front is what no other system equals in both macro-F1 and the cost and beats in one.",
        ("cost",),
    ),
)
