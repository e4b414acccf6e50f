"""Input that was refused: told at once, or counted and written aside while the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from stance.errors import StanceError
from stance.rows.targets import check_writable

SHOWN: Final = 5
LONGEST_CONTENT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Reject:
    """A row or a file that was refused.

    Attributes
    ----------
    source, line
        Where it stands; the line is None where a whole file is meant.
    reason
        What is wrong, and what to do.
    content
        What stands there, cut to 2,000 characters.
    """

    source: str
    line: int | None
    reason: str
    content: str = ""

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}:{self.line}"
        return f"{place}: {self.reason}"


RejectHandler = Callable[[Reject], None]


class RefusedError(StanceError):
    """Input was refused, and no handler takes it aside."""


def refuse(reject: Reject) -> None:
    """Take nothing but good input: the handler where none is given.

    Raises
    ------
    RefusedError
        Always.
    """
    raise RefusedError(str(reject))


class RejectLog:
    """A handler that counts refused input, and writes it to a file as it comes.

    Parameters
    ----------
    path
        The file, JSON Lines; it is there afterwards only if something was refused. None to count
        only.

    Raises
    ------
    StanceError
        If the file cannot be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.count = 0
        self.first: list[Reject] = []
        self._path = path
        self._file: IO[str] | None = None
        if path is None:
            return
        check_writable(path)
        if path.is_file():
            # What an earlier run refused says nothing of this one.
            path.unlink()

    def __call__(self, reject: Reject) -> None:
        """Count what was refused, and write it aside."""
        self.count += 1
        if self.count <= SHOWN:
            self.first.append(reject)
        if self._path is None:
            return
        if self._file is None:
            # The names of files may hold bytes that are no text.
            self._file = self._path.open("w", encoding="utf-8", errors="backslashreplace")
        record = asdict(reject) | {"content": reject.content[:LONGEST_CONTENT]}
        self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
