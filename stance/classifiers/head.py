"""The head of classifiers on features: linear, and calibrated."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.arrays import rounded
from stance.classifiers.calibrators import Calibrator, Temperature, calibrator_of
from stance.classifiers.sparse import SparseRows
from stance.classifiers.targets import encode_targets, spread

if TYPE_CHECKING:
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    from stance.classifiers.parameters import LinearParameters
    from stance.classifiers.protocol import Tell


class Head:
    """Turns features into probabilities of targets.

    Parameters
    ----------
    params
        How strongly it fits, and how it is calibrated.
    """

    def __init__(self, params: LinearParameters) -> None:
        self.params = params
        self.targets: tuple[str, ...] = ()
        self.calibrator: Calibrator = Temperature()
        # Shapes (targets, features) and (targets,); targets without data have no row.
        self._coefficients: NDArray[np.float64] = np.zeros((0, 0))
        self._intercepts: NDArray[np.float64] = np.zeros(0)
        self._present: NDArray[np.intp] = np.zeros(0, dtype=np.intp)

    def fit(
        self,
        x: SparseRows,
        targets: Sequence[str],
        classes: Sequence[str],
        groups: Sequence[str],
        seed: int,
        tell: Tell,
    ) -> Self:
        """Fit coefficients and, on logits from outside each fold, the calibrator.

        Raises
        ------
        StanceError
            If there are fewer than two targets.
        """
        self.targets = tuple(classes)
        self._present, y = encode_targets(targets, classes)
        numbers = x.to_scipy()
        self.calibrator = self._calibrate(numbers, y, groups, seed, tell)
        self._coefficients, self._intercepts = map(rounded, self._regress(numbers, y))
        return self

    def predict_proba(self, x: SparseRows) -> NDArray[np.float64]:
        """Return the probability of each target, shape (items, targets)."""
        logits = x.times(self._coefficients.T) + self._intercepts
        return spread(self.calibrator(logits), self._present, len(self.targets))

    def arrays(self) -> dict[str, NDArray[np.float64]]:
        """Return what was fitted, to be given to `restore`."""
        return {"coefficients": self._coefficients, "intercepts": self._intercepts}

    def settings(self) -> dict[str, Any]:
        """Return what else `restore` takes, as JSON data."""
        return {
            "targets": self.targets,
            "present": self._present.tolist(),
            **self.calibrator.to_record(),
        }

    def restore(
        self, settings: Mapping[str, Any], arrays: Mapping[str, NDArray[np.float64]], features: int
    ) -> None:
        """Take up what `settings` and `arrays` gave.

        Raises
        ------
        KeyError, TypeError, ValueError
            If they lack something, or do not fit the number of features.
        """
        self.targets = tuple(settings["targets"])
        self.calibrator = calibrator_of(settings)
        self._present = np.array(settings["present"], dtype=np.intp)
        self._coefficients, self._intercepts = arrays["coefficients"], arrays["intercepts"]
        if self._coefficients.shape != (len(self._present), features) or (
            self._intercepts.shape != self._present.shape
        ):
            raise ValueError("its arrays do not fit together")

    def _calibrate(
        self,
        x: sparse.csr_array,
        y: NDArray[np.intp],
        groups: Sequence[str],
        seed: int,
        tell: Tell,
    ) -> Calibrator:
        """Fit the calibrator on logits of items whose group the regression has not seen.

        The features are those of all items: learning them takes no label.
        """
        from stance.classifiers.calibration import fit_calibrator
        from stance.classifiers.folds import folds

        logits, golds = [np.zeros((0, len(self._present)))], [np.zeros(0, dtype=np.intp)]
        if self.params.calibration != "none":
            for inside, outside in folds(y, groups, self.params.calibration_folds, seed):
                coefficients, intercepts = self._regress(x[inside], y[inside])
                logits.append(np.asarray(x[outside] @ coefficients.T + intercepts))
                golds.append(y[outside])
        gold = np.concatenate(golds)
        fitted = fit_calibrator(self.params.calibration, np.concatenate(logits), gold)
        fitted.tell(tell, len(gold))
        return fitted.calibrator

    def _regress(
        self, x: sparse.csr_array, y: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        from sklearn.exceptions import ConvergenceWarning

        regression = self._machine()
        with warnings.catch_warnings():
            # How far it got is judged on the held-out part.
            warnings.simplefilter("ignore", ConvergenceWarning)
            regression.fit(x, y)
        coefficients, intercepts = regression.coef_, regression.intercept_
        if len(intercepts) == 1:
            # Of two classes, scikit-learn keeps the difference only.
            return np.vstack([-coefficients, coefficients]) / 2, np.array([-1, 1]) * intercepts / 2
        return coefficients, intercepts

    def _machine(self) -> LogisticRegression | LinearSVC:
        """Make what finds the coefficients; neither takes a chance."""
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import LinearSVC

        weight = "balanced" if self.params.balanced else None
        if self.params.loss == "hinge":
            return LinearSVC(C=self.params.c, class_weight=weight, dual=False, tol=1e-3)
        # On sparse n-grams newton-cg is several times as fast as lbfgs.
        return LogisticRegression(
            C=self.params.c, class_weight=weight, solver="newton-cg", tol=1e-3, max_iter=200
        )
