from __future__ import annotations

import csv
import itertools
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import stance.data
from stance.annotation import AnnotatedArticle, write_annotations
from stance.articles import read_articles
from stance.extraction import extract
from stance.runs import Run

Cli = Callable[..., Result]
WriteRows = Callable[[str, Iterable[dict[str, Any]]], Path]

EVALUATE = ("extraction", "evaluate")


@pytest.fixture
def marked(article: Path) -> AnnotatedArticle:
    """What is found in the article, as its gold."""
    (read,) = read_articles([article])
    return AnnotatedArticle(article=read, statements=tuple(extract(read)))


@pytest.fixture
def gold(marked: AnnotatedArticle, tmp_path: Path) -> Path:
    write_annotations([marked], tmp_path / "gold.jsonl", "jsonl")
    return tmp_path / "gold.jsonl"


def figures(path: Path) -> dict[str, float]:
    record = json.loads(path.read_text(encoding="utf-8"))
    record = record[0] if isinstance(record, list) else record
    return {name: figure["value"] for name, figure in record["figures"].items()}


def test_rows_of_figures(cli: Cli, gold: Path) -> None:
    done = cli(*EVALUATE, gold, "--format", "csv", "-o", "figures.csv")
    assert done.exit_code == 0, done.output
    with Path("figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["figure"] == "partial_precision"
    assert {row["value"] for row in rows if row["by"] == ""} == {"1.0"}


def test_the_screen(cli: Cli, gold: Path) -> None:
    done = cli(*EVALUATE, gold, "--format", "table")
    assert done.exit_code == 0, done.output
    for told in ("half the words", "By the cue", "Wrong speakers", "there is one article only"):
        assert told in done.stdout


def test_the_bundled_test_part(cli: Cli) -> None:
    done = cli(
        *EVALUATE, stance.data.ARTICLE_STATEMENTS, "--articles", stance.data.ARTICLES,
        "--split", "test", "-o", "e.json", "--report", "e.html",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    found = figures(Path("e.json"))
    assert found["partial_f1"] > 0.85
    assert found["end_to_end_f1"] > 0.65
    assert "Each mistake in its place" in Path("e.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_what_another_tool_found(cli: Cli, gold: Path, article: Path, ending: str) -> None:
    assert cli("extract", article, "-o", f"found.{ending}").exit_code == 0
    done = cli(*EVALUATE, gold, "--predicted", f"found.{ending}", "-o", "e.json")
    assert done.exit_code == 0, done.output
    assert set(figures(Path("e.json")).values()) == {1.0}


def test_a_named_format(cli: Cli, marked: AnnotatedArticle, tmp_path: Path) -> None:
    write_annotations([marked], tmp_path / "brat", "brat", on_warning=lambda _: None)
    done = cli(*EVALUATE, "brat", "--from", "brat", "--iou", "0.9", "-o", "e.json")
    assert done.exit_code == 0, done.output
    assert figures(Path("e.json"))["exact_f1"] == 1
    done = cli(*EVALUATE, "brat", "--from", "jsonl")
    assert done.exit_code == 1
    assert "name the file" in done.output


def test_refused_rows_stop_it_unless_they_are_written_aside(
    cli: Cli, marked: AnnotatedArticle, article: Path, tmp_path: Path
) -> None:
    rows = [one.to_record() for one in marked.statements]
    rows[0]["content"][0]["start"] += 1
    rows[0]["content"][0]["end"] += 1
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = (*EVALUATE, path, "--articles", article, "-o", "e.json")
    stopped = cli(*command)
    assert stopped.exit_code == 1
    assert "gold.jsonl:1: " in stopped.output
    assert "--rejects FILE" in stopped.output
    done = cli(*command, "--rejects", "aside.jsonl")
    assert done.exit_code == 3
    (aside,) = Path("aside.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(aside)["line"] == 1
    assert figures(Path("e.json"))["partial_recall"] == 1


def test_predicted_rows_that_do_not_fit_are_refused(
    cli: Cli, gold: Path, marked: AnnotatedArticle, write_rows: WriteRows
) -> None:
    rows = [one.to_record() for one in marked.statements]
    rows[0]["content"][0]["text"] = rows[0]["content"][0]["text"][::-1]
    found = write_rows("found.jsonl", rows)
    done = cli(*EVALUATE, gold, "--predicted", found, "--rejects", "aside.jsonl", "-o", "e.json")
    assert done.exit_code == 3
    assert "found.jsonl:1" in done.output
    assert figures(Path("e.json"))["partial_precision"] == 1
    assert figures(Path("e.json"))["partial_recall"] < 1


@pytest.fixture
def labelled(marked: AnnotatedArticle, tmp_path: Path) -> Path:
    """The gold, its statements labelled one after the other."""
    labels = itertools.cycle(("neutral", "threatening", "conciliatory"))
    statements = tuple(replace(one, label=next(labels)) for one in marked.statements)
    path = tmp_path / "labelled_gold.jsonl"
    write_annotations([replace(marked, statements=statements)], path, "jsonl")
    return path


def test_a_run_labels_what_was_found(cli: Cli, labelled: Path, run: Run) -> None:
    command = (*EVALUATE, labelled, "--run", run.path)
    done = cli(*command, "-o", "e.json", "--report", "e.html", "--offline")
    assert done.exit_code == 0, done.output
    record = json.loads(Path("e.json").read_text(encoding="utf-8"))[0]
    found = figures(Path("e.json"))
    assert found["partial_f1"] == found["speaker_given_gold"] == 1
    # All was found as it is: the labels are the same, and extraction costs none.
    assert found["label_accuracy"] == found["label_accuracy_of_gold"] == found["joint_f1"]
    assert found["label_accuracy_loss"] == found["cost_statements"] == 0
    assert found["cost_label"] == pytest.approx(found["cost_all"])
    assert record["labelling"]["run"] == run.name
    assert "Which stage costs what" in Path("e.html").read_text(encoding="utf-8")
    done = cli(*command, "--format", "table")
    assert "all: joint F1" in done.stdout
    assert f"labelled by {run.name}" in " ".join(done.stdout.split())


def test_labels_that_stance_score_wrote(cli: Cli, labelled: Path, article: Path, run: Run) -> None:
    assert cli("score", article, "--run", run.path, "-o", "scored.csv").exit_code == 0
    done = cli(*EVALUATE, labelled, "--predicted", "scored.csv", "-o", "e.json")
    assert done.exit_code == 0, done.output
    scored = figures(Path("e.json"))
    assert cli(*EVALUATE, labelled, "--run", run.path, "-o", "e.json").exit_code == 0
    labelled_here = figures(Path("e.json"))
    assert scored["joint_f1"] == labelled_here["joint_f1"]
    assert scored["label_accuracy_given_gold"] is None


def test_rows_of_labels(cli: Cli, labelled: Path, run: Run) -> None:
    done = cli(*EVALUATE, labelled, "--run", run.path, "-o", "figures.csv")
    assert done.exit_code == 0, done.output
    with Path("figures.csv").open(encoding="utf-8", newline="") as file:
        known = {row["figure"] for row in csv.DictReader(file) if row["by"] == ""}
    assert {"joint_f1", "label_macro_f1_loss", "cost_speaker"} <= known


def test_the_bundled_articles_do_not_judge_the_run_that_ships(cli: Cli) -> None:
    bundled = (stance.data.ARTICLE_STATEMENTS, "--articles", stance.data.ARTICLES)
    done = cli(*EVALUATE, *bundled, "--split", "test", "--run", "default")
    assert done.exit_code == 1
    assert "in the training data of default" in " ".join(done.output.split())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--run", "missing"), "no run at missing"),
        (("--run", "default"), "the gold has no labels"),
    ],
)
def test_runs_that_cannot_be_judged(
    cli: Cli, gold: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = cli(*EVALUATE, gold, *arguments)
    assert done.exit_code == 1
    assert told in " ".join(done.output.split())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("missing.jsonl",), "no such file"),
        (("empty.jsonl",), "empty"),
        (("labelled.jsonl",), "--articles FILE"),
        (("statements.jsonl",), "--articles FILE"),
        (("odd.jsonl",), "name its format"),
        (("odd.jsonl", "--from", "jsonl"), "odd.jsonl:1: its text is empty"),
        (("gold.jsonl", "--split", "test"), "column 'split', and none does"),
        (("gold.jsonl", "--articles", "oro.txt"), "leave --articles out"),
        (("gold.jsonl", "--predicted", "statements.jsonl"), "both must name them alike"),
        (("gold.jsonl", "--predicted", "missing.jsonl"), "no such file"),
        (("gold.jsonl", "gold.jsonl"), "stands twice in the gold"),
        (("gold.jsonl", "--report", "missing/page.html"), "missing"),
    ],
)
def test_clear_errors(
    cli: Cli, gold: Path, write_rows: WriteRows, arguments: tuple[str, ...], told: str
) -> None:
    write_rows("empty.jsonl", [])
    write_rows("labelled.jsonl", [{"id": "a", "text": "We agree", "label": "neutral"}])
    write_rows("odd.jsonl", [{"a": 1}])
    span = {"text": "peace", "start": 0, "end": 5}
    row = {"id": "b#1", "article": "b", "text": "peace", "kind": "indirect", "content": [span]}
    write_rows("statements.jsonl", [row])
    done = cli(*EVALUATE, *arguments)
    assert done.exit_code == 1, done.output
    assert told in " ".join(done.output.split())
    assert "Traceback" not in done.output
    assert gold.exists()


@pytest.mark.parametrize("iou", ["0", "1.5", "half"])
def test_an_overlap_that_is_none_is_wrong_usage(cli: Cli, gold: Path, iou: str) -> None:
    assert cli(*EVALUATE, gold, "--iou", iou).exit_code == 2


@pytest.mark.slow
def test_a_process_of_its_own(gold: Path) -> None:
    command = [sys.executable, "-m", "stance", *EVALUATE, str(gold), "-q"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=gold.parent)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout.splitlines()[0])["figure"] == "partial_precision"
