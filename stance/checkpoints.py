"""Checkpoints: what a training that was killed goes on from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from torch import Tensor

_RECORD: Final = "checkpoint.json"


class Checkpoints:
    """Keeps the last state of a training in a folder; whenever it is killed, a whole one is there.

    Parameters
    ----------
    folder
        Made where it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def within(self, name: str) -> Checkpoints:
        """Return the checkpoints of a part of the training."""
        return Checkpoints(self.folder / name)

    def write(self, tensors: Mapping[str, Tensor], record: Mapping[str, Any]) -> None:
        """Keep a state in place of the one before."""
        from safetensors.torch import save_file

        self.folder.mkdir(parents=True, exist_ok=True)
        before = {path.name for path in self.folder.glob("*.safetensors")}
        name = next(name for name in ("a.safetensors", "b.safetensors") if name != self._current())
        save_file({key: value.contiguous() for key, value in tensors.items()}, self.folder / name)
        aside = self.folder / f"{_RECORD}.part"
        aside.write_text(json.dumps({"tensors": name, "record": record}), encoding="utf-8")
        # Only now does the new state count.
        Path(aside).replace(self.folder / _RECORD)
        for old in before - {name}:
            (self.folder / old).unlink()

    def read(self) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        """Return the state that was written last; None where there is none."""
        from safetensors.torch import load_file

        path = self.folder / _RECORD
        if not path.is_file():
            return None
        found = json.loads(path.read_text(encoding="utf-8"))
        return load_file(self.folder / found["tensors"]), found["record"]

    def _current(self) -> str | None:
        path = self.folder / _RECORD
        if not path.is_file():
            return None
        name: str = json.loads(path.read_text(encoding="utf-8"))["tensors"]
        return name
