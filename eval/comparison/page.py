"""Writes a comparison as one HTML page that needs nothing else."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from stance.eval.cases import FILTERS, filters_of, groups_of, known_filters, passage
from stance.eval.comparison.comparison import Comparison
from stance.eval.comparison.costs import COSTS
from stance.eval.comparison.counts import FIGURES
from stance.eval.comparison.in_words import in_words
from stance.eval.comparison.looks import change_styles, system_styles
from stance.eval.comparison.methods import methods_of
from stance.eval.comparison.parts import Ranking, SystemFigure
from stance.eval.comparison.plots import comparison_plots, told_apart
from stance.eval.plots import codebook_of
from stance.eval.predictions import Prediction
from stance.reports.figures import Scale
from stance.reports.palette import label_styles, picture_rules, style_sheet
from stance.reports.rendering import page, page_file

CASES: Final = 1_000
"""Changed items that the page shows: as many of each system, as far as there are."""


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """An item that a system fixes or breaks, as the page shows it.

    Attributes
    ----------
    number
        On the page, from 1.
    row
        Of `Comparison.changed_items`.
    passage
        Its words, marked in the context where that is known.
    groups
        What can be filtered by.
    """

    number: int
    row: Mapping[str, Any]
    passage: Markup
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write_comparison_page(
    comparison: Comparison, target: Path, *, title: str | None = None
) -> None:
    """Write what `comparison_page` gives; the file is there only once it is whole.

    Raises
    ------
    StanceError
        If the target cannot be written.
    """
    with page_file(target) as file:
        file.writelines(comparison_page(comparison, title=title))


def comparison_page(comparison: Comparison, *, title: str | None = None) -> Iterator[str]:
    """Give the page of a comparison, piece by piece.

    Parameters
    ----------
    comparison
        With its changed items, or the page has figures only.
    title
        The page's heading.
    """
    first = comparison.systems[0].name
    columns = [*FILTERS, *(each.column for each in comparison.changes if each.column != "label")]
    cases = list(_cases(comparison.changed_items, list(dict.fromkeys(columns))))
    filters = filters_of([case.groups for case in cases], list(dict.fromkeys(columns)))
    styles = {style.name: style for style in label_styles(codebook_of(comparison))}
    looks = system_styles([system.name for system in comparison.systems])
    ends = change_styles()
    drawn = [*styles.values(), *looks.values(), *ends.values()]
    sentences = in_words(comparison)
    context = {
        "bars": _bars(comparison.ranking),
        "cases": cases,
        "changed": len(comparison.changed_items),
        "comparison": comparison,
        "costs": [
            cost
            for cost in COSTS
            if any(getattr(system, cost.field) is not None for system in comparison.systems)
        ],
        "ends": ends,
        "figures": list(comparison.systems[0].figures),
        "filters": [(f"by{i}", name, counts) for i, (name, counts) in enumerate(filters)],
        "first": first,
        "golds": Counter(case.row["gold"] for case in cases),
        "groups": any(one.figures["macro_f1"].sd is not None for one in comparison.systems),
        "looks": looks,
        "methods": methods_of(comparison),
        "names": FIGURES,
        "others": [pair for pair in comparison.pairs if pair.against != first],
        "parts": _parts(comparison),
        "pictures": {plot.name: plot for plot in comparison_plots(comparison)},
        "sentences": sentences,
        "styles": styles,
        "texts": any(case.row.get("text") for case in cases),
        "title": title or "Which is better?",
        "told_apart": told_apart,
        "unit": _scale([system.figures["macro_f1"] for system in comparison.systems]),
        "widest": max((max(c.fixed, c.broken) for c in comparison.changes), default=0) or 1,
        "with_first": [pair for pair in comparison.pairs if pair.against == first],
        "written": datetime.now(UTC).date().isoformat(),
    }
    yield from page(
        "comparison.html.jinja",
        context,
        sheets=("judged.css", "comparison.css"),
        scripts=("cases.js",),
        style=style_sheet(drawn)
        + picture_rules((style.light.fill, style.dark.fill) for style in drawn),
    )


def _cases(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[ChangedCase]:
    """Give the changed items that are shown; where they are too many, as many of each system."""
    by_system: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        by_system.setdefault(row["system"], []).append(i)
    in_turn = (i for i in chain(*zip_longest(*by_system.values())) if i is not None)
    shown = sorted([i for _, i in zip(range(CASES), in_turn, strict=False)])
    items = [_item(rows[i]) for i in shown]
    known = known_filters(items, columns)
    for number, (i, item) in enumerate(zip(shown, items, strict=True), start=1):
        yield ChangedCase(number, rows[i], passage(item), groups_of(item, known))


def _item(row: Mapping[str, Any]) -> Prediction:
    return Prediction(row["id"], row["gold"], row["after"], None, row["article"], row)


def _parts(comparison: Comparison) -> list[tuple[str, list[Any]]]:
    """Return, for each system but the first, what changed by label and slice."""
    parts: dict[str, list[Any]] = {}
    for change in comparison.changes:
        parts.setdefault(change.system, []).append(change)
    return list(parts.items())


def _bars(ranking: Ranking | None) -> dict[str, list[int]]:
    """Return the numbers of the bars that each ranked system is on; one that stands alone is on none."""
    joined = [group for group in ranking.groups if len(group) > 1] if ranking else []
    return {
        each.system: [i for i, group in enumerate(joined, start=1) if each.system in group]
        for each in (ranking.ranked if ranking else ())
    }


def _scale(figures: Sequence[SystemFigure]) -> Scale:
    """Return an axis of tenths on which all figures and their intervals lie."""
    points = [
        end
        for figure in figures
        for end in (figure.value, figure.low, figure.high)
        if end is not None
    ]
    low = max(0.0, math.floor(10 * min(points)) / 10)
    high = max(low + 0.1, min(1.0, math.ceil(10 * max(points)) / 10))
    return Scale(low, high, f"{low:.1f}", f"{high:.1f}")
