"""What an evaluation says, in sentences for a reader who has not met the figures before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stance.eval.evaluation import Evaluation, Figure
    from stance.eval.slices import Slices

ALPHA: Final = 0.05
FAITHFUL: Final = 0.05
"""A calibration error up to which a probability can be read as one."""


def in_words(evaluation: Evaluation, slices: Slices | None = None) -> list[str]:
    """Say the most telling figures, the plainest first; none but what is defined."""
    return [*_overall(evaluation), *_labels(evaluation), *_certainty(evaluation), *_parts(slices)]


def _overall(evaluation: Evaluation) -> Iterator[str]:
    figures = evaluation.figures
    accuracy, macro_f1 = figures["accuracy"], figures["macro_f1"]
    if accuracy.value is not None:
        beside = (
            f"; the baseline, which gives all the same label, has {_percent(accuracy.baseline)} right"
            if accuracy.baseline is not None
            else ""
        )
        what = "statement" if evaluation.n == 1 else "statements"
        yield (
            f"Of {evaluation.n:,} {what}, {_percent(accuracy.value)} get the right label"
            f"{_between(accuracy)}{beside}."
        )
    if macro_f1.value is not None:
        yield (
            f"Macro-F1, in which a rare label counts as much as a frequent one, is "
            f"{macro_f1.value:.2f}{_between(macro_f1, share=False)}."
        )


def _labels(evaluation: Evaluation) -> Iterator[str]:
    known = [row for row in evaluation.by_label if row.f1.value is not None and row.support]
    if len(known) > 1:
        weakest = min(known, key=lambda row: row.f1.value or 0.0)
        precise = (
            f", and {_percent(weakest.precision.value)} of what is called so is"
            if weakest.precision.value is not None
            else ", and nothing is called so"
        )
        yield (
            f"The label found worst is {weakest.label}: {_percent(weakest.recall.value or 0.0)} of "
            f"its {weakest.support:,} statements are found{precise}."
        )
    flips = evaluation.figures.get("sign_flips")
    if flips is not None and flips.value is not None:
        yield f"{_percent(flips.value, 1)} are taken for their opposite{_between(flips, 1)}."


def _certainty(evaluation: Evaluation) -> Iterator[str]:
    error = evaluation.figures.get("calibration_error")
    if error is None or error.value is None:
        return
    reading = (
        "a label that is 80% sure is right about that often"
        if error.value <= FAITHFUL
        else "do not read a probability as how often a label is right"
    )
    yield (
        f"How sure the labels are is off by {100 * error.value:.1f} percentage points on average: "
        f"{reading}."
    )


def _parts(slices: Slices | None) -> Iterator[str]:
    if slices is None or not slices.slices:
        return
    worse = [
        each for each in slices.slices if each.p < ALPHA and (each.difference.value or 0.0) < 0
    ]
    looked = f"{len(slices.slices):,} parts of the data looked at"
    if not worse:
        yield f"Of the {looked}, none is shown to be worse than the rest."
        return
    named = "; ".join(
        f"{each.column} {each.value} ({_percent(each.accuracy.value or 0.0)} right)"
        for each in worse[:3]
    )
    more = f" and {len(worse) - 3:,} more" if len(worse) > 3 else ""
    yield f"Of the {looked}, these are worse than the rest beyond chance: {named}{more}."


def _percent(share: float | None, digits: int = 0) -> str:
    return "–" if share is None else f"{100 * share:.{digits}f}%"


def _between(figure: Figure, digits: int = 0, *, share: bool = True) -> str:
    if figure.low is None or figure.high is None:
        return ""
    low, high = (
        _percent(end, digits) if share else f"{end:.2f}" for end in (figure.low, figure.high)
    )
    return f" (95% interval {low} to {high})"
