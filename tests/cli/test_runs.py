from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from stance.labelled import LabelledStatement
from stance.runs import Run
from stance.training import train

Cli = Callable[..., Result]
MakeStatements = Callable[..., list[LabelledStatement]]


def test_runs_are_listed_and_a_broken_one_has_its_fault(cli: Cli, run: Run) -> None:
    shutil.copytree(run.path, "runs/good")
    shutil.copytree(run.path, "runs/broken")
    Path("runs/broken/metrics.json").unlink()
    done = cli("runs", "list", "--format", "jsonl")
    rows = {row["path"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert rows["runs/good"]["macro_f1"] is not None
    assert "lacks metrics.json" in rows["runs/broken"]["fault"]


@pytest.fixture
def several(cli: Cli, run: Run, make_statements: MakeStatements) -> None:  # noqa: ARG001
    """Put three runs into runs/: two that differ in quality, and a broken one."""
    shutil.copytree(run.path, "runs/good")
    train(make_statements(), "baseline", out="runs/poor")
    shutil.copytree(run.path, "runs/broken")
    Path("runs/broken/metrics.json").unlink()


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("macro_f1", ["good", "poor", "broken"]),
        ("mcc", ["good", "poor", "broken"]),
        ("log_loss", ["good", "poor", "broken"]),
        ("kind", ["poor", "good", "broken"]),
    ],
)
def test_runs_are_sorted_the_best_first_and_what_has_no_value_last(
    cli: Cli, sort: str, expected: list[str]
) -> None:
    done = cli("runs", "list", "--sort", sort, "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    paths = [json.loads(line)["path"] for line in done.stdout.splitlines()]
    assert paths == [f"runs/{name}" for name in expected]


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (["macro_f1>0.5"], {"good"}),
        (["accuracy<=1"], {"good", "poor"}),
        (["kind=linear"], {"good"}),
        (["kind!=linear", "rows>=90"], {"poor"}),
        (["started>=2000", "log_loss<100"], {"good", "poor"}),
        (["macro_f1>1"], set()),
    ],
)
def test_runs_are_filtered(cli: Cli, conditions: list[str], expected: set[str]) -> None:
    options = [part for condition in conditions for part in ("--where", condition)]
    done = cli("runs", "list", *options, "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {Path(row["path"]).name for row in rows} == expected


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--sort", "beauty"], "no run has 'beauty': there are name, kind"),
        (["--where", "beauty>1"], "mcc"),
        (["--where", "macro_f1"], "is no condition"),
        (["--where", "macro_f1>good"], "macro_f1 is a number, and 'good' is none"),
    ],
)
def test_what_no_run_has_is_told(cli: Cli, options: list[str], told: str) -> None:
    done = cli("runs", "list", *options)
    assert done.exit_code == 1
    assert told in done.stderr


@pytest.mark.usefixtures("several")
def test_figures_that_runs_are_chosen_by_are_shown(cli: Cli) -> None:
    done = cli("runs", "list", "--sort", "mcc", "--format", "table")
    assert "mcc" in done.stdout
    whole = cli("runs", "list", "-o", "runs.csv")
    assert whole.exit_code == 0, whole.stderr
    assert "calibration_error" in Path("runs.csv").read_text("utf-8").splitlines()[0]


def test_no_runs_yet_says_how_to_make_one(cli: Cli) -> None:
    done = cli("runs", "list")
    assert done.exit_code == 1
    assert "stance train makes a run" in done.stderr


def test_a_run_is_shown_with_its_figures(cli: Cli, run: Run) -> None:
    done = cli("runs", "show", run.path)
    assert done.exit_code == 0
    for words in ("linear, label", "posture", "macro-F1", "seed 1"):
        assert words in done.stdout


def test_the_card_is_markdown(cli: Cli, run: Run) -> None:
    done = cli("runs", "card", run.path)
    assert done.stdout.strip() == run.card.strip()
    assert done.stdout.startswith("# ")


@pytest.mark.parametrize("to", ["onnx", "hub-folder"])
def test_what_cannot_be_exported_is_told_and_leaves_nothing(cli: Cli, run: Run, to: str) -> None:
    done = cli("runs", "export", run.path, "--to", to, "-o", "out")
    assert done.exit_code == 1
    assert "only" in done.stderr
    assert list(Path().iterdir()) == []


@pytest.mark.slow
def test_a_folder_for_the_hub_is_written(
    cli: Cli, make_statements: MakeStatements, tiny_encoder: Path
) -> None:
    overrides = [f"params.encoder={tiny_encoder}", "params.epochs=1", "params.length=48"]
    train(
        make_statements(60),
        "transformer",
        overrides=[*overrides, "params.pooling=native"],
        out="mine",
    )
    done = cli("runs", "export", "mine", "--to", "hub-folder", "-o", "folder")
    assert done.exit_code == 0, done.stderr
    assert "The folder: folder" in done.stderr
    assert Path("folder/model.safetensors").is_file()
