"""The figures against a reference that follows their definitions, word by word, by plain loops."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.annotation import AnnotatedArticle
from stance.articles import Article
from stance.eval.extraction import evaluate_extraction
from stance.statements import KINDS, Span, Speaker, Statement

NAMES = ("Ada Voss", "Ben Ruhl", "Cy Orm")
MARKS = st.sampled_from([" ", ", ", "—", "\n", ". “"])
TEXTS = st.lists(st.tuples(st.sampled_from(["a", "be", "see", "10"]), MARKS), max_size=12).map(
    lambda words: "".join(word + mark for word, mark in words) + "."
)


@st.composite
def statements(draw: st.DrawFn, article: str, text: str, *, nested: bool) -> list[Statement]:
    def span(longest: int = 30) -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span.cut(text, start, draw(st.integers(start + 1, min(len(text), start + longest))))

    found = []
    for number in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from([*NAMES, None]))
        found.append(
            Statement(
                id=f"{article}#{number}",
                article=article,
                text="",
                kind=draw(st.sampled_from(KINDS)),
                content=tuple(span() for _ in range(draw(st.integers(1, 2)))),
                speaker=Speaker(name) if name else None,
                mention=span(6) if draw(st.booleans()) else None,
                nested=nested and draw(st.integers(0, 4)) == 0,
            )
        )
    return found


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[AnnotatedArticle], list[Statement]]:
    gold, predicted = [], []
    for name in "ab"[: draw(st.integers(1, 2))]:
        text = draw(TEXTS)
        marked = draw(statements(name, text, nested=True))
        gold.append(AnnotatedArticle(article=Article(id=name, text=text), statements=tuple(marked)))
        predicted += draw(statements(name, text, nested=False))
        predicted += [one for one in marked if draw(st.booleans())]
    return gold, predicted


def words_of(text: str, statement: Statement) -> set[int]:
    """Each word of the text that is whole in a span, by where it begins."""
    inside = set()
    for word in re.finditer(r"\w+", text):
        for span in statement.content:
            if word.start() >= span.start and word.end() <= span.end:
                inside.add(word.start())
    return inside


def likeness(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one & other else 0.0


def pair_up(scores: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Take the best pair, strike out its row and column, and so on; of equals the first."""
    pairs = []
    while scores:
        best = min(scores, key=lambda pair: (-scores[pair], pair))
        pairs.append(best)
        scores = {
            pair: score
            for pair, score in scores.items()
            if pair[0] != best[0] and pair[1] != best[1]
        }
    return pairs


def overlaps(one: Span | None, other: Span | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return any(place in range(other.start, other.end) for place in range(one.start, one.end))


def reference(
    gold: Sequence[AnnotatedArticle], predicted: Sequence[Statement], iou: float
) -> dict[str, float | None]:
    named = any(one.speaker for item in gold for one in item.statements)
    sums = dict.fromkeys(
        ["gold", "found", "exact", "partial", "loose", "speaker", "kind", "wg", "wp", "wb"], 0
    )
    for item in gold:
        text = item.article.text
        must = [one for one in item.statements if not one.nested]
        optional = [words_of(text, one) for one in item.statements if one.nested]
        own = [one for one in predicted if one.article == item.article.id]
        mine = [words_of(text, one) for one in must]

        def scored(theirs: list[set[int]], mine: list[set[int]], least: str) -> Any:
            tests = {
                "same": lambda m, t: m == t,
                "iou": lambda m, t: likeness(m, t) >= iou,
                "loose": lambda m, t: len(m & t) / len(m) > 0.3,
            }
            return {
                (i, k): likeness(m, t)
                for i, m in enumerate(mine)
                for k, t in enumerate(theirs)
                if m & t and tests[least](m, t)
            }

        theirs = [words_of(text, one) for one in own]
        needed = {k for _, k in pair_up(scored(theirs, mine, "loose"))}
        counted = []
        for k, words in enumerate(theirs):
            of_optional = any(
                likeness(other, words) >= iou or len(other & words) > 0.8 * len(words)
                for other in optional
                if other & words
            )
            if k in needed or not of_optional:
                counted.append(k)
        own, theirs = [own[k] for k in counted], [theirs[k] for k in counted]
        sums["gold"] += len(must)
        sums["found"] += len(own)
        sums["exact"] += len(pair_up(scored(theirs, mine, "same")))
        by_share = {
            (i, k): len(mine[i] & theirs[k]) / len(mine[i])
            for i, k in scored(theirs, mine, "loose")
        }
        sums["loose"] += len(pair_up(by_share))
        for i, k in pair_up(scored(theirs, mine, "iou")):
            sums["partial"] += 1
            sums["kind"] += must[i].kind == own[k].kind
            if named:
                sums["speaker"] += must[i].speaker == own[k].speaker
            else:
                sums["speaker"] += overlaps(must[i].mention, own[k].mention)
        in_gold = {word for words in mine for word in words}
        in_found = {word for words in theirs for word in words}
        in_found -= {word for words in optional for word in words} - in_gold
        sums["wg"] += len(in_gold)
        sums["wp"] += len(in_found)
        sums["wb"] += len(in_gold & in_found)

    def share(part: int, whole: int) -> float | None:
        return part / whole if whole else None

    figures = {
        "speaker": share(sums["speaker"], sums["partial"]),
        "kind": share(sums["kind"], sums["partial"]),
    }
    for name, hits, whole, found in (
        ("partial", "partial", "gold", "found"),
        ("exact", "exact", "gold", "found"),
        ("loose", "loose", "gold", "found"),
        ("token", "wb", "wg", "wp"),
        ("end_to_end", "speaker", "gold", "found"),
    ):
        figures[f"{name}_recall"] = share(sums[hits], sums[whole])
        figures[f"{name}_precision"] = share(sums[hits], sums[found])
        figures[f"{name}_f1"] = share(2 * sums[hits], sums[whole] + sums[found])
    return figures


@settings(max_examples=150, deadline=None)
@given(case=cases(), iou=st.sampled_from([0.25, 0.5, 0.8, 1.0]), unnamed=st.booleans())
def test_the_figures_are_what_their_definitions_say(
    case: tuple[list[AnnotatedArticle], list[Statement]], iou: float, unnamed: bool
) -> None:
    gold, predicted = case
    if unnamed:
        gold = [
            replace(item, statements=tuple(replace(one, speaker=None) for one in item.statements))
            for item in gold
        ]
    found = evaluate_extraction(gold, predicted, iou=iou, resamples=1)
    expected = reference(gold, predicted, iou)
    for name, figure in found.figures.items():
        assert figure.value == pytest.approx(expected[name], abs=1e-9), name
    missed, false = (sum(found.mistakes[where].values()) for where in ("missed", "false"))
    assert missed == found.gold - found.matched
    assert false == found.predicted - found.matched
    for by in ("kind", "cue", "mention", "length"):
        members = [group for group in found.groups if group.by == by]
        assert sum(group.gold for group in members) == found.gold
        assert sum(group.predicted for group in members) == found.predicted
