from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.training.division import SHARES, Division, divide, folds_of, write_parts

Make = Callable[..., list[LabelledStatement]]
Rows = list[dict[str, Any]]


@pytest.fixture
def rows() -> Rows:
    """300 rows of different words: ten an article, three labels."""
    words = [
        "abbey",
        "barge",
        "canal",
        "delta",
        "ember",
        "fjord",
        "grove",
        "hatch",
        "inlet",
        "jetty",
        "knoll",
        "ledge",
        "marsh",
    ]
    return [
        {
            "id": f"r{i}",
            "text": f"{words[i % 13]} {words[i // 13 % 13]} {i * 7919} {words[(i * 5 + 2) % 13]}",
            "label": ("yes", "no", "maybe")[i % 3],
            "article": f"a{i // 10}",
            "note": i if i % 2 else None,
        }
        for i in range(300)
    ]


def test_parts_share_no_article_and_have_labels_in_proportion(rows: Rows) -> None:
    division = divide(rows, by=["article"])
    articles = [
        {row["article"] for row, part in zip(rows, division.parts, strict=True) if part == name}
        for name in SHARES
    ]
    assert sum(map(len, articles)) == 30 == division.groups
    for name, share in SHARES.items():
        assert division.counts[name]["yes"] == pytest.approx(100 * share, abs=5)


def test_folds_are_equal_parts(rows: Rows) -> None:
    division = divide(rows, folds_of(5), by=["article"])
    assert [sum(of.values()) for of in division.counts.values()] == [60] * 5


def test_texts_that_are_nearly_the_same_stay_together(rows: Rows) -> None:
    sentence = "the envoy said that the northern bridge would be opened to convoys before {}"
    rows += [
        {"id": f"n{i}", "text": sentence.format(when), "label": "yes"}
        for i, when in enumerate(("May", "June", "May", "MAY!"))
    ]
    assert len(set(divide(rows, by=["article"]).parts[-4:])) == 1


def test_it_can_go_by_several_columns_and_no_label(rows: Rows) -> None:
    division = divide(rows, {"a": 0.5, "b": 0.5}, by=["article", "note"], stratify=None)
    assert list(division.counts["a"]) == ["rows"]


def test_what_cannot_be_balanced_is_refused_with_figures(rows: Rows) -> None:
    for row in rows:
        row["article"] = "one" if int(row["article"][1:]) < 20 else row["article"]
    with pytest.raises(StanceError, match=r"a has 67% of the rows, not 50%.*largest with 67%"):
        divide(rows, {"a": 0.5, "b": 0.5}, by=["article"])


def test_a_part_without_a_label_is_refused(rows: Rows) -> None:
    for i, row in enumerate(rows):
        row["label"] = "rare" if row["article"] == "a1" else ("yes", "no")[i % 2]
    with pytest.raises(StanceError, match="has none of the 10 rows of 'rare'"):
        divide(rows, by=["article"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"by": ["speaker"]}, "no row has a column 'speaker'; there are id, text"),
        ({"stratify": "act"}, "no row has a column 'act'"),
        ({"shares": {"a": 0.5, "b": 0.6}}, "sum to 1"),
        ({"shares": {"a": 1.0, "b": 0.0}}, "above 0"),
    ],
)
def test_what_cannot_be_done_is_told(rows: Rows, change: dict[str, Any], message: str) -> None:
    with pytest.raises(StanceError, match=message):
        divide(rows, **change)


def test_nothing_to_divide() -> None:
    with pytest.raises(StanceError, match="no row"):
        divide([])
    with pytest.raises(StanceError, match="two at least"):
        folds_of(1)


def test_parts_are_written_as_files_with_all_columns(rows: Rows, tmp_path: Path) -> None:
    division = divide(rows, by=["article"])
    write_parts(rows, division, tmp_path / "parts")
    written = [
        json.loads(line)
        for name in SHARES
        for line in (tmp_path / "parts" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert sorted(written, key=lambda row: int(row["id"][1:])) == rows
    with pytest.raises(StanceError, match="there already"):
        write_parts(rows, division, tmp_path / "parts")


def test_parts_are_written_as_a_column(rows: Rows, tmp_path: Path) -> None:
    division = Division(parts=("a", "b") * 150, groups=300, counts={"a": {}, "b": {}})
    write_parts(rows, division, tmp_path / "all.csv")
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert [row["split"] for row in read[:3]] == ["a", "b", "a"]
    assert read[1]["note"] == "1"
