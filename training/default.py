"""The run that labels where the user names none: trained once on the bundled data, and kept."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

import stance
from stance.data import ARTICLE_STATEMENTS, STATEMENTS
from stance.errors import StanceError
from stance.runs import Run
from stance.training.recipe import load_recipe
from stance.training.trainer import train

DATA = (STATEMENTS, ARTICLE_STATEMENTS)
DEFAULT_RECIPE = "news"
# The test part is held out for good, so that the figures and the bundled articles of that part are
# what they seem: new to the classifier.
OVERRIDES = ("split.by=given", "refit=false")


def default_run(*, on_note: Callable[[str], None] | None = None) -> Run:
    """Open the default run; the first time, train it on the data that come with stance.

    It is kept in the user's cache (``STANCE_CACHE``, where set), under a name that changes with
    the version, the data and the recipe, and is trained anew where it has been damaged.

    Parameters
    ----------
    on_note
        Called with what a user should know, such as that training has begun.

    Raises
    ------
    StanceError
        If the cache cannot be written.
    """
    path = _cache() / "runs" / _name()
    if path.exists():
        try:
            return Run.open(path)
        except StanceError:
            shutil.rmtree(path)
    if on_note:
        on_note(f"Training the default classifier, once; it is kept in {path}.")
    return train_default(out=path)


def train_default(
    *,
    out: Path | None = None,
    folder: str | Path = "runs",
    on_note: Callable[[str], None] | None = None,
) -> Run:
    """Train the default run on the data that come with stance; see `stance.training.train`."""
    return train(DATA, DEFAULT_RECIPE, overrides=OVERRIDES, out=out, folder=folder, on_note=on_note)


def _cache() -> Path:
    return Path(os.environ.get("STANCE_CACHE") or user_cache_path("stance", appauthor=False))


def _name() -> str:
    recipe = load_recipe(DEFAULT_RECIPE, OVERRIDES).model_dump_json().encode()
    data = b"".join(path.read_bytes() for path in DATA)
    fingerprint = hashlib.sha256(data + recipe).hexdigest()[:8]
    return f"{DEFAULT_RECIPE}-{stance.__version__}-{fingerprint}"
