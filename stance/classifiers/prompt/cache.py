"""Answers on disk, so that what was asked once is not asked, or paid for, again."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

from stance.errors import StanceError

_FILE: Final = "prompts.sqlite3"
_SECONDS: Final = 30.0
"""How long to wait for another process that writes."""


class Answer(NamedTuple):
    """What an endpoint answered.

    Attributes
    ----------
    text
        The reply.
    model
        What the server calls the model that gave it.
    tokens_in, tokens_out
        How many tokens were read and written; 0 where the server does not tell.
    """

    text: str
    model: str
    tokens_in: int
    tokens_out: int


class AnswerCache:
    """Answers by the digest of their request; safe with several threads and processes.

    No text of a request is kept, only its digest.

    Parameters
    ----------
    folder
        By default `STANCE_CACHE` or, without, the user's cache directory.

    Raises
    ------
    StanceError
        If its file cannot be made or read.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or _cache_folder()) / _FILE
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from error
        self._run(
            "CREATE TABLE IF NOT EXISTS answers (request TEXT PRIMARY KEY, text TEXT, model TEXT, "
            "tokens_in INTEGER, tokens_out INTEGER)"
        )

    def get(self, request: str) -> Answer | None:
        """Return the answer to a request, by its digest; None where there is none."""
        rows = self._run(
            "SELECT text, model, tokens_in, tokens_out FROM answers WHERE request = ?", request
        )
        return Answer(*rows[0]) if rows else None

    def put(self, request: str, answer: Answer) -> None:
        """Keep an answer; it is on disk when this returns."""
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", request, *answer)

    def _run(self, command: str, *values: object) -> list[Any]:
        """Run a command of SQL; each call has a connection of its own, whichever thread it is in."""
        try:
            with closing(sqlite3.connect(self.path, timeout=_SECONDS)) as connection, connection:
                return connection.execute(command, values).fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> StanceError:
        return StanceError(
            f"the answers of chat models cannot be kept in {self.path} ({error}): delete that file, or "
            "set STANCE_CACHE to a folder that can be written"
        )


def _cache_folder() -> Path:
    if told := os.environ.get("STANCE_CACHE"):
        return Path(told)
    from platformdirs import user_cache_path

    return user_cache_path("stance", appauthor=False)
