from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stance.cli import main

ARTICLE = """\
Calder says the bridge stays shut

ORO, 3 March - The bridge at Oro will stay shut, Interior Minister Ada Voss said on Monday.

"We will reopen it the day the barricades are gone," Voss told reporters. She added that talks \
could begin within a week.

Rebel commander Ben Ruhl warned that any convoy would be fired on.
"""

Cli = Callable[..., Result]
Interrupted = Callable[..., subprocess.CompletedProcess[str]]
WriteRows = Callable[[str, Iterable[dict[str, Any]]], Path]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command line in an empty folder, with nothing in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def invoke(*arguments: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)

    return invoke


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "oro.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def write_rows(tmp_path: Path) -> WriteRows:
    """Write rows to a JSON Lines file."""

    def write(name: str, rows: Iterable[dict[str, Any]]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def interrupted() -> Interrupted:
    """Run a command line until a file appears that matches a glob, press Ctrl-C, return it."""

    def run_until(
        folder: Path, begun: str, *arguments: object, by: signal.Signals = signal.SIGINT
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "stance", *map(str, arguments)]
        # A shell lets what it starts in the background ignore Ctrl-C, and children inherit it.
        with subprocess.Popen(
            command,
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        ) as process:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                if any(path.is_dir() or path.stat().st_size for path in folder.glob(begun)):
                    break
                time.sleep(0.05)
            os.kill(process.pid, by)
            _, said = process.communicate(timeout=60)
        # Interrupted within the import of some packages in C, Python ends by the signal itself, which
        # a shell calls 130 too.
        code = 130 if process.returncode == -signal.SIGINT else process.returncode
        return subprocess.CompletedProcess(command, code, None, said)

    return run_until
