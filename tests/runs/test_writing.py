from __future__ import annotations

import os
from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.runs import LAYOUT, write_run


def fill(folder: Path) -> None:
    for name in LAYOUT.missing(folder):
        (folder / name).touch()


def test_a_whole_run_appears_in_its_place_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "new" / "run"
    with write_run(target) as folder:
        assert not target.exists()
        fill(folder)
    assert LAYOUT.missing(target) == []
    assert [path.name for path in target.parent.iterdir()] == ["run"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_whatever_ends_it_early_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    def interrupted() -> None:
        with write_run(tmp_path / "run") as folder:
            fill(folder)
            raise error

    with pytest.raises(error):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_not_whole_is_not_kept(tmp_path: Path) -> None:
    with (
        pytest.raises(StanceError, match=r"run\.json.*was not written"),
        write_run(tmp_path / "run"),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "precious").touch()
    with pytest.raises(StanceError, match="there already"), write_run(tmp_path / "run"):
        pytest.fail("the work was begun")
    assert (tmp_path / "run" / "precious").exists()


def test_what_came_there_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    def write() -> None:
        with write_run(tmp_path / "run") as folder:
            fill(folder)
            (tmp_path / "run").mkdir()

    with pytest.raises(StanceError, match="there already"):
        write()
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_place_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(StanceError, match=r"cannot write a run.*-o"),
        write_run(tmp_path / "file" / "run"),
    ):
        pytest.fail("the work was begun")


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_a_run_is_as_open_as_other_directories(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    with write_run(tmp_path / "run") as folder:
        fill(folder)
        # As some libraries write their files.
        (folder / LAYOUT.info).chmod(0o600)
    for one, other in (("run", "other"), (f"run/{LAYOUT.info}", "other/file")):
        assert (tmp_path / one).stat().st_mode == (tmp_path / other).stat().st_mode
