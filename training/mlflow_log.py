"""Logging finished runs to MLflow: what the run's directory says, on a tracking server or in a file."""

from __future__ import annotations

import json
import logging
import os
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from stance.errors import StanceError
from stance.extras import require
from stance.runs import LAYOUT, Run

if TYPE_CHECKING:
    from mlflow.entities import Metric

_EXPERIMENT: Final = "stance"
_FILES: Final = (LAYOUT.card, LAYOUT.recipe, LAYOUT.metrics)
_AT_ONCE: Final = 100
"""Parameters and metrics that a server takes in one request."""


class MlflowLog:
    """A store of MLflow that runs are logged to.

    Parameters
    ----------
    uri
        Of the tracking server (``http://…``), or of a database (``sqlite:///mlflow.db``). The
        experiment is ``MLFLOW_EXPERIMENT_NAME``, by default ``stance``.
    offline
        Refuse one that is on a network.

    Raises
    ------
    StanceError
        If MLflow is missing, or cannot use such a store. Whether a server answers is not tried.
    """

    def __init__(self, uri: str, *, offline: bool = False) -> None:
        if offline and uri.startswith(("http:", "https:", "databricks")):
            raise StanceError(
                f"{uri} is on the network, and --offline never tries it: leave one of the two out"
            )
        # Before it is imported: it would tell its makers that it is used.
        os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
        require("mlflow")
        from mlflow import MlflowClient

        self.uri = uri
        with _hushed(), _told(f"MLflow cannot log to {uri}"):
            self._client = MlflowClient(tracking_uri=uri)

    def add(self, run: Run) -> None:
        """Log a run: its recipe, its epochs, its figures with their intervals, its card.

        Raises
        ------
        StanceError
            If the store does not take it. The run itself is as it was.
        """
        failed = f"MLflow at {self.uri} did not take the run, which is whole at {run.path}"
        with _hushed(), _told(failed):
            self._add(run)

    def _add(self, run: Run) -> None:
        from mlflow.entities import Param

        client = self._client
        begun = int(datetime.fromisoformat(run.info.started).timestamp() * 1000)
        ended = begun + int(run.info.seconds * 1000)
        entry = client.create_run(
            self._experiment(), start_time=begun, tags=_tags(run), run_name=run.name
        ).info.run_id
        params = [Param(key, value) for key, value in _flat(run.recipe).items()]
        metrics = [*_epochs(run), *_figures(run, ended)]
        for start in range(0, max(len(params), len(metrics)), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            client.log_batch(entry, params=params[part], metrics=metrics[part])
        for name in _FILES:
            client.log_artifact(entry, str(run.path / name))
        client.set_terminated(entry, end_time=ended)

    def _experiment(self) -> str:
        name = os.environ.get("MLFLOW_EXPERIMENT_NAME", _EXPERIMENT)
        found = self._client.get_experiment_by_name(name)
        if found is not None:
            return str(found.experiment_id)
        return str(self._client.create_experiment(name))


def _tags(run: Run) -> dict[str, str]:
    info = run.info
    return {
        "stance.version": info.stance,
        "stance.data": info.data.fingerprint,
        "stance.codebook": info.codebook.name,
        "stance.path": str(run.path.resolve()),
    }


def _flat(record: Mapping[str, Any], within: str = "") -> dict[str, str]:
    """Return a recipe's entries by dotted names, as ``--set`` takes them."""
    flat: dict[str, str] = {}
    for key, value in record.items():
        # A prior's labels may be any words; MLflow takes these characters only.
        name = within + re.sub(r"[^\w.\- ]", "_", key)
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{name}.")
        else:
            flat[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return flat


def _epochs(run: Run) -> Iterator[Metric]:
    """Read the epochs of each fitting from the run's log: the first, then others by their number."""
    from mlflow.entities import Metric

    fitting = 1
    for line in (run.path / LAYOUT.log).read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["event"] == "fitted":
            fitting += 1
        if event["event"] != "epoch":
            continue
        prefix = "training" if fitting == 1 else f"training-{fitting}"
        at = int(datetime.fromisoformat(event["time"]).timestamp() * 1000)
        yield Metric(f"{prefix}/loss", event["loss"], at, event["epoch"])
        if event["macro_f1"]:  # 0 where there is no part to choose by
            yield Metric(f"{prefix}/dev_macro_f1", event["macro_f1"], at, event["epoch"])


def _figures(run: Run, at: int) -> Iterator[Metric]:
    from mlflow.entities import Metric

    for name, figure in run.evaluation.figures.items():
        ends = {"": figure.value, "_low": figure.low, "_high": figure.high}
        for end, value in ends.items():
            if value is not None:
                yield Metric(f"held-out/{name}{end}", value, at, 0)


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # whatever the server, the database or the network meets
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise StanceError(f"{what}: {first}") from error


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep back how it makes its tables, and what its own libraries warn it of."""
    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
