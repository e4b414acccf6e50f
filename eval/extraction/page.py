"""Writes how well statements are found as one HTML page, with every mistake in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from markupsafe import Markup

from stance.articles import Article
from stance.eval.extraction.counts import groups_of
from stance.eval.extraction.display import explained
from stance.eval.extraction.evaluation import (
    BREAKDOWNS,
    LENGTHS,
    MATCHES,
    ExtractionEvaluation,
)
from stance.eval.extraction.labelling import LABEL_MATCHES, STAGES
from stance.eval.extraction.mistakes import MISTAKES
from stance.eval.extraction.outcomes import Outcome
from stance.reports.excerpts import excerpts
from stance.reports.figures import Scale
from stance.reports.rendering import page, page_file
from stance.statements import Span, Statement

_WHERE: Final = {
    "missed": "missed",
    "false": "false find",
    "inexact": "inexact",
    "speaker": "wrong speaker",
    "label": "wrong label",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A mistake, or two in one statement, as the page shows it.

    Attributes
    ----------
    number
        On the page, from 1.
    classes
        What is wrong, as in ``missed: too long``.
    groups
        The kind, the mention type and the cue type of the statement.
    gold, predicted
        The statements on either side, the pair's or what overlaps.
    pieces
        The paragraphs that they stand in, marked.
    overlap
        The share of words in common.
    """

    number: int
    classes: Sequence[str]
    groups: Mapping[str, str]
    gold: Sequence[Statement]
    predicted: Sequence[Statement]
    pieces: Sequence[Markup]
    overlap: float


@dataclass(frozen=True, slots=True)
class Story:
    """An article with its mistakes."""

    article: Article
    statements: int
    found: int
    cases: Sequence[Case]


def write_extraction_page(
    evaluation: ExtractionEvaluation, target: Path, *, title: str = "Who said what, checked"
) -> None:
    """Write an evaluation's figures, breakdowns and mistakes.

    Raises
    ------
    StanceError
        If the target cannot be written.
    """
    stories = list(_stories(evaluation))
    cases = [case for story in stories for case in story.cases]
    groups = [(by, list(of_one)) for by, of_one in groupby(evaluation.groups, lambda g: g.by)]
    context = {
        "breakdowns": BREAKDOWNS,
        "cases": len(cases),
        "classes": Counter(name for case in cases for name in case.classes),
        "evaluation": evaluation,
        "figures": evaluation.figures,
        "filters": {
            by: Counter(case.groups[by] for case in cases) for by in ("kind", "mention", "cue")
        },
        "groups": groups,
        "lengths": LENGTHS,
        "matches": {**MATCHES, **(LABEL_MATCHES if evaluation.labelling else {})},
        "mistakes": MISTAKES,
        "scale": Scale(0.0, 1.0, "0", "1"),
        "stages": STAGES,
        "stages_explained": explained(evaluation),
        "stories": stories,
        "title": title,
        "where": _WHERE,
    }
    with page_file(target) as file:
        pieces = page(
            "extraction.html.jinja", context, sheets=("extraction.css",), scripts=("cases.js",)
        )
        file.writelines(pieces)


def _stories(evaluation: ExtractionEvaluation) -> Iterator[Story]:
    number = 0
    for name, of_one in groupby(evaluation.outcomes, key=lambda outcome: outcome.article):
        outcomes = list(of_one)
        article = evaluation.texts[name]
        cases = []
        for outcome in sorted(outcomes, key=_position):
            if outcome.mistakes:
                number += 1
                cases.append(_case(number, outcome, article))
        if cases:
            gold = sum(outcome.gold is not None for outcome in outcomes)
            yield Story(article, gold, sum(outcome.found for outcome in outcomes), cases)


def _position(outcome: Outcome) -> int:
    statement = outcome.gold or outcome.predicted
    return min(span.start for span in statement.content) if statement else 0


def _case(number: int, outcome: Outcome, article: Article) -> Case:
    gold = [outcome.gold] if outcome.gold else list(outcome.rivals)
    predicted = [outcome.predicted] if outcome.predicted else list(outcome.rivals)
    statement = outcome.gold or outcome.predicted
    layers: dict[str, list[Span]] = {
        "gold": [span for one in gold for span in one.content],
        "found": [span for one in predicted for span in one.content],
    }
    if outcome.speaker:
        layers["gold-source"] = [one.mention for one in gold if one.mention]
        layers["found-source"] = [one.mention for one in predicted if one.mention]
    return Case(
        number=number,
        classes=[f"{_WHERE[where]}: {which}" for where, which in outcome.mistakes],
        groups=groups_of(statement, article) if statement else {},
        gold=gold,
        predicted=predicted,
        pieces=excerpts(article.text, layers),
        overlap=outcome.overlap,
    )
