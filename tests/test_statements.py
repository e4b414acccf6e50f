from __future__ import annotations

import json

import pytest

from stance.errors import StanceError
from stance.statements import Span, Speaker, Statement

TEXT = "“Not yet,” Ada Voss said."
STATEMENT = Statement(
    id="a#1",
    article="a",
    text="Not yet",
    kind="direct",
    content=(Span.cut(TEXT, 0, 10),),
    speaker=Speaker("Ada Voss", "Freedonia"),
    mention=Span.cut(TEXT, 11, 19),
    cue=Span.cut(TEXT, 20, 24),
    context=TEXT,
    act="reject",
    label="neutral",
    scores={"conciliatory": 0.1, "neutral": 0.7, "threatening": 0.2},
    run="r",
)


def test_the_record_is_the_published_format() -> None:
    assert STATEMENT.to_record() == {
        "id": "a#1",
        "article": "a",
        "speaker": "Ada Voss",
        "affiliation": "Freedonia",
        "mention": {"text": "Ada Voss", "start": 11, "end": 19},
        "cue": {"text": "said", "start": 20, "end": 24},
        "content": [{"text": "“Not yet,”", "start": 0, "end": 10}],
        "text": "Not yet",
        "kind": "direct",
        "context": TEXT,
        "act": "reject",
        "label": "neutral",
        "scores": {"conciliatory": 0.1, "neutral": 0.7, "threatening": 0.2},
        "run": "r",
    }


def test_an_unscored_statement_has_no_label_in_its_record() -> None:
    record = STATEMENT.to_record()
    for name in ("act", "label", "scores", "run"):
        del record[name]
    assert Statement.from_record(record).to_record() == record


def test_a_record_read_back_is_the_same_statement() -> None:
    assert Statement.from_record(json.loads(json.dumps(STATEMENT.to_record()))) == STATEMENT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": None}, "field 'id' is missing"),
        ({"text": 7}, "field 'text' is a int; a str is needed"),
        ({"kind": "oblique"}, "direct, indirect, mixed"),
        ({"content": []}, "field 'content' is empty"),
        ({"content": [{"text": "x", "start": 0, "end": 9}]}, "as long as its text"),
        ({"cue": "said"}, "a span is an object"),
    ],
)
def test_a_wrong_record_is_named_by_its_field(change: dict[str, object], said: str) -> None:
    with pytest.raises(StanceError, match=said):
        Statement.from_record(STATEMENT.to_record() | change)


def test_a_speaker_reads_as_its_name() -> None:
    assert f"{STATEMENT.speaker}" == "Ada Voss"
