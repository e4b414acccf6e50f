"""The classifier that ships: a run like any other, in the folder ``run``, opened as ``default``.

`docs/classifiers.md` has the commands that made it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAME: Final = "default"
PATH: Final = Path(__file__).parent / "run"

FINGERPRINT: Final = "0ef79512983fd6e82a0b8fb757279af048553003e534d813d559238bc1aff2c3"
"""SHA-256 of its ``run.json``, which has the checksums of the classifier's files."""
