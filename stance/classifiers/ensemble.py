"""An ensemble: classifiers of one recipe and different seeds, whose probabilities are averaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stance.errors import StanceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stance.classifiers.protocol import Predictor
    from stance.statements import Utterance

_MEMBER = "member-"


class Ensemble:
    """The mean of some classifiers' probabilities.

    After B. Lakshminarayanan, A. Pritzel and C. Blundell, "Simple and scalable predictive
    uncertainty estimation using deep ensembles", NIPS 2017.

    Parameters
    ----------
    members
        Fitted, of the same targets.

    Raises
    ------
    StanceError
        If their targets differ.
    """

    def __init__(self, members: Sequence[Predictor]) -> None:
        if len({member.targets for member in members}) > 1:
            raise StanceError(
                "the members of an ensemble predict different targets: train it again"
            )
        self.members = tuple(members)
        self.targets = members[0].targets

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the mean probability of each target, shape (utterances, targets)."""
        likely = [member.predict_proba(utterances) for member in self.members]
        return np.asarray(np.mean(likely, axis=0), dtype=np.float64)

    def too_long(self, utterances: Sequence[Utterance]) -> int:
        """Count the utterances that a member cannot read to their end."""
        return max(member.too_long(utterances) for member in self.members)

    def save(self, folder: Path) -> None:
        """Write each member into a folder of its own."""
        for own, member in self.places(folder):
            member.save(own)

    def places(self, folder: Path) -> Iterator[tuple[Path, Predictor]]:
        """Make a folder for each member."""
        for number, member in enumerate(self.members, start=1):
            own = folder / f"{_MEMBER}{number}"
            own.mkdir()
            yield own, member


def members_in(folder: Path) -> list[Path]:
    """Return the folders of the members of an ensemble; none where it is a single classifier's."""
    return sorted(path for path in folder.glob(f"{_MEMBER}*") if path.is_dir())
