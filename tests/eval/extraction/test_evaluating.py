from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from stance.annotation import AnnotatedArticle
from stance.articles import Article
from stance.errors import StanceError
from stance.eval.extraction import FIGURES, evaluate_extraction, render_extraction
from stance.statements import Span, Statement

Say = Any
Mark = Any
Copies = Any

SHUT = "the bridge would stay shut until the barricades were gone"


@pytest.fixture
def gold(say: Say, mark: Mark) -> AnnotatedArticle:
    return mark(
        say(SHUT, at="Ada Voss"),
        say("“We will talk,”", "“And soon.”", at="the minister", kind="direct"),
        say("of war", by="Ben Ruhl", at="Ben Ruhl"),
        say("that the ferry had sailed", by=None, at=None),
    )


def values(found: Any) -> dict[str, float | None]:
    return {name: figure.value for name, figure in found.figures.items()}


def test_an_example_worked_by_hand(gold: AnnotatedArticle, say: Say) -> None:
    """Ten words with one too many are found, five of five, none of two; of four one, and a false find.

    Words: 10 + 5 + 2 + 5 in the gold, 11 + 5 + 2 + 4 found; 10 + 5 + 0 + 1 in both.
    """
    predicted = [
        say("said " + SHUT, by="Voss", at="Ada Voss"),
        say("“We will talk,”", "“And soon.”", by="Ben Ruhl", at="Ben Ruhl", kind="mixed"),
        say("Ben Ruhl", by="Ben Ruhl"),
        say("Officials denied that the", by="officials", at="Officials"),
    ]
    found = evaluate_extraction([gold], predicted, resamples=10)
    assert values(found) == pytest.approx({
        "partial_precision": 2 / 4, "partial_recall": 2 / 4, "partial_f1": 0.5,
        "exact_precision": 1 / 4, "exact_recall": 1 / 4, "exact_f1": 0.25,
        "loose_precision": 3 / 4, "loose_recall": 3 / 4, "loose_f1": 0.75,
        "token_precision": 17 / 22, "token_recall": 17 / 22, "token_f1": 17 / 22,
        "end_to_end_precision": 1 / 4, "end_to_end_recall": 1 / 4, "end_to_end_f1": 0.25,
        "speaker": 1 / 2, "kind": 1 / 2,
    })  # fmt: skip
    assert tuple(found.figures) == FIGURES
    happened = [mistake for outcome in found.outcomes for mistake in outcome.mistakes]
    assert happened == [
        ("inexact", "too long"),
        ("speaker", "wrong mention"),
        ("missed", "no overlap"),
        ("missed", "too short"),
        ("false", "no overlap"),
        ("false", "too short"),
    ]
    assert [pair.exact for pair in found.pairs] == [False, True]


def test_all_is_right(gold: AnnotatedArticle) -> None:
    found = evaluate_extraction([gold], gold.statements, resamples=10)
    assert set(values(found).values()) == {1.0}
    assert not any(sum(counts.values()) for counts in found.mistakes.values())
    assert found.figures["partial_f1"].low is None


def test_nothing_was_found(gold: AnnotatedArticle) -> None:
    found = evaluate_extraction([gold], [], resamples=10)
    assert found.figures["partial_recall"].value == 0
    assert found.figures["partial_f1"].value == 0
    assert found.figures["partial_precision"].value is None
    assert found.figures["speaker"].value is None
    assert found.mistakes["missed"]["no overlap"] == 4


def test_all_is_wrong(gold: AnnotatedArticle, say: Say) -> None:
    found = evaluate_extraction([gold], [say("Officials"), say("Ada Voss")], resamples=10)
    assert found.figures["partial_precision"].value == 0
    assert found.mistakes["false"]["no overlap"] == 2


def test_an_article_without_statements(mark: Mark) -> None:
    found = evaluate_extraction([mark()], [], resamples=10)
    assert set(values(found).values()) == {None}
    assert found.speaker_by == "name"
    assert not found.groups
    assert list(found.rows())
    shown(found)


def test_no_article_at_all() -> None:
    with pytest.raises(StanceError, match="nothing to judge by"):
        evaluate_extraction([])


def test_an_article_twice(gold: AnnotatedArticle) -> None:
    other = replace(gold, coder="bo")
    with pytest.raises(StanceError, match=r"'a' stands twice .* unnamed, bo"):
        evaluate_extraction([gold, other])


@pytest.mark.parametrize("iou", [0, -1, 1.5])
def test_an_overlap_that_is_none(gold: AnnotatedArticle, iou: float) -> None:
    with pytest.raises(StanceError, match="over 0, and at most 1"):
        evaluate_extraction([gold], [], iou=iou)


def test_nested_statements_need_not_be_found(say: Say, mark: Mark) -> None:
    inner = say("the barricades were gone", by="Ben Ruhl", nested=True)
    gold = mark(say(SHUT), inner)
    alone = evaluate_extraction([gold], [say(SHUT)], resamples=10)
    both = evaluate_extraction([gold], [say(SHUT), replace(inner, nested=False)], resamples=10)
    assert alone.figures == both.figures
    assert (both.gold, both.optional, both.predicted, both.excused) == (1, 1, 1, 1)


def test_without_names_the_words_for_the_source_count(gold: AnnotatedArticle) -> None:
    unnamed = tuple(replace(one, speaker=None) for one in gold.statements)
    found = evaluate_extraction([replace(gold, statements=unnamed)], gold.statements, resamples=10)
    assert found.speaker_by == "mention"
    assert found.figures["speaker"].value == 1
    assert any("names no speaker" in note for note in found.notes)
    moved = [replace(one, mention=None) for one in gold.statements]
    found = evaluate_extraction([replace(gold, statements=unnamed)], moved, resamples=10)
    assert found.figures["speaker"].value == 1 / 4
    assert found.mistakes["speaker"]["none given"] == 3


def test_what_was_found_elsewhere_is_left_out_and_told(gold: AnnotatedArticle, say: Say) -> None:
    elsewhere = replace(say("of war"), article="b")
    found = evaluate_extraction([gold], [*gold.statements, elsewhere], resamples=10)
    assert found.predicted == 4
    assert any("not in the gold: 1 (articles: 1)" in n for n in found.notes)
    with pytest.raises(StanceError, match="of other articles than the gold's: of 'b'"):
        evaluate_extraction([gold], [elsewhere])


def test_spans_that_are_not_in_the_text(gold: AnnotatedArticle, say: Say) -> None:
    moved = replace(say("of war"), content=(Span("of war", 0, 6),))
    with pytest.raises(StanceError, match="code points"):
        evaluate_extraction([gold], [moved])


def test_any_extractor_can_be_judged(gold: AnnotatedArticle) -> None:
    seen = []

    def perfect(article: Article) -> list[Statement]:
        seen.append(article.id)
        return list(gold.statements)

    found = evaluate_extraction([gold], extract=perfect, resamples=10)
    assert seen == ["a"]
    assert found.figures["end_to_end_f1"].value == 1
    assert evaluate_extraction([gold], resamples=10).figures["partial_recall"].value is not None


def test_intervals_resample_articles(gold: AnnotatedArticle, copies: Copies) -> None:
    items = copies(gold, 14)
    # Half of the articles are read perfectly, of the others nothing is found.
    predicted = [one for item in items[:7] for one in item.statements]
    one, same, other = (
        evaluate_extraction(items, predicted, resamples=400, seed=seed) for seed in (1, 1, 2)
    )
    recall = one.figures["partial_recall"]
    assert recall.value == 0.5
    assert recall.low is not None
    assert recall.high is not None
    assert recall.low < 0.35
    assert recall.high > 0.65
    assert one.figures == same.figures
    assert one.figures != other.figures
    assert (one.intervals.unit, one.intervals.units, one.intervals.seed) == ("article", 14, 1)


def test_rows_and_record(gold: AnnotatedArticle) -> None:
    found = evaluate_extraction([gold], gold.statements, data="here", resamples=10)
    rows = list(found.rows())
    assert {row["by"] for row in rows} == {"", "kind", "cue", "mention", "length", "mistake"}
    assert all(list(row) == ["by", "group", "figure", "value", "low", "high", "n"] for row in rows)
    record = json.loads(json.dumps(found.to_record()))
    assert record["format"] == 1
    assert record["figures"]["partial_f1"]["value"] == 1
    assert record["intervals"]["seed"] == 0
    assert record["groups"][0]["by"] == "kind"


def shown(found: Any) -> str:
    console = Console(width=80, file=io.StringIO())
    with console.capture() as capture:
        console.print(render_extraction(found))
    return capture.get()


def test_the_screen_fits_eighty_columns_and_escapes(gold: AnnotatedArticle) -> None:
    found = evaluate_extraction([gold], gold.statements, data="\x1b[31mred", resamples=10, iou=0.7)
    text = shown(found)
    assert "\x1b" not in text
    assert "an overlap of 0.7" in text
    assert max(map(len, text.splitlines())) <= 80
    for told in ("By kind", "Where they begin and end", "given where none", "no intervals"):
        assert told in text
