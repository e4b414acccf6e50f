"""How far coders agree on where the statements of an article are, and who makes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from stance.errors import StanceError
from stance.eval.agreement.agreeing import figure_of
from stance.eval.bootstrap import RESAMPLES, Bootstrap
from stance.eval.evaluation import Figure, Intervals
from stance.eval.matching import IOU, jaccard, match, words_of
from stance.eval.metrics import Floats
from stance.paths import expand
from stance.rows import READABLE
from stance.rows.decoding import Note
from stance.statement_rows import read_statements
from stance.statements import Statement

FIGURES = {
    "exact_f1": "same words",
    "partial_f1": "half of the words or more",
    "speaker": "same speaker, of those",
    "end_to_end_f1": "half of the words or more, and the same speaker",
    "kind": "same kind, of those",
    "label": "same label, of those",
}


class SpanAgreement(BaseModel):
    """Two coders of the same articles.

    `figures` are F1 of the statements matched, which is the same whoever is taken for right, and
    shares of the statements partly matched; label only where both coders labelled.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    coders: tuple[str, str]
    articles: int
    statements: tuple[int, int]
    figures: dict[str, Figure]
    intervals: Intervals

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give one flat row a figure."""
        for name, figure in self.figures.items():
            yield {
                "field": "statements", "coders": ", ".join(self.coders), "of": "",
                "figure": name, "value": figure.value, "low": figure.low, "high": figure.high,
            }  # fmt: skip


def read_marked(
    paths: Sequence[str | Path], *, on_note: Note | None = None
) -> dict[str, list[Statement]]:
    """Read what each coder marked: a file a coder, called by its name.

    Raises
    ------
    StanceError
        If there is one file only, or a row is no statement with offsets.
    """
    files = [
        path
        for name in paths
        for path in expand(name, READABLE, what="statements", on_note=on_note)
    ]
    marked = {
        (path.stem if sum(other.stem == path.stem for other in files) == 1 else str(path)): list(
            read_statements(path, on_note=on_note)
        )
        for path in files
    }
    if len(marked) < 2:
        raise StanceError("there is one coder only: give a file for each")
    return marked


def agree_on_spans(
    codings: Mapping[str, Sequence[Statement]], *, resamples: int = RESAMPLES, seed: int = 0
) -> list[SpanAgreement]:
    """Compare what coders marked in the articles that they both read.

    Parameters
    ----------
    codings
        The statements that each coder marked. An article without a statement of a coder's counts
        as one that the coder did not read.
    resamples, seed
        Of the bootstrap over articles.

    Raises
    ------
    StanceError
        If no two coders have an article in common.
    """
    found = [
        _compare(
            (one, other), _by_article(codings[one]), _by_article(codings[other]), resamples, seed
        )
        for one, other in combinations(codings, 2)
        if {s.article for s in codings[one]} & {s.article for s in codings[other]}
    ]
    if not found:
        raise StanceError("no article was coded by two coders: their ids have nothing in common")
    return found


def _by_article(statements: Sequence[Statement]) -> dict[str, list[Statement]]:
    articles: dict[str, list[Statement]] = {}
    for statement in statements:
        articles.setdefault(statement.article, []).append(statement)
    return articles


def _compare(
    coders: tuple[str, str],
    one: Mapping[str, list[Statement]],
    other: Mapping[str, list[Statement]],
    resamples: int,
    seed: int,
) -> SpanAgreement:
    articles = [name for name in one if name in other]
    counts = np.array([_count(one[name], other[name]) for name in articles], dtype=np.float64)
    boot = Bootstrap(counts, clusters=articles, resamples=resamples, seed=seed)

    def f1(column: int) -> Figure:
        return figure_of(boot, lambda sums: _share(2 * sums[..., column], sums[..., :2].sum(-1)))

    def share(column: int, of: int = 3) -> Figure:
        return figure_of(boot, lambda sums: _share(sums[..., column], sums[..., of]))

    figures = {
        "exact_f1": f1(2), "partial_f1": f1(3), "speaker": share(4), "end_to_end_f1": f1(4),
        "kind": share(5),
    }  # fmt: skip
    if counts[:, 6].any():
        figures["label"] = share(7, of=6)
    return SpanAgreement(
        coders=coders,
        articles=len(articles),
        statements=(int(counts[:, 0].sum()), int(counts[:, 1].sum())),
        figures=figures,
        intervals=boot.intervals,
    )


def _count(one: Sequence[Statement], other: Sequence[Statement]) -> list[int]:
    """Count both coders' statements, exact and partial matches, and what the partial ones share."""
    mine, theirs = [words_of(s) for s in one], [words_of(s) for s in other]
    exact = match(mine, theirs, lambda a, b: a == b)
    pairs = [(one[i], other[k]) for i, k in match(mine, theirs, lambda a, b: jaccard(a, b) >= IOU)]
    both = [(a, b) for a, b in pairs if a.label and b.label]
    return [
        len(one), len(other), len(exact), len(pairs),
        sum(_name(a) == _name(b) for a, b in pairs),
        sum(a.kind == b.kind for a, b in pairs),
        len(both), sum(a.label == b.label for a, b in both),
    ]  # fmt: skip


def _name(statement: Statement) -> str:
    return statement.speaker.name.casefold() if statement.speaker else ""


def _share(part: Floats, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)
