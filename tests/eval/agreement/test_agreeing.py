from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from stance.codebook import load_codebook
from stance.errors import StanceError
from stance.eval.agreement import (
    adjudicate,
    agree,
    disagreements,
    read_codings,
    render_agreement,
)
from stance.rows import RejectLog

POSTURE = load_codebook("posture")
Write = Callable[[str, list[dict[str, Any]]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(name: str, rows: list[dict[str, Any]]) -> Path:
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return file


def coded(coder: str, acts: str) -> list[dict[str, Any]]:
    """Make a coder's rows from initials: o(ffer), i(nform), a(ccuse), t(hreaten)."""
    names = {"o": "offer", "i": "inform", "a": "accuse", "t": "threaten"}
    return [
        {
            "id": str(i),
            "act": names[act],
            "coder": coder,
            "text": f"text {i}",
            "article": f"a{i // 2}",
        }
        for i, act in enumerate(acts)
        if act != "-"
    ]


def test_figures_of_two_coders(write: Write) -> None:
    rows = coded("ann", "ooiittia") + coded("bo", "ooiitiii")
    found = agree(read_codings([write("all", rows)], POSTURE), "label", resamples=200)
    assert (found.items, found.shared) == (8, 8)
    assert found.figures["agreement"].value == pytest.approx(7 / 8)
    assert 0 < found.figures["alpha"].value < found.figures["ordinal_alpha"].value < 1
    assert found.by_value["conciliatory"].value == 1
    assert found.by_value["threatening"].value == pytest.approx(2 / 3)
    (pair,) = found.pairs
    assert pair.coders == ("ann", "bo")
    assert pair.confusion == ((2, 0, 0), (0, 4, 0), (0, 1, 1))
    assert found.intervals.unit == "article"
    assert found.intervals.units == 4
    acts = agree(read_codings([write("all", rows)], POSTURE), "act", resamples=200)
    assert acts.figures["agreement"].value == pytest.approx(6 / 8)
    assert "ordinal_alpha" not in acts.figures


def test_files_are_coders_and_gaps_are_allowed(write: Write) -> None:
    paths = [
        write(name, [{key: row[key] for key in ("id", "act")} for row in coded(name, acts)])
        for name, acts in {"ann": "ooit", "bo": "ooi-", "cy": "oiit"}.items()
    ]
    codings = read_codings(paths, POSTURE)
    assert codings.coders == ("ann", "bo", "cy")
    found = agree(codings, resamples=100)
    assert len(found.pairs) == 3
    assert found.figures["fleiss_kappa"].value is not None
    assert found.intervals.unit == "item"


def test_what_differs_is_listed_labels_first(write: Write) -> None:
    codings = read_codings([write("all", coded("ann", "ioi") + coded("bo", "aoo"))], POSTURE)
    rows = list(disagreements(codings))
    assert [(row["id"], row["differ"]) for row in rows] == [("2", "label"), ("0", "act")]
    assert rows[1]["ann"] == "inform (neutral)"
    assert rows[1]["text"] == "text 0"


def test_the_first_coder_settles(write: Write) -> None:
    codings = read_codings([write("all", coded("ann", "io") + coded("bo", "at"))], POSTURE)
    settled = adjudicate(codings, "first")
    assert [row["act"] for row in settled.rows] == ["inform", "offer"]
    assert [row["label"] for row in settled.rows] == ["neutral", "conciliatory"]
    assert all("coder" not in row for row in settled.rows)
    assert settled.open == []


def test_most_coders_settle_and_ties_stay_open(write: Write) -> None:
    rows = coded("ann", "iito") + coded("bo", "iaao") + coded("cy", "tooot")
    settled = adjudicate(read_codings([write("all", rows)], POSTURE), "majority")
    # The first by two of three; the second by its label, two acts being tied; the third by nobody.
    assert [(row["id"], row["label"], row["act"]) for row in settled.rows] == [
        ("0", "neutral", "inform"), ("1", "neutral", None), ("3", "conciliatory", "offer"),
        ("4", "threatening", "threaten"),
    ]  # fmt: skip
    assert settled.open == ["2"]


def test_rows_that_tell_nothing_are_refused_by_line(write: Write) -> None:
    rows = [*coded("ann", "oi"), *coded("bo", "oi"), {"act": "offer"}, {"id": "9", "act": "shrug"}]
    path = write("all", rows)
    log = RejectLog(None)
    assert len(read_codings([path], POSTURE, on_reject=log).items) == 2
    reasons = [str(reject) for reject in log.first]
    assert "all.jsonl:5" in reasons[0]
    assert "--item" in reasons[0]
    assert "'shrug'" in reasons[1]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (coded("ann", "oi"), "one coder only"),
        (coded("ann", "o-") + coded("bo", "-i"), "nothing in common"),
        (coded("ann", "o") * 2 + coded("bo", "o"), "coded the item '0' twice"),
    ],
)
def test_what_cannot_be_compared_is_told(write: Write, rows: list[Any], message: str) -> None:
    with pytest.raises(StanceError, match=message):
        read_codings([write("all", rows)], POSTURE)


def test_labels_can_be_those_of_the_data(write: Write) -> None:
    rows = [{"id": i, "coder": c, "stand": s} for i, c, s in ((1, "a", "pro"), (1, "b", "con"))]
    codings = read_codings([write("all", rows)], None, columns={"label": "stand"})
    assert codings.names("label") == ("con", "pro")
    assert agree(codings, resamples=50).figures["agreement"].value == 0


def test_it_is_shown(write: Write) -> None:
    codings = read_codings([write("all", coded("ann", "ioit") + coded("bo", "aoot"))], POSTURE)
    console = Console(width=80, record=True)
    page = render_agreement(
        [agree(codings, f) for f in ("label", "act")], list(disagreements(codings))
    )
    console.print(page)
    text = console.export_text()
    assert "Krippendorff's alpha, ordinal" in text
    assert "ann (rows) and bo (columns)" in text
    assert "2 items on which they differ" in text
