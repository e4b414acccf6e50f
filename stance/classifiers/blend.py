"""The blend: classifiers of several kinds, whose opinions are pooled.

A transformer knows what words mean together, a linear classifier which words the labels go with;
where they err, they err on different statements.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.parameters import BlendParameters
from stance.classifiers.protocol import Predictor, Tell, silent
from stance.classifiers.targets import encode_targets
from stance.errors import StanceError
from stance.statements import Utterance

if TYPE_CHECKING:
    from stance.checkpoints import Checkpoints

_SETTINGS: Final = "blend.json"
_LEAST: Final = 1e-6
"""No member can rule a target out alone."""


class BlendClassifier:
    """The normalised geometric mean of its members' probabilities.

    That is the logarithmic opinion pool with equal weights (C. Genest and J. V. Zidek, "Combining
    probability distributions: a critique and an annotated bibliography", Statistical Science 1,
    1986).

    Parameters
    ----------
    params
        The kinds of the members, and their hyper-parameters.
    inputs
        What all read of an utterance.
    offline
        Refuse to ask the model hub.
    """

    kind = "blend"
    figure: float | None = None

    def __init__(
        self,
        params: BlendParameters | None = None,
        inputs: Sequence[str] = ("text", "cue", "kind"),
        *,
        offline: bool = False,
    ) -> None:
        self.params = params or BlendParameters()
        self.inputs = tuple(inputs)
        self.members: Mapping[str, Predictor] = {}
        self.targets: tuple[str, ...] = ()
        self._offline = offline

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
        """Fit one member after another.

        Raises
        ------
        StanceError
            If a member cannot be fitted.
        """
        from stance.classifiers.registry import make

        encode_targets(targets, classes)  # or else there is nothing to learn
        self.targets = tuple(classes)
        members = {}
        for kind, params in self.params.members.items():
            tell("member", f"Member {kind}:")
            members[kind] = make(kind, params, inputs=self.inputs, offline=self._offline).fit(
                utterances,
                targets,
                classes=classes,
                groups=groups,
                seed=seed,
                tell=tell,
                checkpoints=checkpoints and checkpoints.within(kind),
            )
        self.members = members
        return self

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the probability of each target, shape (utterances, targets)."""
        likely = [member.predict_proba(utterances) for member in self.members.values()]
        pooled = np.exp(np.mean([np.log(np.maximum(each, _LEAST)) for each in likely], axis=0))
        # What no member has ever seen stays impossible.
        pooled[np.max(likely, axis=0) == 0] = 0
        return np.asarray(pooled / pooled.sum(axis=1, keepdims=True))

    def too_long(self, utterances: Sequence[Utterance]) -> int:
        """Count the utterances that a member cannot read to their end."""
        return max(member.too_long(utterances) for member in self.members.values())

    def save(self, folder: Path) -> None:
        """Write each member into the folder of its kind, and the settings (JSON)."""
        for own, member in self.places(folder):
            member.save(own)

    def places(self, folder: Path) -> Iterator[tuple[Path, Predictor]]:
        """Write the settings, and make a folder for each member."""
        settings = {
            "targets": self.targets,
            "inputs": self.inputs,
            "params": self.params.model_dump(mode="json"),
        }
        text = json.dumps(settings, indent=2, ensure_ascii=False)
        (folder / _SETTINGS).write_text(text + "\n", encoding="utf-8")
        for kind, member in self.members.items():
            own = folder / kind
            own.mkdir()
            yield own, member

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises
        ------
        StanceError
            If a file is missing or broken.
        """
        from stance.classifiers.registry import load

        try:
            settings = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
            blend = cls(BlendParameters.model_validate(settings["params"]), settings["inputs"])
            blend.targets = tuple(settings["targets"])
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StanceError(
                f"the classifier in {folder} is broken ({error}): "
                "restore its files, or train the run again"
            ) from error
        blend.members = {kind: load(kind, folder / kind) for kind in blend.params.members}
        if any(member.targets != blend.targets for member in blend.members.values()):
            raise StanceError(f"the members in {folder} predict different targets: train it again")
        return blend
