"""Writes an evaluation as one HTML page that needs nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from stance.eval.cases import FILTERS, filters_of, groups_of, known_filters, passage
from stance.eval.ceiling import Ceiling
from stance.eval.errors import Mistake, find_mistakes
from stance.eval.evaluation import FIGURES, HEADLINES, Evaluation
from stance.eval.in_words import in_words
from stance.eval.methods import METHODS
from stance.eval.plots import codebook_of, evaluation_plots
from stance.eval.predictions import Prediction
from stance.eval.selective import Threshold
from stance.eval.slices import Slices, slice_known
from stance.reports.figures import Scale
from stance.reports.palette import label_styles, picture_rules, style_sheet
from stance.reports.plots import Plot
from stance.reports.rendering import page, page_file

MISTAKES: Final = 1_000
"""Mistakes that the page shows: the surest."""

EXAMPLES: Final = 6
"""Items of each label that are right and shown: half of them the surest, half the least sure."""


@dataclass(frozen=True, slots=True)
class Case:
    """An item as the page shows it.

    Attributes
    ----------
    number
        On the page, from 1.
    item
        The item.
    outcome
        ``mistake`` or ``right``; ``gold doubted`` besides where the gold is likely wrong.
    sureness
        The probability of the predicted label, where it is known.
    passage
        Its words, marked in the context where that is known.
    groups
        What can be filtered by.
    mistake
        Where it is one.
    """

    number: int
    item: Prediction
    outcome: Sequence[str]
    sureness: float | None
    passage: Markup
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    mistake: Mistake | None = None


def write_evaluation_page(evaluation: Evaluation, target: Path, **parts: Any) -> None:
    """Write what `evaluation_page` gives; the file is there only once it is whole.

    Raises
    ------
    StanceError
        If the target cannot be written.
    """
    with page_file(target) as file:
        file.writelines(evaluation_page(evaluation, **parts))


def evaluation_page(
    evaluation: Evaluation,
    *,
    slices: Slices | None = None,
    mistakes: Sequence[Mistake] | None = None,
    ceiling: Ceiling | None = None,
    threshold: Threshold | None = None,
    plots: Sequence[Plot] | None = None,
    title: str | None = None,
) -> Iterator[str]:
    """Give the page of an evaluation, piece by piece.

    Parameters
    ----------
    evaluation
        With its predictions, or the page has figures only.
    slices, mistakes, plots
        By default those by what is known of the items, the mistakes without neighbours.
    ceiling, threshold
        Where they were asked for.
    title
        The page's heading.
    """
    items = evaluation.predictions
    if slices is None:
        slices = slice_known(evaluation)
    if mistakes is None:
        mistakes = find_mistakes(items)
    if plots is None:
        plots = evaluation_plots(evaluation, slices)
    cases = list(_cases(items, mistakes))
    codebook = codebook_of(evaluation)
    styles = label_styles(codebook)
    known = {*evaluation.figures, *(name for row in evaluation.by_label for name in row.figures)}
    context = {
        "cases": cases,
        "ceiling": ceiling,
        "confusion": _confusion(evaluation),
        "doubted": sum(each.doubted for each in mistakes),
        "evaluation": evaluation,
        "figures": evaluation.figures,
        "filters": filters_of([case.groups for case in cases], FILTERS),
        "headlines": [name for name in HEADLINES if name in evaluation.figures],
        "methods": [each for each in METHODS if known.intersection(each.about)],
        "mistakes": mistakes,
        "names": FIGURES,
        "others": [name for name in evaluation.figures if name not in HEADLINES],
        "outcomes": Counter(name for case in cases for name in case.outcome),
        "pictures": {plot.name: plot for plot in plots},
        "sentences": in_words(evaluation, slices),
        "shown_mistakes": min(len(mistakes), MISTAKES),
        "slices": slices,
        "styles": {style.name: style for style in styles},
        "texts": any(item.columns.get("text") for item in items),
        "threshold": threshold,
        "title": title or f"How good is {evaluation.run or evaluation.data}?",
        "unit": Scale(0.0, 1.0, "0", "1"),
        "written": datetime.now(UTC).date().isoformat(),
    }
    yield from page(
        "evaluation.html.jinja",
        context,
        sheets=("judged.css",),
        scripts=("cases.js",),
        style=style_sheet(styles)
        + picture_rules((style.light.fill, style.dark.fill) for style in styles),
    )


def _cases(items: Sequence[Prediction], mistakes: Sequence[Mistake]) -> Iterator[Case]:
    """Give the surest mistakes, and of each label some items that are right."""
    columns = known_filters(items)

    def groups(item: Prediction) -> dict[str, tuple[str, ...]]:
        return groups_of(item, columns)

    number = 0
    for number, mistake in enumerate(mistakes[:MISTAKES], start=1):
        item = mistake.prediction
        outcome = ["mistake", *(["gold doubted"] if mistake.doubted else [])]
        yield Case(number, item, outcome, mistake.sureness, passage(item), groups(item), mistake)
    for item in _right(items):
        number += 1
        sure = item.scores[item.predicted] if item.scores is not None else None
        yield Case(number, item, ["right"], sure, passage(item), groups(item))


def _right(items: Sequence[Prediction]) -> Iterator[Prediction]:
    by_label: dict[str, list[Prediction]] = {}
    for item in items:
        if item.gold == item.predicted:
            by_label.setdefault(item.gold, []).append(item)
    for members in by_label.values():
        if len(members) <= EXAMPLES:
            yield from members
            continue
        ordered = sorted(members, key=lambda item: -(item.scores or {}).get(item.predicted, 0.0))
        yield from (*ordered[: EXAMPLES // 2], *ordered[-EXAMPLES // 2 :])


def _confusion(evaluation: Evaluation) -> list[tuple[str, list[tuple[str, int, float]]]]:
    """Return, for each gold label, each predicted one, how often, and what share of the row."""
    rows = []
    for label, counts in zip(evaluation.labels, evaluation.confusion, strict=True):
        whole = sum(counts) or 1
        cells = [
            (name, count, count / whole)
            for name, count in zip(evaluation.labels, counts, strict=True)
        ]
        rows.append((label, cells))
    return rows
