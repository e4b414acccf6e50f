"""The linear classifier: TF-IDF of words and characters into a linear head."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.arrays import read_arrays, write_arrays
from stance.classifiers.features import Features
from stance.classifiers.head import Head
from stance.classifiers.parameters import LinearParameters
from stance.classifiers.protocol import Tell, silent
from stance.errors import StanceError
from stance.statements import Utterance

if TYPE_CHECKING:
    from stance.checkpoints import Checkpoints

ARRAYS, SETTINGS, TERMS = "linear.safetensors", "linear.json", "terms.json"


class LinearClassifier:
    """Logistic regression or a linear support vector machine on n-grams, calibrated.

    Its files hold arrays, n-grams and settings only, no scikit-learn object: any version of
    scikit-learn reads them alike.

    Parameters
    ----------
    params
        The hyper-parameters.
    inputs
        What it reads of an utterance.
    """

    kind = "linear"
    figure: float | None = None

    def __init__(
        self,
        params: LinearParameters | None = None,
        inputs: Sequence[str] = ("text", "cue", "kind"),
        *,
        offline: bool = False,  # noqa: ARG002
    ) -> None:
        self.params = params or LinearParameters()
        self.inputs = tuple(inputs)
        self._features = Features(self.params, self.inputs)
        self._head = Head(self.params)

    @property
    def targets(self) -> tuple[str, ...]:
        """What the columns of `predict_proba` stand for."""
        return self._head.targets

    def fit(
        self,
        utterances: Sequence[Utterance],
        targets: Sequence[str],
        *,
        classes: Sequence[str],
        groups: Sequence[str] | None = None,
        seed: int = 0,
        tell: Tell = silent,
        checkpoints: Checkpoints | None = None,  # noqa: ARG002
    ) -> Self:
        """Fit n-grams and head.

        Raises
        ------
        StanceError
            If there are fewer than two targets, or no words.
        """
        from stance.classifiers.folds import groups_of

        self._features = Features(self.params, self.inputs)
        x = self._features.fit_transform(utterances)
        self._head = Head(self.params).fit(
            x, targets, classes, groups_of(utterances, groups), seed, tell
        )
        return self

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the probability of each target, shape (utterances, targets)."""
        if not utterances:
            return np.zeros((0, len(self.targets)))
        return self._head.predict_proba(self._features.transform(utterances))

    def too_long(self, utterances: Sequence[Utterance]) -> int:  # noqa: ARG002
        """Count what it cannot read to the end: nothing is too long for it."""
        return 0

    def save(self, folder: Path) -> None:
        """Write arrays (safetensors), n-grams and settings (JSON)."""
        write_arrays(self._head.arrays() | {"weights": self._features.weights}, folder / ARRAYS)
        settings = self._head.settings() | {
            "inputs": self.inputs,
            "params": self.params.model_dump(mode="json"),
        }
        write_json(settings, folder / SETTINGS)
        write_json(self._features.terms, folder / TERMS)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises
        ------
        StanceError
            If a file is missing, broken, or holds anything but what `save` writes.
        """
        arrays = read_arrays(folder / ARRAYS)
        try:
            settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
            terms = json.loads((folder / TERMS).read_text(encoding="utf-8"))
            params = LinearParameters.model_validate(settings["params"])
            classifier = cls(params, settings["inputs"])
            weights = arrays["weights"]
            classifier._head.restore(settings, arrays, features=len(weights))
            classifier._features = Features.restore(params, classifier.inputs, terms, weights)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise StanceError(
                f"the classifier in {folder} is broken ({error}): "
                "restore its files, or train the run again"
            ) from error
        return classifier


def write_json(record: Mapping[str, Any], path: Path) -> None:
    """Write settings or n-grams."""
    path.write_text(json.dumps(record, indent=0), encoding="utf-8")
