from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from stance.labelled import LabelledStatement
from stance.runs import Run
from stance.training import train

Cli = Callable[..., Result]
WriteRows = Callable[[str, Iterable[dict[str, Any]]], Path]
MakeStatements = Callable[..., list[LabelledStatement]]


@pytest.fixture(scope="module")
def baseline(make_statements: MakeStatements, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return train(make_statements(), "baseline", out=tmp_path_factory.mktemp("runs") / "baseline")


@pytest.fixture
def data(write_rows: WriteRows, make_statements: MakeStatements) -> Path:
    return write_rows("new.jsonl", (row.to_record() for row in make_statements(60, seed=5)))


@pytest.fixture
def tool(write_rows: WriteRows) -> Callable[..., Path]:
    """Write the predictions of a tool that gets the first `right` of 90 items right."""

    def write(name: str, right: int, *, items: int = 90) -> Path:
        rows = (
            {
                "id": f"s{i}",
                "gold": ("no", "yes")[i % 2],
                "predicted": ("no", "yes")[(i + (i * 37 % 90 >= right)) % 2],
                "article": f"a{i // 3}",
            }
            for i in range(items)
        )
        return write_rows(f"{name}.jsonl", rows)

    return write


def test_runs_are_compared_on_data(cli: Cli, baseline: Run, run: Run, data: Path) -> None:
    done = cli("compare", baseline.path, run.path, "--data", data, "--format", "json")
    assert done.exit_code == 0, done.stderr
    (comparison,) = json.loads(done.stdout)
    (pair,) = comparison["pairs"]
    assert (pair["system"], pair["against"]) == (run.name, baseline.name)
    assert pair["differences"]["macro_f1"]["low"] > 0
    assert comparison["systems"][1]["statements_per_second"] > 0
    assert comparison["intervals"]["unit"] == "article"


def test_the_table_is_for_a_person(cli: Cli, baseline: Run, run: Run, data: Path) -> None:
    done = cli("compare", baseline.path, run.path, "--data", data, "--format", "table")
    for words in ("macro-F1", "95% interval", "Item by item", "Quality and cost", "may be called"):
        assert words in done.stdout


def test_without_data_it_is_the_part_held_out(cli: Cli, baseline: Run, run: Run) -> None:
    done = cli("compare", baseline.path, run.path, "-o", "rows.csv")
    assert done.exit_code == 0, done.stderr
    assert Path("rows.csv").read_text("utf-8").startswith("system,against,figure,value,low,high")


def test_what_changed_is_counted_and_listed(cli: Cli, baseline: Run, run: Run, data: Path) -> None:
    arguments = ("--data", data, "--slice", "kind", "--changes", "changes.jsonl")
    done = cli("compare", baseline.path, run.path, *arguments, "-o", "c.json")
    assert done.exit_code == 0, done.stderr
    (comparison,) = json.loads(Path("c.json").read_text("utf-8"))
    (kind,) = [row for row in comparison["changes"] if row["column"] == "kind"]
    rows = [json.loads(line) for line in Path("changes.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == kind["fixed"] + kind["broken"] > 0
    assert {row["change"] for row in rows} <= {"fixed", "broken"}
    assert rows[0]["text"]


def test_a_page_and_pictures(cli: Cli, baseline: Run, run: Run, data: Path) -> None:
    done = cli(
        "compare", baseline.path, run.path, "--data", data, "--slice", "kind", "--rank",
        "--report", "page.html", "--figures", "new/pictures", "-o", "rows.csv",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    page = Path("page.html").read_text("utf-8")
    assert "Which is better?" in page
    assert "we shall shell the" in page
    assert "bdi>first</bdi>" in page
    names = {path.name for path in Path("new/pictures").iterdir()}
    assert {"differences.png", "ranking.svg", "changes.pdf", "speed.csv", "size.png"} <= names
    assert "The page: page.html" in done.stderr
    assert "The pictures: new/pictures" in done.stderr


@pytest.mark.parametrize("option", ["--report", "--figures", "--changes"])
def test_what_cannot_be_written_is_told_before_any_work(cli: Cli, option: str) -> None:
    Path("file").touch()
    done = cli("compare", "no-such-run", "no-other", option, "file/inside")
    assert done.exit_code == 1
    assert "cannot write" in done.stderr
    assert "file/inside" in done.stderr
    assert done.stdout == ""


def test_the_record_has_fingerprints(cli: Cli, run: Run, tool: Callable[..., Path]) -> None:
    done = cli("compare", tool("one", 50), tool("other", 80), "--format", "json")
    (comparison,) = json.loads(done.stdout)
    assert len(comparison["provenance"]["items"]) == 64
    assert comparison["provenance"]["runs"] == {}
    shutil.copytree(run.path, "again")
    (comparison,) = json.loads(cli("compare", run.path, "again", "--format", "json").stdout)
    assert len(set(comparison["provenance"]["runs"].values())) == 1


def test_other_items_are_refused_by_name(cli: Cli, tool: Callable[..., Path]) -> None:
    done = cli("compare", tool("one", 60), tool("other", 60, items=88))
    assert done.exit_code == 1
    assert "2 are in one only: s88, s89" in done.stderr


@pytest.mark.parametrize(("right", "code"), [(89, 0), (50, 0), (49, 1), (20, 1)])
def test_the_gate_sets_the_exit_code(
    cli: Cli, tool: Callable[..., Path], right: int, code: int
) -> None:
    new, old = tool("new", right), tool("old", 50)
    done = cli("compare", new, old, "--no-worse-than", "0.01", "-o", "c.csv")
    assert done.exit_code == code, done.stderr
    assert ("Gate failed" if code else "Gate passed") in done.stderr
    assert Path("c.csv").is_file()


def test_the_gate_may_be_on_another_figure(cli: Cli, tool: Callable[..., Path]) -> None:
    arguments = ("compare", tool("new", 89), tool("old", 50), "--no-worse-than", "0.01")
    assert cli(*arguments, "--on", "mcc").exit_code == 0
    refused = cli(*arguments, "--on", "sign_flips")
    assert refused.exit_code == 1
    assert "needs values of the labels" in refused.stderr


def test_many_are_ranked_with_the_baseline(cli: Cli, tool: Callable[..., Path]) -> None:
    paths = [tool("low", 50), tool("high", 88), tool("middle", 70)]
    done = cli("compare", *paths, "--rank", "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["system"] for row in rows[:2]] == ["high", "middle"]
    assert "majority baseline" in {row["system"] for row in rows}
    shown = cli("compare", *paths, "--rank", "--format", "table")
    assert "mean rank" in shown.stdout


def test_seeds_are_grouped_by_name(cli: Cli, tool: Callable[..., Path]) -> None:
    group = f"seeds={tool('seed-1', 80)},{tool('seed-2', 85)}"
    done = cli("compare", tool("old", 50), "--group", group, "--format", "json")
    assert done.exit_code == 0, done.stderr
    (comparison,) = json.loads(done.stdout)
    assert comparison["systems"][1]["members"] == ["seed-1", "seed-2"]
    assert comparison["pairs"][0]["test"] == "hierarchical"


@pytest.mark.parametrize("group", ["seeds", "seeds=", "=a,b"])
def test_a_group_without_runs_is_wrong_usage(cli: Cli, group: str) -> None:
    done = cli("compare", "--group", group)
    assert done.exit_code == 2
    assert "NAME=RUN,RUN" in done.stderr


def test_runs_of_one_name_go_by_their_directories(cli: Cli, run: Run) -> None:
    for folder in ("old", "new"):
        shutil.copytree(run.path, Path(folder) / "first")
    done = cli("compare", "old/first", "new/first", "--format", "json")
    assert done.exit_code == 0, done.stderr
    (comparison,) = json.loads(done.stdout)
    assert [system["name"] for system in comparison["systems"]] == ["old/first", "new/first"]
    assert "the same label" in comparison["pairs"][0]["claim"]


def test_one_run_alone_is_refused(cli: Cli, run: Run) -> None:
    done = cli("compare", run.path)
    assert done.exit_code == 1
    assert "name two runs or more" in done.stderr


def test_disputes_are_swapped_on_request(cli: Cli, baseline: Run, run: Run, data: Path) -> None:
    asked = ("compare", baseline.path, run.path, "--data", data, "--cluster", "dispute")
    done = cli(*asked, "--format", "table")
    assert done.exit_code == 0, done.stderr
    shown = " ".join(done.stdout.split())
    assert "resamples of 7 disputes" in shown
    assert "whole disputes" in shown
    lacking = cli("compare", baseline.path, run.path, "--cluster", "speaker")
    assert lacking.exit_code == 1
    assert "no statement has a speaker" in lacking.stderr
