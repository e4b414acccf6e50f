from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import StanceError
from stance.eval import Prediction, read_predictions, write_predictions
from stance.rows import write_rows

GOOD: dict[str, Any] = {
    "id": "a",
    "gold": "no",
    "predicted": "yes",
    "scores": {"no": 0.25, "yes": 0.75},
}

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(
    st.lists(
        st.tuples(texts, texts, texts, st.none() | texts), min_size=1, unique_by=lambda row: row[0]
    )
)
def test_what_is_written_reads_the_same(rows: list[tuple[str, str, str, str | None]]) -> None:
    predictions = [
        Prediction(name, gold, guess, None, article) for name, gold, guess, article in rows
    ]
    assert read_predictions([item.to_record() for item in predictions]) == predictions


def test_a_file_comes_and_goes(tmp_path: Path) -> None:
    path = tmp_path / "predictions.jsonl"
    predictions = [Prediction("ä\u2028", "no", "yes", {"no": 0.25, "yes": 0.75}, "a1")]
    write_predictions(predictions, path)
    assert read_predictions(path) == predictions
    assert path.read_text(encoding="utf-8").endswith('"article": "a1"}\n')


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": ["b"]}, r"field 'id' is \['b'\]; a text is needed"),
        ({"gold": None}, "field 'gold' is None; each row needs"),
        ({"gold": {}}, "field 'gold' is {}; a text is needed"),
        ({"predicted": ""}, "field 'predicted' is ''"),
        ({"article": True}, "field 'article' is True"),
        ({"scores": [0.5, 0.5]}, "each label a number from 0 to 1"),
        ({"scores": {"no": -0.5, "yes": 1.5}}, "each label a number from 0 to 1"),
        ({"scores": {"no": True, "yes": 0}}, "each label a number from 0 to 1"),
        ({"scores": {"no": 0.5, "yes": 0.4}}, "sum to 0.900, not to 1"),
        (
            {"scores": {"no": 0.5, "maybe": 0.5}},
            "predicted 'yes' has no score; there are no, maybe",
        ),
    ],
)
def test_a_wrong_field_is_named_with_its_line(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    path = tmp_path / "predictions.jsonl"
    lines = [json.dumps(GOOD), "", json.dumps(GOOD | {"id": "b"} | change)]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(StanceError, match=rf"predictions\.jsonl:3: .*{message}"):
        read_predictions(path)


def test_an_id_that_stands_twice_is_named_with_both_places() -> None:
    with pytest.raises(StanceError, match="row 2: id 'a' stands at row 1 already"):
        read_predictions([GOOD, GOOD])


def test_rows_of_other_scores_are_refused() -> None:
    other = {"id": "b", "gold": "no", "predicted": "no"}
    with pytest.raises(
        StanceError, match="row 2: it has no scores, and the first row has scores for"
    ):
        read_predictions([GOOD, other])


@pytest.mark.parametrize("content", ["{", "id,gold\na,b\n", '["a"]\n', "\n", ""])
def test_what_is_no_file_of_predictions_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "predictions.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(StanceError, match=r"predictions\.jsonl"):
        read_predictions(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="cannot be read: No such file"):
        read_predictions(tmp_path / "nothing.jsonl")


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv", "tsv", "parquet"])
def test_flat_files_of_other_tools_are_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"predictions.{ending}"
    rows = [
        {"gold": "no", "predicted": "yes", "score_no": 0.25, "score_yes": 0.75, "kind": "direct"},
        {"gold": "no", "predicted": "no", "score_no": 1, "score_yes": 0, "kind": None},
    ]
    write_rows(rows, path, ending)
    first, second = read_predictions(path)
    assert (first.id, second.id) == ("1", "2")
    assert first.scores == {"no": 0.25, "yes": 0.75}
    assert second.scores == {"no": 1, "yes": 0}
    assert first.columns["kind"] == "direct"
    assert "kind" not in first.to_record()


def test_labels_that_are_numbers_are_names() -> None:
    (one,) = read_predictions([{"gold": 1, "predicted": 0, "id": 7}])
    assert (one.id, one.gold, one.predicted) == ("7", "1", "0")
