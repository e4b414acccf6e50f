from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from stance.runs import Run

Cli = Callable[..., Result]


def test_runs_are_listed_and_a_broken_one_has_its_fault(cli: Cli, run: Run) -> None:
    shutil.copytree(run.path, "runs/good")
    shutil.copytree(run.path, "runs/broken")
    Path("runs/broken/metrics.json").unlink()
    done = cli("runs", "list", "--format", "jsonl")
    rows = {row["path"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert rows["runs/good"]["macro_f1"] is not None
    assert "lacks metrics.json" in rows["runs/broken"]["fault"]


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
