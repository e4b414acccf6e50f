from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from stance.data import STATEMENTS
from stance.labelled import LabelledStatement
from stance.runs import Run

Cli = Callable[..., Result]
Interrupted = Callable[..., subprocess.CompletedProcess[str]]
WriteRows = Callable[[str, Iterable[dict[str, Any]]], Path]
MakeStatements = Callable[..., list[LabelledStatement]]


@pytest.fixture
def data(write_rows: WriteRows, make_statements: MakeStatements) -> Path:
    return write_rows("data.jsonl", (row.to_record() for row in make_statements(90)))


def test_a_run_is_made_and_its_figures_are_shown(cli: Cli, data: Path) -> None:
    done = cli("train", data, "-o", "runs/mine")
    assert done.exit_code == 0, done.stderr
    assert "macro-F1" in done.stdout
    assert "baseline" in done.stdout
    assert "The run: runs/mine" in done.stderr
    assert Run.open("runs/mine").labels == ("conciliatory", "neutral", "threatening")


def test_without_a_place_it_goes_to_runs(cli: Cli, data: Path) -> None:
    assert cli("train", data).exit_code == 0
    (made,) = Path("runs").iterdir()
    assert "-linear-" in made.name


def test_other_names_of_columns_and_labels(cli: Cli, make_statements: MakeStatements) -> None:
    with Path("theirs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["sentence", "y"])
        for row in make_statements(60):
            label = "favour" if row.label == "conciliatory" else row.label
            writer.writerow([row.text, label])
    names = ("--column", "text=sentence", "--column", "label=y", "--map", "favour=conciliatory")
    done = cli("train", "theirs.csv", *names, "-o", "mine")
    assert done.exit_code == 0, done.stderr


def test_any_set_of_labels(cli: Cli, write_rows: WriteRows) -> None:
    rows = [
        {"text": f"{word} {i} times", "label": label}
        for i in range(9)
        for label, word in {"up": "rising", "down": "falling", "7": "resting"}.items()
    ]
    done = cli("train", write_rows("any.jsonl", rows), "--codebook", "auto", "-o", "mine")
    assert done.exit_code == 0, done.stderr
    assert Run.open("mine").labels == ("7", "down", "up")


def test_acts_roll_up_into_labels(cli: Cli, data: Path, article: Path) -> None:
    assert cli("train", data, "--set", "target=act", "-o", "mine").exit_code == 0
    done = cli("score", article, "--run", "mine")
    posture = Run.open("mine").codebook.roll_up
    for line in done.stdout.splitlines():
        statement = json.loads(line)
        assert posture[statement["act"]] == statement["label"]


def test_the_same_training_gives_the_same_bytes(cli: Cli, data: Path) -> None:
    for name in ("one", "two"):
        assert cli("train", data, "-o", name, "--set", "target=act").exit_code == 0
    first, second = (Path(name, "predictions.jsonl").read_bytes() for name in ("one", "two"))
    assert first == second


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
def test_an_interruption_leaves_no_half_run(tmp_path: Path, interrupted: Interrupted) -> None:
    slow = ["--set", "target=act", "--set", "params.calibration_folds=50"]
    ended = interrupted(
        tmp_path, "runs/.mine.part-*", "train", STATEMENTS, "-o", "runs/mine", *slow
    )
    assert ended.returncode == 130
    assert "Interrupted." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "--resume" not in ended.stderr
    assert list((tmp_path / "runs").iterdir()) == []


@pytest.fixture
def fine_tuning(data: Path, tiny_encoder: Path) -> list[object]:
    """Options that fine-tune a tiny encoder on a few statements."""
    overrides = ("epochs=30", "batch=4", "length=48", f"encoder={tiny_encoder}")
    return [data, "--recipe", "transformer", *(f"--set=params.{each}" for each in overrides)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_training_is_resumed_to_the_same_predictions(
    cli: Cli,
    tmp_path: Path,
    interrupted: Interrupted,
    fine_tuning: list[object],
    by: signal.Signals,
) -> None:
    ended = interrupted(
        tmp_path, "runs/.unfinished-*/*/checkpoint.json", "train", *fine_tuning,
        "-o", "runs/killed", by=by,
    )  # fmt: skip
    assert ended.returncode in (-signal.SIGKILL, 130)
    if by == signal.SIGINT:
        assert "Interrupted.\nWhat was done is kept: the same command with --resume" in ended.stderr
    assert not Path("runs/killed").exists()
    again = cli("train", *fine_tuning, "-o", "runs/killed")
    assert again.exit_code == 1
    assert "go on with --resume" in again.stderr
    resumed = cli("train", *fine_tuning, "-o", "runs/killed", "--resume")
    assert resumed.exit_code == 0, resumed.stderr
    assert "Going on from" in resumed.stderr
    assert cli("train", *fine_tuning, "-o", "runs/straight").exit_code == 0
    for name in ("predictions.jsonl", "model/head.safetensors", "model/encoder/model.safetensors"):
        assert Path("runs/killed", name).read_bytes() == Path("runs/straight", name).read_bytes()
    assert not list(Path("runs").glob(".unfinished-*"))


def test_there_may_be_nothing_to_resume(cli: Cli, data: Path) -> None:
    done = cli("train", data, "-o", "run", "--resume")
    assert done.exit_code == 0
    assert "Nothing was begun" in done.stderr


def test_a_learning_curve_is_shown(cli: Cli, data: Path) -> None:
    done = cli("train", data, "-o", "run", "--learning-curve")
    assert done.exit_code == 0, done.stderr
    assert "The last doubling of the rows changed it by" in done.stdout
    assert "75%" in done.stdout
    assert Path("run/learning-curve.csv").is_file()


def test_a_tuned_run_is_made_and_its_figures_are_shown(cli: Cli, data: Path) -> None:
    Path("space.toml").write_text('"params.c" = [0.1, 1.0]', encoding="utf-8")
    done = cli("tune", data, "--space", "space.toml", "--trials", "2", "--folds", "3", "-o", "run")
    assert done.exit_code == 0, done.stderr
    assert "The best of 2 trials: params.c=" in done.stderr
    assert "macro-F1" in done.stdout
    assert Path("run/trials.csv").is_file()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # SQLAlchemy's, for MLflow to mend
def test_a_run_is_logged_to_the_store_that_the_environment_names(
    cli: Cli, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlflow import MlflowClient

    monkeypatch.setenv("STANCE_MLFLOW", "sqlite:///mlflow.db")
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "others")
    done = cli("train", data, "-o", "runs/mine")
    assert done.exit_code == 0, done.stderr
    assert "Logged to MLflow at sqlite:///mlflow.db" in done.stderr
    assert "INFO" not in done.stderr
    client = MlflowClient(tracking_uri="sqlite:///mlflow.db")
    experiment = client.get_experiment_by_name("others")
    assert experiment is not None
    (run,) = client.search_runs([experiment.experiment_id])
    assert run.data.params["kind"] == "linear"
