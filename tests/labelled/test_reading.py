from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from stance.codebook import Codebook, load_codebook
from stance.errors import StanceError
from stance.labelled import LabelledStatement, read_labelled
from stance.rows import RejectLog

POSTURE = load_codebook("posture")
Read = Callable[..., LabelledStatement]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read one row, as it stands in a JSON Lines file."""

    def read_one(
        row: Mapping[str, Any], codebook: Codebook | None = POSTURE, **options: Any
    ) -> LabelledStatement:
        path = tmp_path / "data.jsonl"
        path.write_text(json.dumps(row) + "\n", encoding="utf-8")
        (statement,) = read_labelled([path], codebook, **options)
        return statement

    return read_one


def test_the_fields_are_the_published_ones() -> None:
    assert [field.name for field in fields(LabelledStatement)] == [
        "id", "text", "label", "act", "cue", "kind", "speaker", "affiliation", "counterpart",
        "context", "article", "dispute", "date", "coder", "difficulty", "split",
    ]  # fmt: skip


def test_a_row_is_read_and_its_other_columns_left_alone(read: Read) -> None:
    statement = read({"id": "a", "text": "no", "label": "neutral", "cue": "said", "colour": "red"})
    assert statement == LabelledStatement(id="a", text="no", label="neutral", cue="said")
    assert statement.to_record() == {"id": "a", "text": "no", "label": "neutral", "cue": "said"}


def test_without_an_id_a_row_is_named_by_its_place(read: Read) -> None:
    assert read({"text": "no", "label": "neutral"}).id == "data:1"


def test_other_names(read: Read) -> None:
    row = {"sentence": "yes", "y": "favour"}
    columns = {"text": "sentence", "label": "y"}
    assert read(row, columns=columns, label_map={"favour": "conciliatory"}).label == "conciliatory"


def test_a_label_may_be_left_to_its_act(read: Read) -> None:
    assert read({"text": "go or else", "act": "ultimatum"}).label == "threatening"


def test_numbers_are_labels_too(read: Read) -> None:
    assert read({"text": "no", "label": 3}, None).label == "3"


def test_scored_statements_can_be_read_as_they_are(read: Read) -> None:
    cue = {"text": "said", "start": 3, "end": 7}
    assert read({"text": "no", "label": "neutral", "cue": cue}).cue == "said"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"sentence": "no"}, "no column 'text' with the text; there are sentence. Name it with"),
        ({"text": " ", "label": "neutral"}, r"its text \(text\) is empty"),
        ({"text": "no"}, r"its label \(label\) is missing; there are text"),
        ({"text": "no", "label": ""}, r"its label \(label\) is empty"),
        ({"text": "no", "label": "neutrl"}, "Did you mean 'neutral'"),
        ({"text": "no", "label": "x"}, "has conciliatory, neutral, threatening"),
        ({"text": "no", "act": "nod"}, "its act is 'nod'"),
        ({"text": "no", "label": "neutral", "act": "warn"}, "'warn' rolls up to 'threatening'"),
        ({"text": "no", "label": "neutral", "kind": "loud"}, "direct, indirect, mixed"),
        ({"text": ["no"], "label": "neutral"}, "its text is no text: "),
        ({"text": "no", "label": ["neutral"]}, "its label is no text: "),
        ({"text": "no", "label": "NEUTRAL!"}, "Did you mean 'neutral'"),
    ],
)
def test_a_bad_row_is_named_with_its_place(read: Read, row: dict[str, str], said: str) -> None:
    with pytest.raises(StanceError, match=rf"data\.jsonl:1: .*{said}"):
        read(row)


def test_an_id_that_stands_twice_names_both_places(tmp_path: Path) -> None:
    row = json.dumps({"id": "a", "text": "no", "label": "neutral"}) + "\n"
    for name in ("one.jsonl", "two.jsonl"):
        (tmp_path / name).write_text(row, encoding="utf-8")
    with pytest.raises(StanceError, match=r"two\.jsonl:1: .*stands at .*one\.jsonl:1 already"):
        read_labelled([tmp_path], POSTURE)


def test_bad_rows_can_be_taken_aside(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("text,label\nno,neutral\nno,nowhere\n,neutral\n", encoding="utf-8")
    with RejectLog() as log:
        statements = read_labelled([path], POSTURE, on_reject=log)
    assert [statement.text for statement in statements] == ["no"]
    assert [reject.line for reject in log.first] == [3, 4]


def test_a_field_that_there_is_not(read: Read) -> None:
    with pytest.raises(StanceError, match="no field tone; they have id, text, label"):
        read({"text": "no"}, columns={"tone": "y"})


def test_space_around_a_label_does_no_harm(read: Read) -> None:
    assert read({"text": "no", "label": " neutral\t"}).label == "neutral"


def test_a_number_that_a_gap_made_a_float_is_the_same_label(read: Read) -> None:
    assert read({"text": "no", "label": 1.0}, None).label == "1"


def test_files_of_one_name_in_two_folders(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_text("text,label\nno,neutral\n", encoding="utf-8")
    first, second = (row.id for row in read_labelled([tmp_path], POSTURE))
    assert first == "a:2"
    assert second.endswith("a.csv:2")
    with pytest.raises(StanceError, match="already"):
        read_labelled([tmp_path, tmp_path], POSTURE)


@pytest.mark.parametrize("cell", [["irony", "edge-11"], '["irony", "edge-11"]', "irony, edge-11"])
def test_difficulty_is_tags_however_it_is_written(read: Read, cell: object) -> None:
    row = {"text": "How brave.", "label": "neutral", "difficulty": cell, "counterpart": "Oro"}
    statement = read(row)
    assert statement.difficulty == ("irony", "edge-11")
    assert statement.to_record()["difficulty"] == ["irony", "edge-11"]
    assert statement.counterpart == "Oro"
