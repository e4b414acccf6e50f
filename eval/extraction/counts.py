"""What is counted in each article, and the figures that sums of it give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from stance.articles import Article
from stance.eval.evaluation import Figure
from stance.eval.extraction.cue_types import cue_type
from stance.eval.extraction.evaluation import BREAKDOWNS, FIGURES, LENGTHS, GroupFigures
from stance.eval.extraction.mention_types import mention_type
from stance.eval.extraction.outcomes import Reading
from stance.eval.metrics import Floats
from stance.extraction.languages import language, language_of
from stance.statements import Statement

Key = tuple[str, ...]
FigureOf = Callable[[Callable[[Floats], Floats]], Figure]

_COUNTED: Final = (
    "gold", "predicted", "exact", "partial", "loose", "speaker", "kind",
    "words_gold", "words_predicted", "words_both",
)  # fmt: skip
_IN_GROUP: Final = ("gold", "predicted", "found", "right", "exact", "speaker")
# What matches are counted by, and out of what.
_MATCHED: Final = {
    "exact": ("exact", "gold", "predicted"),
    "partial": ("partial", "gold", "predicted"),
    "loose": ("loose", "gold", "predicted"),
    "token": ("words_both", "words_gold", "words_predicted"),
    "end_to_end": ("speaker", "gold", "predicted"),
}
_GROUPS: Final = [(by, group) for by, (_, groups) in BREAKDOWNS.items() for group in groups]
_KEYS: Final[list[Key]] = [
    *((name,) for name in _COUNTED),
    *((*group, name) for group in _GROUPS for name in _IN_GROUP),
]
_PLACES: Final = {key: place for place, key in enumerate(_KEYS)}
_LENGTH_ENDS: Final = (250, 500, 1000)


def count(readings: Sequence[Reading]) -> Floats:
    """Count what the figures are made of, shape (articles, counts)."""
    table = np.zeros((len(readings), len(_PLACES)))
    for row, reading in zip(table, readings, strict=True):
        for key, number in _count(reading).items():
            row[_PLACES[key]] = number
    return table


def headline_figures(figure_of: FigureOf) -> dict[str, Figure]:
    """Make the figures of `FIGURES`; `figure_of` gives one, with its interval, from its formula."""
    formulas: dict[str, Callable[[Floats], Floats]] = {
        "speaker": _share(("speaker",), ("partial",)),
        "kind": _share(("kind",), ("partial",)),
    }
    for match, names in _MATCHED.items():
        hits, gold, predicted = ((name,) for name in names)
        formulas[f"{match}_precision"] = _share(hits, predicted)
        formulas[f"{match}_recall"] = _share(hits, gold)
        formulas[f"{match}_f1"] = _f1(hits, gold, predicted)
    return {name: figure_of(formulas[name]) for name in FIGURES}


def group_figures(totals: Floats, figure_of: FigureOf) -> Iterator[GroupFigures]:
    """Make the figures of each group that has statements; `totals` are the sums over all articles."""
    for by, group in _GROUPS:
        gold, predicted = (int(totals[_PLACES[by, group, name]]) for name in ("gold", "predicted"))
        if not gold and not predicted:
            continue

        def share(part: str, whole: str, key: tuple[str, str] = (by, group)) -> Figure:
            return figure_of(_share((*key, part), (*key, whole)))

        figures = {
            "recall": share("found", "gold"),
            "precision": share("right", "predicted"),
            "exact": share("exact", "found"),
            "speaker": share("speaker", "found"),
        }
        yield GroupFigures(by, group, gold, predicted, figures)


def groups_of(statement: Statement, article: Article) -> Mapping[str, str]:
    """Tell which group of each breakdown a statement of an article is in."""
    spoken = language(language_of(article.text, article.language))
    return {
        "kind": statement.kind,
        "cue": cue_type(statement, spoken),
        "mention": mention_type(statement, spoken),
        "length": length_of(article.text),
    }


def length_of(text: str) -> str:
    """Tell which of `LENGTHS` a text has."""
    words = len(text.split())
    place = sum(words > end for end in _LENGTH_ENDS)
    return list(LENGTHS)[place]


def _count(reading: Reading) -> Counter[Key]:
    counts = Counter[Key](
        {
            ("loose",): reading.loose,
            ("words_gold",): reading.words_gold,
            ("words_predicted",): reading.words_predicted,
            ("words_both",): reading.words_both,
        }
    )
    for outcome in reading.outcomes:
        right = outcome.found and outcome.speaker is None
        counts["partial",] += outcome.found
        counts["exact",] += outcome.exact
        counts["speaker",] += right
        counts["kind",] += outcome.kind_right
        if outcome.gold is not None:
            counts["gold",] += 1
            for key in groups_of(outcome.gold, reading.article).items():
                counts[*key, "gold"] += 1
                counts[*key, "found"] += outcome.found
                counts[*key, "exact"] += outcome.exact
                counts[*key, "speaker"] += right
        if outcome.predicted is not None:
            counts["predicted",] += 1
            for key in groups_of(outcome.predicted, reading.article).items():
                counts[*key, "predicted"] += 1
                counts[*key, "right"] += outcome.found
    return counts


def _share(part: Key, whole: Key) -> Callable[[Floats], Floats]:
    return lambda sums: divide(_column(sums, part), _column(sums, whole))


def _f1(hits: Key, gold: Key, predicted: Key) -> Callable[[Floats], Floats]:
    return lambda sums: divide(
        2 * _column(sums, hits), _column(sums, gold) + _column(sums, predicted)
    )


def _column(sums: Floats, key: Key) -> Floats:
    return np.asarray(sums[..., _PLACES[key]])


def divide(part: Floats, whole: Floats) -> Floats:
    """Divide, giving nan where the whole is 0."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)
