from __future__ import annotations

from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.eval.agreement import agree_on_spans, read_marked
from stance.statement_rows import write_statements
from stance.statements import Span, Speaker, Statement

TEXT = "Voss said the bridge would stay shut. Ruhl denied that. Voss added nothing at all."


def marked(words: str, speaker: str, kind: str = "indirect", article: str = "a") -> Statement:
    start = TEXT.index(words)
    span = Span.cut(TEXT, start, start + len(words))
    return Statement(
        id=f"{article}#{start}", article=article, text=words, kind=kind, content=(span,),
        speaker=Speaker(speaker), label="neutral",
    )  # fmt: skip


ANN = [marked("the bridge would stay shut", "Voss"), marked("that", "Ruhl")]
BO = [marked("bridge would stay shut", "VOSS", "mixed"), marked("nothing at all", "Voss")]


def test_figures_of_two_coders() -> None:
    (found,) = agree_on_spans({"ann": ANN, "bo": BO}, resamples=50)
    values = {name: figure.value for name, figure in found.figures.items()}
    assert values == {
        "exact_f1": 0, "partial_f1": 0.5, "speaker": 1, "end_to_end_f1": 0.5, "kind": 0, "label": 1,
    }  # fmt: skip
    assert found.statements == (2, 2)


def test_only_articles_that_both_read_count() -> None:
    other = [marked("that", "Ruhl", article="b")]
    (found,) = agree_on_spans({"ann": ANN + other, "bo": ANN}, resamples=50)
    assert found.articles == 1
    assert found.figures["exact_f1"].value == 1
    with pytest.raises(StanceError, match="no article was coded by two"):
        agree_on_spans({"ann": ANN, "bo": other})


def test_each_file_is_a_coder(tmp_path: Path) -> None:
    for name, statements in {"ann": ANN, "bo": BO}.items():
        write_statements(statements, tmp_path / f"{name}.jsonl", "jsonl")
    assert read_marked([tmp_path]) == {"ann": ANN, "bo": BO}
    with pytest.raises(StanceError, match="one coder only"):
        read_marked([tmp_path / "ann.jsonl"])
