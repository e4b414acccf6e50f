"""Where rows go: a file that is there only when it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from stance.errors import StanceError


def check_writable(path: Path) -> None:
    """Make sure, before any work, that a file can be written.

    Raises
    ------
    StanceError
        If it cannot: the folder is missing, forbidden, or the path is a folder.
    """
    if path.is_dir():
        raise StanceError(f"cannot write {path}: it is a folder; name a file")
    try:
        if path.is_file():
            path.open("ab").close()
        if not _is_device(path):
            part = _aside(path)
            new = not part.exists()
            part.open("ab").close()
            if new:
                part.unlink()
    except OSError as error:
        raise StanceError(
            f"cannot write {path}: {error.strerror}; name a file in a folder that exists and that "
            "you may write to"
        ) from error


def check_folder(path: Path) -> None:
    """Make sure, before any work, that files can be written to a folder; it is made if need be.

    Raises
    ------
    StanceError
        If it cannot be made, or nothing can be written to it.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise StanceError(
            f"cannot write to the folder {path}: {error.strerror or error}; "
            "name a folder that you may write to"
        ) from error


@contextmanager
def written_aside(path: Path, *, binary: bool = False) -> Iterator[IO[Any]]:
    """Open a file beside the path, and put it in its place once the block is left normally.

    An error removes it. An interruption leaves it, and says where it is in a note on the
    exception: rows that are done are not lost. A device or pipe is written to as it is.
    """
    options: dict[str, Any] = (
        {} if binary else {"encoding": "utf-8", "errors": "backslashreplace", "newline": ""}
    )
    mode = "wb" if binary else "w"
    if _is_device(path):
        with path.open(mode, **options) as file:
            yield file
        return
    part = _aside(path)
    try:
        with part.open(mode, **options) as file:
            yield file
        part.replace(os.path.realpath(path))
    except KeyboardInterrupt as interruption:
        interruption.add_note(f"What was written so far is in {part}.")
        raise
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _is_device(path: Path) -> bool:
    """Tell what a file must not take the place of: /dev/null, a pipe."""
    return path.exists() and not path.is_file()


def _aside(path: Path) -> Path:
    # A link stays a link: what it leads to is written.
    target = Path(os.path.realpath(path))
    return target.with_name(f"{target.name}.part")
