"""The journal of a training run: what happened, event by event."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Notes = Callable[[str], None]


class Journal:
    """Writes what happens into the run's log, and tells it to whoever listens.

    Parameters
    ----------
    path
        The log, a JSON object a line; None: none is written.
    on_note
        Is told each event's text.
    """

    def __init__(self, path: Path | None, on_note: Notes | None) -> None:
        self._path = path
        self._on_note = on_note

    def __call__(self, event: str, text: str, **values: Any) -> None:
        """Note an event, in words and in figures."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, "event": event, "text": text, **values}, ensure_ascii=False)
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as log:
                log.write(line + "\n")
        if self._on_note is not None:
            self._on_note(text)
