from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import StanceError
from stance.rows import Reject, read_rows
from stance.statement_rows import flatten, read_statements, unflatten, write_statements
from stance.statements import KINDS, Span, Speaker, Statement

TEXT = "“Not yet,” Ada Voss said. “Perhaps in spring.”"
STATEMENT = Statement(
    id="a#1",
    article="a",
    text="Not yet Perhaps in spring.",
    kind="direct",
    content=(Span.cut(TEXT, 0, 10), Span.cut(TEXT, 26, 46)),
    speaker=Speaker("Ada Voss", "Freedonia"),
    mention=Span.cut(TEXT, 11, 19),
    cue=Span.cut(TEXT, 20, 24),
    context=TEXT,
    act="reject",
    label="neutral",
    scores={"conciliatory": 0.25, "neutral": 0.5, "threatening": 0.25},
    run="r",
)

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    text, start = draw(words), draw(st.integers(0, 1_000))
    return Span(text, start, start + len(text))


statements = st.builds(
    Statement,
    id=words,
    article=words,
    text=words,
    kind=st.sampled_from(KINDS),
    content=st.lists(spans(), min_size=1, max_size=3).map(tuple),
    speaker=st.none() | st.builds(Speaker, words, st.none() | words),
    mention=st.none() | spans(),
    cue=st.none() | spans(),
    context=st.just("") | words,
    nested=st.booleans(),
    reason=words,
    act=st.none() | words,
    label=st.sampled_from(["yes", "no"]),
    scores=st.fixed_dictionaries({"yes": st.floats(0, 1), "no": st.floats(0, 1)}),
    run=words,
)


def test_the_flat_row_is_the_published_format() -> None:
    assert flatten(STATEMENT) == {
        "id": "a#1",
        "article": "a",
        "speaker": "Ada Voss",
        "affiliation": "Freedonia",
        "mention": "Ada Voss",
        "mention_start": 11,
        "mention_end": 19,
        "cue": "said",
        "cue_start": 20,
        "cue_end": 24,
        "content": "“Not yet,”\n“Perhaps in spring.”",
        "content_spans": "0-10 26-46",
        "text": "Not yet Perhaps in spring.",
        "kind": "direct",
        "context": TEXT,
        "nested": False,
        "act": "reject",
        "label": "neutral",
        "run": "r",
        "score_conciliatory": 0.25,
        "score_neutral": 0.5,
        "score_threatening": 0.25,
    }


@given(statements)
def test_a_flat_row_is_the_same_statement(statement: Statement) -> None:
    assert unflatten(flatten(statement)) == statement


@pytest.mark.parametrize("format_", ["jsonl", "json", "csv", "tsv", "parquet"])
@given(written=st.lists(statements, min_size=1, max_size=4))
def test_statements_come_back(
    tmp_path_factory: pytest.TempPathFactory, format_: str, written: list[Statement]
) -> None:
    path = tmp_path_factory.mktemp("rows") / f"a.{format_}"
    assert write_statements(written, path, format_) == len(written)
    assert list(read_statements(path)) == written


def test_without_statements_the_header_remains(tmp_path: Path) -> None:
    write_statements([], tmp_path / "a.csv", "csv")
    assert list(read_rows(tmp_path / "a.csv")) == []
    assert (tmp_path / "a.csv").read_text("utf-8").startswith("id,article,speaker,")


@pytest.mark.parametrize(
    "change", [{"content_spans": "x"}, {"mention_start": "x"}, {"kind": "loud"}, {"id": None}]
)
def test_a_wrong_row_is_refused_and_the_rest_is_read(
    tmp_path: Path, change: dict[str, str | None]
) -> None:
    row = flatten(STATEMENT) | change
    with pytest.raises(StanceError):
        unflatten(row)
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "broken"}\n', encoding="utf-8")
    refused: list[Reject] = []
    assert list(read_statements(path, on_reject=refused.append)) == []
    assert refused[0].line == 1


def test_the_columns_of_parquet_have_the_same_types_whatever_is_null(tmp_path: Path) -> None:
    without = replace(STATEMENT, mention=None, cue=None, speaker=None, act=None)
    for name, statement in (("a", STATEMENT), ("b", without)):
        write_statements([statement], tmp_path / f"{name}.parquet", "parquet")
    assert pq.read_schema(tmp_path / "a.parquet") == pq.read_schema(tmp_path / "b.parquet")


def test_a_table_that_another_tool_has_rewritten() -> None:
    row = {name: value for name, value in flatten(STATEMENT).items() if value is not None}
    row |= {"cue_start": "20.0", "cue_end": 24.0, "nested": "False", "score_neutral": "0.5"}
    assert unflatten(row) == STATEMENT


def test_half_a_span_is_no_span() -> None:
    with pytest.raises(StanceError, match="'cue'"):
        unflatten({**flatten(STATEMENT), "cue_end": None})


def test_an_unwritable_target_is_told_before_any_work(tmp_path: Path) -> None:
    def work() -> Iterator[Statement]:
        raise AssertionError
        yield STATEMENT

    with pytest.raises(StanceError, match="cannot write"):
        write_statements(work(), tmp_path / "no" / "a.csv", "csv")


def test_scored_and_unscored_statements_make_no_table(tmp_path: Path) -> None:
    unscored = replace(STATEMENT, label=None, act=None, scores={}, run=None)
    with pytest.raises(StanceError, match="row 2 has act, label, run"):
        write_statements([unscored, STATEMENT], tmp_path / "a.csv", "csv")
