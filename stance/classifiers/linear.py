"""The linear classifier: TF-IDF of words and characters into a logistic regression."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from stance.classifiers.calibration import fit_temperature
from stance.classifiers.features import Features
from stance.classifiers.folds import folds, groups_of
from stance.classifiers.parameters import LinearParameters
from stance.classifiers.protocol import Tell, silent
from stance.classifiers.targets import encode_targets, spread
from stance.errors import StanceError
from stance.statements import Utterance

if TYPE_CHECKING:
    from stance.checkpoints import Checkpoints

ARRAYS, SETTINGS, TERMS = "linear.skops", "linear.json", "terms.json"
# Arrays need no trust: whatever else stands in the file was not written by `save`.
TRUSTED: Final[tuple[str, ...]] = ()


class LinearClassifier:
    """Multinomial logistic regression on n-grams, calibrated by a temperature.

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
    ) -> None:
        self.params = params or LinearParameters()
        self.inputs = tuple(inputs)
        self.targets: tuple[str, ...] = ()
        self.temperature = 1.0
        self._features = Features(self.params, self.inputs)
        # Shapes (targets, terms) and (targets,); rows of targets without data stay 0.
        self._coefficients: NDArray[np.float64] = np.zeros((0, 0))
        self._intercepts: NDArray[np.float64] = np.zeros(0)
        self._present: NDArray[np.intp] = np.zeros(0, dtype=np.intp)

    def fit(
        self,
        utterances: Sequence[Utterance],
        targets: Sequence[str],
        *,
        classes: Sequence[str],
        groups: Sequence[str] | None = None,
        seed: int = 0,
        tell: Tell = silent,  # noqa: ARG002
        checkpoints: Checkpoints | None = None,  # noqa: ARG002
    ) -> Self:
        """Fit n-grams, coefficients and, on logits from outside each fold, the temperature.

        Raises
        ------
        StanceError
            If there are fewer than two targets, or no words.
        """
        self.targets = tuple(classes)
        self._present, y = encode_targets(targets, classes)
        self._features = Features(self.params, self.inputs)
        x = self._features.fit_transform(utterances)
        self.temperature = self._find_temperature(x, y, groups_of(utterances, groups), seed)
        self._coefficients, self._intercepts = self._regress(x, y)
        return self

    def predict_proba(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Return the probability of each target, shape (utterances, targets)."""
        if not utterances:
            return np.zeros((0, len(self.targets)))
        x = self._features.transform(utterances)
        logits = _logits(x, self._coefficients, self._intercepts)
        return spread(softmax(logits / self.temperature, axis=1), self._present, len(self.targets))

    def too_long(self, utterances: Sequence[Utterance]) -> int:  # noqa: ARG002
        """Count what it cannot read to the end: nothing is too long for it."""
        return 0

    def save(self, folder: Path) -> None:
        """Write arrays (skops), n-grams and settings (JSON)."""
        import skops.io

        arrays = {
            "coefficients": self._coefficients,
            "intercepts": self._intercepts,
            "weights": self._features.weights,
        }
        skops.io.dump(arrays, folder / ARRAYS, compression=zipfile.ZIP_DEFLATED)
        settings = {
            "targets": self.targets,
            "present": self._present.tolist(),
            "temperature": self.temperature,
            "inputs": self.inputs,
            "params": self.params.model_dump(mode="json"),
        }
        _write_json(settings, folder / SETTINGS)
        _write_json(self._features.terms, folder / TERMS)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises
        ------
        StanceError
            If a file is missing, broken, or holds anything but what `save` writes.
        """
        arrays = _read_arrays(folder / ARRAYS)
        try:
            settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
            terms = json.loads((folder / TERMS).read_text(encoding="utf-8"))
            classifier = cls(
                LinearParameters.model_validate(settings["params"]), settings["inputs"]
            )
            classifier._restore(settings, terms, arrays)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise StanceError(
                f"the classifier in {folder} is broken ({error}): "
                "restore its files, or train the run again"
            ) from error
        return classifier

    def _restore(
        self,
        settings: Mapping[str, Any],
        terms: Mapping[str, Sequence[str]],
        arrays: Mapping[str, NDArray[np.float64]],
    ) -> None:
        self.targets = tuple(settings["targets"])
        self.temperature = float(settings["temperature"])
        self._present = np.array(settings["present"], dtype=np.intp)
        self._coefficients, self._intercepts = arrays["coefficients"], arrays["intercepts"]
        weights = arrays["weights"]
        if self._coefficients.shape != (len(self._present), len(weights)) or (
            self._intercepts.shape != self._present.shape
        ):
            raise ValueError("its arrays do not fit together")
        self._features = Features.restore(self.params, self.inputs, terms, weights)

    def _find_temperature(
        self, x: sparse.csr_array, y: NDArray[np.intp], groups: Sequence[str], seed: int
    ) -> float:
        """Fit the temperature on logits of utterances whose group the regression has not seen.

        The n-grams are those of all utterances: learning them takes no label.
        """
        logits, golds = [np.zeros((0, len(self._present)))], [np.zeros(0, dtype=np.intp)]
        for inside, outside in folds(y, groups, self.params.calibration_folds, seed):
            logits.append(_logits(x[outside], *self._regress(x[inside], y[inside])))
            golds.append(y[outside])
        return fit_temperature(np.concatenate(logits), np.concatenate(golds))

    def _regress(
        self, x: sparse.csr_array, y: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        # On sparse n-grams newton-cg is several times as fast as lbfgs, and takes no chance.
        regression = LogisticRegression(
            C=self.params.c,
            class_weight="balanced" if self.params.balanced else None,
            solver="newton-cg",
            tol=1e-3,
            max_iter=200,
        )
        with warnings.catch_warnings():
            # How far it got is judged on the held-out part.
            warnings.simplefilter("ignore", ConvergenceWarning)
            regression.fit(x, y)
        coefficients, intercepts = regression.coef_, regression.intercept_
        if len(intercepts) == 1:
            # Of two classes, scikit-learn keeps the difference only.
            return np.vstack([-coefficients, coefficients]) / 2, np.array([-1, 1]) * intercepts / 2
        return coefficients, intercepts


def _logits(
    x: sparse.csr_array, coefficients: NDArray[np.float64], intercepts: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.asarray(x @ coefficients.T + intercepts, dtype=np.float64)


def _write_json(record: Mapping[str, Any], path: Path) -> None:
    path.write_text(json.dumps(record, indent=0), encoding="utf-8")


def _read_arrays(path: Path) -> dict[str, NDArray[np.float64]]:
    """Read a skops file that holds named arrays of numbers, and nothing else."""
    import skops.io

    try:
        untrusted = set(skops.io.get_untrusted_types(file=path)) - set(TRUSTED)
        arrays = {} if untrusted else skops.io.load(path, trusted=list(TRUSTED))
    except Exception as error:  # whatever skops meets in a file that it did not write
        raise StanceError(
            f"{path} is missing, or broken, or no skops file: restore it, or train the run again"
        ) from error
    if untrusted or not _are_numbers(arrays):
        what = ", ".join(sorted(untrusted)) or "something else than arrays"
        raise StanceError(
            f"{path} holds {what}, which no stance run does, and is not loaded. It may have been "
            "tampered with: get it from its source again, or train the run again"
        )
    return arrays


def _are_numbers(arrays: object) -> bool:
    return isinstance(arrays, dict) and all(
        isinstance(array, np.ndarray) and array.dtype == np.float64 for array in arrays.values()
    )
