from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import stance

Cli = Callable[..., Result]


def test_the_version(cli: Cli) -> None:
    assert cli("--version").output == f"stance {stance.__version__}\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_the_commands(cli: Cli, option: str) -> None:
    output = cli(option).output
    for name in ("demo", "extract", "score", "train", "evaluate", "runs", "codebook"):
        assert f"  {name} " in output


def test_debug_shows_the_traceback(cli: Cli) -> None:
    done = cli("codebook", "show", "none", "--debug")
    assert isinstance(done.exception, stance.StanceError)


def test_a_bug_is_told_in_a_line(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise RuntimeError("a wheel came off")

    monkeypatch.setattr("stance.codebook.load_codebook", fail)
    done = cli("codebook", "show", "posture")
    assert done.exit_code == 1
    assert "RuntimeError: a wheel came off" in done.stderr
    assert "--debug" in done.stderr


def test_control_characters_of_a_name_do_not_reach_the_terminal(cli: Cli) -> None:
    done = cli("extract", "\x1b[2J.txt")
    assert done.exit_code == 1
    assert "\x1b" not in done.stderr


@pytest.mark.slow
def test_the_demo_goes_the_whole_way(cli: Cli) -> None:
    done = cli("demo")
    assert done.exit_code == 0, done.stderr
    for name in ("statements.jsonl", "report.html"):
        assert f"stance-demo/{name}" in done.stdout
        assert (Path("stance-demo") / name).stat().st_size > 10_000
    assert "macro-F1" in done.stdout
    assert "stance train" in done.stdout
    again = cli("demo")
    assert again.exit_code == 0, again.stderr
    assert len(list(Path("stance-demo/runs").iterdir())) == 2
