"""Writing a run: aside, and renamed into place when whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stance.errors import StanceError
from stance.runs.layout import LAYOUT


@contextmanager
def write_run(target: Path) -> Iterator[Path]:
    """Give a directory to write a run into, and put it in its place at the end.

    Enter it before the work: a place that cannot be written to is told at once. Whatever ends
    the work early, Ctrl-C included, leaves nothing behind.

    Parameters
    ----------
    target
        The directory of the run, which must not be there yet.

    Yields
    ------
    Path
        A directory beside the target, with an empty folder for the model.

    Raises
    ------
    StanceError
        If the target is there already, or cannot be written, or the run is not whole.
    """
    aside = _prepare(target)
    try:
        yield aside
        if missing := LAYOUT.missing(aside):
            raise StanceError(f"the run is not whole: {', '.join(missing)} was not written")
        _put_in_place(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _prepare(target: Path) -> Path:
    _refuse_existing(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.part-", dir=target.parent))
        # mkdtemp lets only the owner in; a run is as open as any other directory of the user's.
        mask = os.umask(0)
        os.umask(mask)
        aside.chmod(0o777 & ~mask)
        (aside / LAYOUT.model).mkdir()
    except OSError as error:
        raise StanceError(
            f"cannot write a run to {target} ({error.strerror}): "
            "name a place that you may write to with -o (in Python: out=)"
        ) from error
    return aside


def _put_in_place(aside: Path, target: Path) -> None:
    _refuse_existing(target)
    try:
        aside.rename(target)
    except OSError as error:
        raise StanceError(f"cannot put the run in its place {target}: {error.strerror}") from error


def _refuse_existing(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise StanceError(
            f"{target} is there already, and a run is never overwritten: "
            "name another place, or remove it"
        )
