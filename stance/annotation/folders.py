"""Folders of text files with annotations beside them: what brat and PolNeAR have in common."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from stance.errors import StanceError

_UNFIT: Final = re.compile(r'[%/\\:*?"<>|\x00-\x1f\x7f]|^[.\s]|[.\s]$')
_LONGEST: Final = 200


def file_name(name: str) -> str:
    """Make an article's id fit to be a file's name: what no system takes is written as %XX.

    Raises
    ------
    StanceError
        If it is too long, or empty.
    """
    fit = _UNFIT.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), name)
    if not fit or len(fit.encode()) > _LONGEST:
        raise StanceError(
            f"the article's id {name[:50]!r} cannot be the name of a file: it must have 1 to "
            f"{_LONGEST} bytes; give the article another id"
        )
    return fit


def id_of(name: str) -> str:
    """Undo `file_name`."""
    return unquote(name)


def read_text(path: Path) -> str:
    """Read a text file as brat does: UTF-8, line ends and byte order mark left as they are.

    Raises
    ------
    StanceError
        If it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise StanceError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise StanceError(f"{path} is not UTF-8: brat's files are; convert it") from error


@contextmanager
def folder_aside(path: Path) -> Iterator[Path]:
    """Make a folder beside the path, and put it in its place once the block is left normally.

    Raises
    ------
    StanceError
        If the path is there and not an empty folder, or cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise StanceError(
                f"cannot write {path}: it is there already; name a folder that is not, or is empty"
            )
        if part.exists():
            shutil.rmtree(part)
        part.mkdir()
        try:
            yield part
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        if path.exists():
            path.rmdir()
        part.replace(path)
    except OSError as error:
        raise StanceError(
            f"cannot write {path}: {error.strerror}; name a folder within one that exists and "
            "that you may write to"
        ) from error


class Names:
    """Sees to it that no two articles have the same file."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def take(self, name: str, article: str) -> str:
        """Take a file's name for an article.

        Raises
        ------
        StanceError
            If another has it, or one that differs in upper and lower case only.
        """
        key = name.casefold()
        if key in self._known:
            raise StanceError(
                f"the articles {self._known[key]!r} and {article!r} would be the same file "
                f"{name}: write what each coder marked into a folder of its own, or give one "
                "of them another id"
            )
        self._known[key] = article
        return name
