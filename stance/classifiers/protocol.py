"""What every kind of classifier can do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from stance.checkpoints import Checkpoints
    from stance.statements import Utterance


class Tell(Protocol):
    """Is told what happens while a classifier is fitted."""

    def __call__(self, event: str, text: str, **values: Any) -> None:
        """Hear of an event, in words and in figures."""
        ...


def silent(event: str, text: str, **values: Any) -> None:
    """Hear of an event, and tell nobody."""


class Predictor(Protocol):
    """Turns utterances into probabilities.

    Attributes
    ----------
    targets
        What the columns of `predict_proba` stand for: labels or acts, in the codebook's order.
        Empty until it is fitted.
    """

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets, in the order of the columns."""
        ...

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the probability of each target, shape (utterances, targets).

        They are those of data in which the targets are as frequent as where it was fitted.
        """
        ...

    def too_long(self, utterances: Sequence[Utterance]) -> int:
        """Count the utterances that it cannot read to their end."""
        ...

    def save(self, folder: Path) -> None:
        """Write the fitted classifier into an existing folder; never a pickle."""
        ...


class Classifier(Predictor, Protocol):
    """What every kind of classifier can do.

    Attributes
    ----------
    kind
        The name by which recipes and runs call it.
    figure
        How good it was on the part of its training data that it chose by (macro-F1 of the targets);
        None where it chooses nothing so.
    """

    kind: str
    figure: float | None

    def __init__(self, params: Any, inputs: Sequence[str], *, offline: bool) -> None: ...

    def fit(
        self,
        utterances: Sequence[Utterance],
        targets: Sequence[str],
        *,
        classes: Sequence[str],
        groups: Sequence[str] | None = None,
        seed: int = 0,
        tell: Tell = silent,
        checkpoints: Checkpoints | None = None,
    ) -> Self:
        """Learn from utterances.

        Parameters
        ----------
        utterances
            What was said.
        targets
            The label or act of each.
        classes
            All that there are, in the codebook's order. One that `targets` lacks gets
            probability 0.
        groups
            Utterances of one group (an article, a dispute) are kept together wherever the
            classifier splits its data.
        seed
            Same data, same seed: same predictions.
        tell
            Is told what happens.
        checkpoints
            Where a kind that takes long keeps what it goes on from, should it be killed; what is
            there already it goes on from.

        Raises
        ------
        StanceError
            If nothing can be learnt from the data.
        """
        ...

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises
        ------
        StanceError
            If a file is missing, broken or holds what `save` does not write.
        """
        ...
