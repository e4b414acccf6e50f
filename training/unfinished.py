"""What a training that was killed goes on from."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import stance
from stance.checkpoints import Checkpoints
from stance.errors import StanceError
from stance.training.journal import Journal
from stance.training.provenance import canonical

_KEPT: Final = "What was done is kept: the same command with --resume (in Python: resume=True) goes on from there."


class Unfinished:
    """The checkpoints of a training; a folder beside the run, there only while it is not whole.

    Parameters
    ----------
    beside
        The run's directory.
    kind
        Of the classifier.
    decided_by
        All that the training depends on: what was begun with other data or another recipe is
        another training.
    """

    def __init__(self, beside: Path, kind: str, decided_by: Sequence[Any]) -> None:
        what = canonical([stance.__version__, *decided_by])
        digits = hashlib.sha256(what).hexdigest()[:12]
        self.folder = beside.parent / f".unfinished-{kind}-{digits}"

    def begin(self, journal: Journal, *, resume: bool) -> None:
        """Make sure that what is there is wanted.

        Raises
        ------
        StanceError
            If there is something to go on from, and it is not to be resumed: hours of work are not
            thrown away unasked.
        """
        if self.folder.is_dir():
            if not resume:
                raise StanceError(
                    f"a training of the same data and recipe was begun and not finished: go on "
                    f"with --resume (in Python: resume=True), or remove {self.folder}"
                )
            journal("resumed", "Going on from its last checkpoint.")
        elif resume:
            journal("resumed", "Nothing was begun with these data and this recipe: from the start.")

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note on an interruption how to go on, where there is something to go on from."""
        try:
            yield
        except KeyboardInterrupt as interruption:
            # A search notes it as well as the training within it.
            if self.folder.is_dir() and _KEPT not in getattr(interruption, "__notes__", ()):
                interruption.add_note(_KEPT)
            raise

    def checkpoints(self, stage: str) -> Checkpoints:
        """Return the checkpoints of one stage of the training."""
        return Checkpoints(self.folder / stage)

    def end(self) -> None:
        """Remove what is no longer needed."""
        shutil.rmtree(self.folder, ignore_errors=True)
