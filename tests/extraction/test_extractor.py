from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.articles.article import Article
from stance.extraction import extract
from stance.statements import KINDS, Statement

PIECES = (
    "he said", "she added", " that ", "“", "”", '"', "'", "‘", "’", "''", "«", "»", "„", ",", ".", "\n\n",
    " according to ", " Moscow ", " U.S. ", " the minister ", " Anna Berg ", " accused ", " of ", " as saying ",
    " was quoted ", " by ", " which ", " told ", " reporters ", " to ", " (@berg) ", " — ", ":", " and ", " with ",
    " demand ", "?", "!", " ", "It", "their", " saying ", " warned ", " against ", " Mr ", "\u2028", "\x00", "ß", "İ", "𝔸",
)  # fmt: skip


def check(article: Article, statements: list[Statement]) -> None:
    for number, statement in enumerate(statements, 1):
        assert statement.id == f"{article.id}#{number}"
        assert statement.kind in KINDS
        assert statement.text.strip()
        assert statement.content
        spans = [*statement.content, statement.mention, statement.cue]
        for span in filter(None, spans):
            assert span.start < span.end
            assert article.text[span.start : span.end] == span.text
        ends = [span.end for span in statement.content]
        starts = [span.start for span in statement.content]
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
        assert Statement.from_record(statement.to_record()) == statement
    level = sorted((c.start, c.end) for s in statements if not s.nested for c in s.content)
    assert all(end <= start for (_, end), (start, _) in pairwise(level))


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
@settings(max_examples=300)
def test_any_text_is_read_without_harm_and_alike_each_time(text: str) -> None:
    article = Article(id="a", text=text)
    statements = extract(article)
    check(article, statements)
    assert extract(article) == statements


def test_statements_stand_in_the_order_of_the_text() -> None:
    text = (
        "Anna Berg said it was late.\n\nIt rained, Ivan Petrov said.\n\nOslo warned Bonn to stop."
    )
    starts = [s.content[0].start for s in extract(Article(id="a", text=text))]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_an_empty_article_says_nothing() -> None:
    assert extract(Article(id="a", text="")) == []


def steps(text: str) -> int:
    """Count the lines of stance that run to read a text: the same on every machine."""
    count = 0

    def count_lines(_frame: FrameType, event: str, _argument: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return count_lines

    def enter(frame: FrameType, _event: str, _argument: object) -> Callable[..., object] | None:
        return count_lines if "extraction" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        extract(Article(id="a", text=text))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "part",
    [
        "a",
        "A.",
        "he said ",
        "X, said, ",
        " ",
        "\n",
        "(@",
        *(f" he said {mark}Word " for mark in "\"“”„«»‘’'‚"),
        'Anna Berg said they were ready, adding that "nothing more" was needed. ',
    ],
)
def test_hostile_texts_take_steps_in_proportion_to_their_length(part: str) -> None:
    short, long = steps(part * 250), steps(part * 1_000)
    assert 0 < long <= 5 * short


@pytest.mark.parametrize("part", ["a", "A.", "he said ", "(@", " he said “Word "])
def test_hostile_texts_are_read_without_harm(part: str) -> None:
    article = Article(id="a", text=part * 2_000)
    check(article, extract(article))
