"""The baseline: what is known of the labels without reading a word."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.parameters import BaselineParameters
from stance.classifiers.protocol import Tell, silent
from stance.errors import StanceError
from stance.statements import Utterance

if TYPE_CHECKING:
    from stance.checkpoints import Checkpoints

FILE = "baseline.json"


class BaselineClassifier:
    """Gives every utterance the proportions of the training data; so, the majority label."""

    kind = "baseline"
    figure: float | None = None

    def __init__(
        self,
        params: BaselineParameters | None = None,
        inputs: Sequence[str] = (),  # noqa: ARG002
        *,
        offline: bool = False,  # noqa: ARG002
    ) -> None:
        self.params = params or BaselineParameters()
        self.targets: tuple[str, ...] = ()
        self.proportions: NDArray[np.float64] = np.zeros(0)

    def fit(
        self,
        utterances: Sequence[Utterance],
        targets: Sequence[str],
        *,
        classes: Sequence[str],
        groups: Sequence[str] | None = None,  # noqa: ARG002
        seed: int = 0,  # noqa: ARG002
        tell: Tell = silent,  # noqa: ARG002
        checkpoints: Checkpoints | None = None,  # noqa: ARG002
    ) -> Self:
        """Count the targets."""
        if not utterances:
            raise StanceError("there are no statements to train on")
        counts = Counter(targets)
        self.targets = tuple(classes)
        self.proportions = np.array([counts[name] for name in classes]) / len(targets)
        return self

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the training proportions for each utterance, shape (utterances, targets)."""
        return np.tile(self.proportions, (len(utterances), 1))

    def too_long(self, utterances: Sequence[Utterance]) -> int:  # noqa: ARG002
        """Count what it cannot read to the end: nothing is too long for it."""
        return 0

    def save(self, folder: Path) -> None:
        """Write the proportions as JSON."""
        record = dict(zip(self.targets, self.proportions.tolist(), strict=True))
        (folder / FILE).write_text(json.dumps(record), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        path = folder / FILE
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            classifier = cls()
            classifier.targets = tuple(record)
            classifier.proportions = np.array(list(record.values()), dtype=np.float64)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise StanceError(
                f"{path} is missing or broken ({error}): train the run again"
            ) from error
        return classifier
