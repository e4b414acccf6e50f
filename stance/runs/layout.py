"""Where everything stands in a run's directory."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """The names of a run's files.

    Attributes
    ----------
    info
        Format, codebook, labels, data, versions, times; the checksums of the model's files.
    model
        The folder of the classifier's own files.
    recipe
        How it was trained, fully resolved.
    metrics, predictions
        The evaluation on the held-out part, and what was predicted for each statement of it.
    trained_on
        A digest of each training text, one a line: what the run must not be judged on.
    log
        What happened, one event a line.
    card
        The model card.
    curve
        What shares of the training part would have taught; only where that was measured.
    trials
        What was tried before; only where the recipe was tuned.
    """

    info: str = "run.json"
    model: str = "model"
    recipe: str = "recipe.toml"
    metrics: str = "metrics.json"
    predictions: str = "predictions.jsonl"
    trained_on: str = "trained-on.txt"
    log: str = "log.jsonl"
    card: str = "README.md"
    curve: str = "learning-curve.csv"
    trials: str = "trials.csv"

    def missing(self, folder: Path) -> list[str]:
        """Name what a directory lacks of a whole run."""
        wanted = set(astuple(self)) - {self.curve, self.trials}
        return [name for name in astuple(self) if name in wanted and not (folder / name).exists()]


LAYOUT: Final = Layout()
