"""Writing a run: aside, and renamed into place when whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stance.directories import written_whole
from stance.errors import StanceError
from stance.runs.layout import LAYOUT


@contextmanager
def write_run(target: Path) -> Iterator[Path]:
    """Give a directory to write a run into, and put it in its place at the end.

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
    with written_whole(target, "a run") as aside:
        (aside / LAYOUT.model).mkdir()
        yield aside
        if missing := LAYOUT.missing(aside):
            raise StanceError(f"the run is not whole: {', '.join(missing)} was not written")
