"""What every kind of classifier can do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from stance.statements import Utterance


class Classifier(Protocol):
    """Turns utterances into probabilities.

    Attributes
    ----------
    kind
        The name by which recipes and runs call it.
    targets
        What the columns of `predict_proba` stand for: labels or acts, in the codebook's order.
        Empty until it is fitted.
    """

    kind: str
    targets: tuple[str, ...]

    def fit(
        self,
        utterances: Sequence[Utterance],
        targets: Sequence[str],
        *,
        classes: Sequence[str],
        groups: Sequence[str] | None = None,
        seed: int = 0,
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

        Raises
        ------
        StanceError
            If nothing can be learnt from the data.
        """
        ...

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the probability of each target, shape (utterances, targets).

        They are those of data in which the targets are as frequent as where it was fitted.
        """
        ...

    def save(self, folder: Path) -> None:
        """Write the fitted classifier into an existing folder; never a pickle."""
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
