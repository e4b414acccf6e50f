from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.runs import Run
from stance.training import train

Make = Callable[..., list[LabelledStatement]]

pytestmark = [
    pytest.mark.slow,
    # SQLAlchemy tells MLflow what it is to mend.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a database of MLflow; its artifacts go beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLFLOW_EXPERIMENT_NAME", raising=False)
    return f"sqlite:///{tmp_path}/mlflow.db"


def logged_in(store: str) -> tuple[Any, Any]:
    """Return MLflow's client and the only run of stance's experiment."""
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=store)
    found = client.get_experiment_by_name("stance")
    assert found is not None
    (only,) = client.search_runs([found.experiment_id])
    return client, only


def test_a_run_is_logged_whole(
    make_statements: Make, tiny_encoder: Path, tmp_path: Path, store: str
) -> None:
    told: list[str] = []
    overrides = [
        f"params.encoder={tiny_encoder}", "params.length=48", "params.epochs=3", "refit=true",
    ]  # fmt: skip
    run = train(
        make_statements(90), "transformer", overrides=overrides, out=tmp_path / "run",
        mlflow=store, on_note=told.append,
    )  # fmt: skip
    assert told[-1] == f"Logged to MLflow at {store}."
    client, found = logged_in(store)
    assert found.info.status == "FINISHED"
    assert found.info.run_name == "run"
    assert found.data.params["kind"] == "transformer"
    assert found.data.params["params.epochs"] == "3"
    assert found.data.params["split.test"] == "0.2"
    assert found.data.params["inputs"] == '["text", "cue", "kind"]'
    figure = run.evaluation.figures["macro_f1"]
    for end, value in (("", figure.value), ("_low", figure.low), ("_high", figure.high)):
        assert found.data.metrics[f"held-out/macro_f1{end}"] == value
    assert found.data.tags["stance.data"] == run.info.data.fingerprint
    assert found.data.tags["stance.version"] == run.info.stance
    for name in ("training/loss", "training/dev_macro_f1", "training-2/loss"):
        history = client.get_metric_history(found.info.run_id, name)
        assert [each.step for each in history] == [1, 2, 3]
    files = {each.path for each in client.list_artifacts(found.info.run_id)}
    assert files == {"README.md", "recipe.toml", "metrics.json"}


def test_a_store_that_fails_costs_a_note_and_not_the_run(
    make_statements: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    told: list[str] = []
    run = train(
        make_statements(60), out=tmp_path / "run", mlflow="http://127.0.0.1:9", on_note=told.append
    )
    assert Run.open(run.path).labels == run.labels
    assert told[-1].startswith("Note: MLflow at http://127.0.0.1:9 did not take the run, which is")
    assert "\n" not in told[-1]


@pytest.mark.parametrize(
    ("uri", "message"),
    [("nonsense://there", "cannot log to nonsense"), ("mlruns", "cannot log to mlruns")],
)
def test_a_store_of_no_kind_is_told_before_training(
    make_statements: Make, tmp_path: Path, uri: str, message: str
) -> None:
    told: list[str] = []
    with pytest.raises(StanceError, match=message):
        train(make_statements(60), out=tmp_path / "run", mlflow=uri, on_note=told.append)
    assert told == []


def test_offline_no_server_is_tried(make_statements: Make, tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="leave one of the two out"):
        train(make_statements(60), out=tmp_path / "run", mlflow="http://host", offline=True)


def test_nobody_is_told_that_it_is_used(store: str) -> None:
    from stance.training.mlflow_log import MlflowLog

    MlflowLog(store)
    assert os.environ["MLFLOW_DISABLE_TELEMETRY"] == "true"
