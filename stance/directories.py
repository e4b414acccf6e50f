"""Directories that are there only when they are whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stance.errors import StanceError


@contextmanager
def written_whole(target: Path, what: str) -> Iterator[Path]:
    """Give a directory to write into, and put it in its place at the end.

    Enter it before the work: a place that cannot be written to is told at once. Whatever ends
    the work early, Ctrl-C included, leaves nothing behind.

    Parameters
    ----------
    target
        The directory, which must not be there yet.
    what
        Names what is written in errors: ``a run``.

    Yields
    ------
    Path
        An empty directory beside the target.

    Raises
    ------
    StanceError
        If the target is there already, or cannot be written.
    """
    aside = _prepare(target, what)
    try:
        yield aside
        _open_to_others(aside)
        _refuse_existing(target, what)
        try:
            aside.rename(target)
        except OSError as error:
            raise StanceError(
                f"cannot put {what} in its place {target}: {error.strerror}"
            ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _prepare(target: Path, what: str) -> Path:
    _refuse_existing(target, what)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.part-", dir=target.parent))
    except OSError as error:
        raise StanceError(
            f"cannot write {what} to {target} ({error.strerror}): "
            "name a place that you may write to with -o (in Python: out=)"
        ) from error
    return aside


def _open_to_others(folder: Path) -> None:
    """Make a directory as open as the user's others: mkdtemp and safetensors let only the owner in."""
    mask = os.umask(0)
    os.umask(mask)
    folder.chmod(0o777 & ~mask)
    for path in folder.rglob("*"):
        path.chmod((0o777 if path.is_dir() else 0o666) & ~mask)


def _refuse_existing(target: Path, what: str) -> None:
    if target.exists() or target.is_symlink():
        raise StanceError(
            f"{target} is there already, and {what} is never overwritten: "
            "name another place, or remove it"
        )
