from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from stance.runs import Run
from stance.statement_rows import read_statements

Cli = Callable[..., Result]
Interrupted = Callable[..., subprocess.CompletedProcess[str]]
WriteRows = Callable[[str, Iterable[dict[str, Any]]], Path]

ESCAPE = "\x1b[2J\x1b]0;owned\x07"
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "formula": '=HYPERLINK("http://x.example","y")',
    "terminal": ESCAPE,
    "bidi": "\u202egnp.exe\u202c \u200f\u2067",
    "long word": "a" * 100_000,
    "straight marks": '"' * 5_000,
    "curly marks": "“" * 5_000,
    "single marks": "‘" * 5_000,
    "guillemets": "«" * 5_000,
}


def test_statements_go_out_and_the_summary_to_the_screen(cli: Cli, article: Path, run: Run) -> None:
    done = cli("score", article, "--run", run.path)
    assert done.exit_code == 0, done.stderr
    statements = [json.loads(line) for line in done.stdout.splitlines()]
    speakers = {statement["speaker"] for statement in statements}
    assert speakers == {"Ada Voss", "Ben Ruhl", "Calder"}
    assert all(statement["label"] in run.labels for statement in statements)
    assert all(statement["run"] == run.name for statement in statements)
    assert "Ada Voss" in done.stderr
    assert "statements in 1 articles" in done.stderr


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv", "parquet"])
def test_every_format_holds_the_same(cli: Cli, article: Path, run: Run, ending: str) -> None:
    assert cli("score", article, "--run", run.path, "-o", "reference.jsonl").exit_code == 0
    assert cli("score", article, "--run", run.path, "-o", f"out.{ending}").exit_code == 0
    reference = list(read_statements(Path("reference.jsonl")))
    assert list(read_statements(Path(f"out.{ending}"))) == reference


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_what_the_run_is_not_sure_of_is_left_undecided(
    cli: Cli, article: Path, run: Run, ending: str
) -> None:
    out = f"out.{ending}"
    asked = ("--abstain", "0.999", "--summary", "speakers.csv", "--report", "page.html")
    done = cli("score", article, "--run", run.path, "-o", out, *asked)
    assert done.exit_code == 0, done.stderr
    statements = list(read_statements(Path(out)))
    assert {said.label for said in statements} == {None}
    assert all(sum(said.scores.values()) == pytest.approx(1, abs=1e-3) for said in statements)
    assert f"{len(statements)} statements are left undecided" in done.stderr
    assert cli("score", article, "--abstain", "1").exit_code == 2


def test_quiet_is_quiet(cli: Cli, article: Path, run: Run) -> None:
    done = cli("score", article, "--run", run.path, "-q", "-o", "out.csv")
    assert done.output == ""


def test_the_report_is_written(cli: Cli, article: Path, run: Run) -> None:
    done = cli("score", article, "--run", run.path, "-o", "out.csv", "--report", "page.html")
    assert done.exit_code == 0, done.stderr
    assert "The report: page.html" in done.stderr
    assert "Ada Voss" in Path("page.html").read_text(encoding="utf-8")


def test_the_summary_can_be_had_as_rows(cli: Cli, article: Path, run: Run) -> None:
    done = cli("score", article, "--run", run.path, "-o", "out.csv", "--summary", "speakers.csv")
    assert done.exit_code == 0, done.stderr
    with Path("speakers.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["speaker"]: row for row in csv.DictReader(file)}
    voss = rows["Ada Voss"]
    assert float(voss["posture_low"]) <= float(voss["posture"]) <= float(voss["posture_high"])
    assert int(voss["statements"]) == sum(int(voss[f"n_{label}"]) for label in run.labels)


def test_standard_input_is_an_article(cli: Cli, article: Path, run: Run) -> None:
    done = cli("score", "-", "--run", run.path, stdin=article.read_bytes())
    assert {json.loads(line)["article"] for line in done.stdout.splitlines()} == {"stdin"}


def test_without_a_run_the_one_that_ships_labels(cli: Cli, article: Path) -> None:
    done = cli("score", article)
    assert done.exit_code == 0, done.stderr
    statements = {each["text"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert {each["run"] for each in statements.values()} == {"default"}
    assert statements["any convoy would be fired on"]["label"] == "threatening"
    assert statements["talks could begin within a week"]["label"] == "conciliatory"
    assert cli("score", article, "--run", "default").stdout == done.stdout


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_does_no_harm(cli: Cli, run: Run, write_rows: WriteRows, name: str) -> None:
    payload = HOSTILE[name]
    text = (
        f'"{payload} will stay," said Ada {payload} Voss of {payload}. He said {payload} was shut.'
    )
    rows = [{"id": payload[:40], "title": payload, "source": payload, "text": text}]
    source = write_rows("in.jsonl", rows)
    for output in ("out.csv", "out.jsonl"):
        done = cli("score", source, "--run", run.path, "-o", output, "--report", "page.html")
        assert done.exit_code == 0, done.stderr
        assert "\x1b[2J" not in done.output
        assert "\x07" not in done.output
        assert "\u202e" not in done.output
    table = cli("score", source, "--run", run.path, "--format", "table").output
    assert "\x1b[2J" not in table
    assert "\u202e" not in table
    page = Path("page.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "\x1b" not in page
    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row.values())
    if Path("out.jsonl").stat().st_size:
        assert list(read_statements(Path("out.csv"))) == list(read_statements(Path("out.jsonl")))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
def test_an_interruption_says_what_is_done(
    tmp_path: Path, run: Run, write_rows: WriteRows, interrupted: Interrupted
) -> None:
    text = '"The bridge stays shut," Ada Voss said. She added that talks could begin soon.\n\n' * 20
    source = write_rows("in.jsonl", ({"id": f"a{i}", "text": text} for i in range(20_000)))
    part = tmp_path / "out.jsonl.part"
    ended = interrupted(tmp_path, part.name, "score", source, "--run", run.path, "-o", "out.jsonl")
    assert ended.returncode == 130
    assert "Interrupted." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out.jsonl").exists()
    assert part.name in ended.stderr
    assert part.stat().st_size > 0
