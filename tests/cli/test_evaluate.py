from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from stance.labelled import LabelledStatement
from stance.runs import Run

Cli = Callable[..., Result]
WriteRows = Callable[[str, Iterable[dict[str, Any]]], Path]
MakeStatements = Callable[..., list[LabelledStatement]]


@pytest.fixture
def data(write_rows: WriteRows, make_statements: MakeStatements) -> Path:
    return write_rows("new.jsonl", (row.to_record() for row in make_statements(60, seed=5)))


def test_figures_have_intervals_and_a_baseline(cli: Cli, run: Run, data: Path) -> None:
    done = cli("evaluate", run.path, "--data", data, "--format", "json")
    assert done.exit_code == 0, done.stderr
    (evaluation,) = json.loads(done.stdout)
    for name in ("macro_f1", "accuracy", "mcc"):
        figure = evaluation["figures"][name]
        assert figure["low"] <= figure["value"] <= figure["high"]
        assert figure["baseline"] is not None
    assert evaluation["intervals"]["unit"] == "article"
    assert len(evaluation["confusion"]) == 3


def test_the_table_is_for_a_person(cli: Cli, run: Run, data: Path) -> None:
    done = cli("evaluate", run.path, "--data", data, "--format", "table")
    for words in ("macro-F1", "95% interval", "threatening", "baseline"):
        assert words in done.stdout


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_row_a_figure(cli: Cli, run: Run, data: Path, ending: str) -> None:
    done = cli("evaluate", run.path, "--data", data, "-o", f"figures.{ending}")
    assert done.exit_code == 0, done.stderr
    assert Path(f"figures.{ending}").stat().st_size


def test_without_data_it_is_the_part_held_out(cli: Cli, run: Run) -> None:
    done = cli("evaluate", run.path, "--predictions", "p.jsonl", "-o", "figures.csv")
    assert done.exit_code == 0, done.stderr
    assert Path("p.jsonl").read_bytes() == (run.path / "predictions.jsonl").read_bytes()


def test_predictions_can_be_judged_again(cli: Cli, run: Run, data: Path) -> None:
    written = cli("evaluate", run.path, "--data", data, "--predictions", "p.jsonl", "-o", "a.json")
    again = cli("evaluate", "p.jsonl", "-o", "b.json")
    assert (written.exit_code, again.exit_code) == (0, 0)
    (first,), (second,) = (
        json.loads(Path(name).read_text("utf-8")) for name in ("a.json", "b.json")
    )
    assert first["confusion"] == second["confusion"]
    assert first["by_label"][0]["recall"]["low"] == second["by_label"][0]["recall"]["low"]


def test_what_the_run_has_seen_is_left_out(
    cli: Cli, run: Run, write_rows: WriteRows, make_statements: MakeStatements
) -> None:
    seen = write_rows("seen.jsonl", (row.to_record() for row in make_statements(20)))
    done = cli("evaluate", run.path, "--data", seen)
    assert done.exit_code == 1
    assert "in the run's training data" in done.stderr


def test_its_own_data_give_the_part_held_out_with_its_words(
    cli: Cli, run: Run, write_rows: WriteRows, make_statements: MakeStatements
) -> None:
    assert run.info.refitted
    own = write_rows("own.jsonl", (row.to_record() for row in make_statements()))
    done = cli("evaluate", run.path, "--data", own, "--report", "page.html", "--format", "json")
    assert done.exit_code == 0, done.stderr
    (evaluation,) = json.loads(done.stdout)
    assert evaluation["n"] == run.evaluation.n
    for name, figure in run.evaluation.figures.items():
        assert evaluation["figures"][name]["value"] == pytest.approx(figure.value, abs=1e-6)
    assert any("held out, as they were labelled before" in note for note in evaluation["notes"])
    page = Path("page.html").read_text("utf-8")
    assert "The words of the items are not known" not in page


def test_a_file_that_holds_no_predictions(cli: Cli, write_rows: WriteRows) -> None:
    path = write_rows("p.jsonl", [{"id": "a", "gold": "up"}])
    done = cli("evaluate", path)
    assert done.exit_code == 1
    assert "p.jsonl:1: field 'predicted' is missing" in done.stderr


def test_slices_mistakes_and_threshold(cli: Cli, run: Run, data: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]
    for i, row in enumerate(rows):
        # So that there are mistakes.
        row["label"] = "neutral" if i % 5 == 0 else row["label"]
        row |= {"kind": ("direct", "indirect")[i % 2]}
        del row["act"]
    path = tmp_path / "odd.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = cli(
        *("evaluate", run.path, "--data", path, "--slice", "kind", "--slices", "slices.csv"),
        *(
            "--errors",
            "errors.jsonl",
            "--training",
            data,
            "--accuracy",
            "0.9",
            "--resamples",
            "200",
        ),
        *("-o", "figures.csv"),
    )
    assert done.exit_code == 0, done.stderr
    assert "kind: direct" in done.stderr
    assert "The surest mistakes" in done.stderr
    assert "--abstain" in done.stderr
    assert Path("slices.csv").read_text("utf-8").startswith("column,value,n,accuracy,")
    mistakes = [json.loads(line) for line in Path("errors.jsonl").read_text("utf-8").splitlines()]
    assert all(mistake["gold"] != mistake["predicted"] for mistake in mistakes)
    assert mistakes[0]["neighbours"][0]["similarity"] == 1
    assert "200 resamples" in cli("evaluate", run.path, "--data", path, "--resamples", "200", "--format", "table").stdout  # fmt: skip


def test_predictions_of_another_tool(cli: Cli) -> None:
    lines = ["truth,guess,score_negative,score_neutral,score_positive,lang"]
    lines += ["negative,negative,0.8,0.1,0.1,en", "positive,negative,0.6,0.1,0.3,fr"] * 30
    Path("theirs.csv").write_text("\n".join(lines), encoding="utf-8")
    named = ("--column", "gold=truth", "--column", "predicted=guess")
    book = ("--codebook", "sentiment")
    done = cli("evaluate", "theirs.csv", *named, *book, "--slice", "lang", "--format", "json")
    assert done.exit_code == 0, done.stderr
    (evaluation,) = json.loads(done.stdout)
    assert evaluation["figures"]["sign_flips"]["value"] == 0.5
    assert "lang: fr" in done.stderr
    wrong = cli("evaluate", "theirs.csv", "--column", "gold=label")
    assert wrong.exit_code == 1
    assert "theirs.csv:2: there is no column 'label' for gold" in wrong.stderr


def test_the_ceiling_stands_beside(cli: Cli, run: Run, data: Path) -> None:
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]
    coded = [
        {
            "id": row["id"],
            "coder": coder,
            "label": "neutral" if coder == "B" and i % 6 == 0 else row["label"],
        }
        for i, row in enumerate(rows)
        for coder in ("A", "B")
    ]
    Path("codings.jsonl").write_text("\n".join(map(json.dumps, coded)), encoding="utf-8")
    done = cli(
        "evaluate", run.path, "--data", data, "--codings", "codings.jsonl", "-o", "figures.csv"
    )
    assert done.exit_code == 0, done.stderr
    assert "The ceiling: 60 items of 2 coders" in done.stderr
    assert "Cohen's kappa" in done.stderr


def test_what_cannot_be_sliced_is_told(cli: Cli, run: Run) -> None:
    done = cli("evaluate", run.path, "--slice", "kind", "-o", "figures.csv")
    assert done.exit_code == 1
    assert "no statement has a kind" in done.stderr
    assert cli("evaluate", run.path, "--slices", "slices.txt").exit_code == 1


def test_disputes_are_resampled_on_request(cli: Cli, run: Run, data: Path) -> None:
    asked = ("evaluate", run.path, "--data", data, "--cluster", "dispute", "--resamples", "100")
    done = cli(*asked, "--slice", "kind", "--accuracy", "0.5", "--format", "json")
    assert done.exit_code == 0, done.stderr
    (evaluation,) = json.loads(done.stdout)
    assert (evaluation["intervals"]["unit"], evaluation["intervals"]["units"]) == ("dispute", 7)
    assert any("7 disputes only" in note for note in evaluation["notes"])
    lacking = cli("evaluate", run.path, "--data", data, "--cluster", "speaker")
    assert lacking.exit_code == 1
    assert "no statement has a speaker" in lacking.stderr


def test_a_page_and_pictures(cli: Cli, run: Run, data: Path) -> None:
    done = cli(
        "evaluate", run.path, "--data", data, "--report", "page.html", "--figures", "pictures",
        "--accuracy", 0.8, "--training", data, "-o", "figures.csv",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    page = Path("page.html").read_text("utf-8")
    assert "How good is first?" in page
    assert "What it resembles in the training data" in page or "There is no mistake" in page
    names = {path.name for path in Path("pictures").iterdir()}
    assert {"labels.png", "confusion.svg", "reliability.pdf", "coverage.csv"} <= names
    assert "The page: page.html" in done.stderr
    assert "The pictures: pictures" in done.stderr


def test_a_page_that_cannot_be_written_is_told_before_any_work(
    cli: Cli, run: Run, data: Path
) -> None:
    done = cli("evaluate", run.path, "--data", data, "--report", "missing/page.html")
    assert done.exit_code == 1
    assert "missing/page.html" in done.stderr
    assert done.stdout == ""
