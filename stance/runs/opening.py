"""Opening a run, and using it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, cast

from stance import default
from stance.classifiers import Predictor, load
from stance.classifiers.remote import accounts, remotes
from stance.errors import StanceError
from stance.runs.curve import CurvePoint, read_curve
from stance.runs.info import RunInfo
from stance.runs.layout import LAYOUT
from stance.runs.predicting import Scores, to_scores
from stance.runs.record import RunRecord, checksums

if TYPE_CHECKING:
    from stance.codebook import Codebook
    from stance.eval import Evaluation
    from stance.statements import Utterance


Info = TypeVar("Info", bound=RunRecord)


@dataclass(frozen=True)
class AnyRun(Generic[Info]):
    """The directory of a run, of whichever sort.

    Attributes
    ----------
    path
        Its directory.
    info
        What ``run.json`` holds.
    """

    path: Path
    info: Info

    _INFO: ClassVar[type[RunRecord]]

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open a run, and check that it is whole and as it was written.

        Parameters
        ----------
        path
            Its directory, or ``default`` for the classifier that ships.

        Raises
        ------
        StanceError
            If it is no run, not whole, of a newer format or another sort, or has been changed.
        """
        path = default.PATH if str(path) == default.NAME else Path(path)
        if not path.is_dir():
            raise StanceError(
                f"no run at {path}: there is no such directory. "
                "stance runs list shows what there is, stance train makes one"
            )
        missing = LAYOUT.missing(path)
        if LAYOUT.info in missing:
            raise StanceError(f"{path} is no stance run: it lacks {', '.join(missing)}")
        # A newer format may have other files: its number speaks first.
        info = cls._INFO.read(path / LAYOUT.info)
        if missing := missing + [name for name in info.files if not (path / name).is_file()]:
            raise StanceError(
                f"the run {path} lacks {', '.join(missing)}: restore what is missing, or retrain"
            )
        _check_unchanged(path, info)
        return cls(path, cast("Info", info))

    @property
    def name(self) -> str:
        """The name it was written under."""
        return self.info.name

    @cached_property
    def recipe(self) -> Mapping[str, Any]:
        """How it was trained, fully resolved."""
        path = self.path / LAYOUT.recipe
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StanceError(f"{path} cannot be read: {error}. Restore it, or retrain") from error

    @cached_property
    def metrics(self) -> Mapping[str, Any]:
        """The evaluation on the held-out part, as JSON data."""
        path = self.path / LAYOUT.metrics
        try:
            record: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StanceError(f"{path} cannot be read: {error}. Restore it, or retrain") from error
        return record

    @property
    def card(self) -> str:
        """The model card, in Markdown."""
        return (self.path / LAYOUT.card).read_text(encoding="utf-8")

    @cached_property
    def trained_on(self) -> frozenset[str]:
        """The digest (`stance.duplicates.digest`) of each text that the saved model learnt from."""
        text = (self.path / LAYOUT.trained_on).read_text(encoding="ascii")
        return frozenset(text.split())


@dataclass(frozen=True)
class Run(AnyRun[RunInfo]):
    """A trained classifier, and all that is known of how it came to be.

    Get one by `Run.open` or `stance.train`.
    """

    _INFO = RunInfo

    @property
    def codebook(self) -> Codebook:
        """The codebook, as it was when the run was trained."""
        return self.info.codebook

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of every probability."""
        return self.info.labels

    @cached_property
    def evaluation(self) -> Evaluation:
        """The evaluation on the held-out part, with its predictions."""
        from stance.eval import Evaluation, read_predictions

        evaluation = Evaluation.from_record(self.metrics, str(self.path / LAYOUT.metrics))
        return evaluation.with_predictions(read_predictions(self.path / LAYOUT.predictions))

    @cached_property
    def learning_curve(self) -> list[CurvePoint]:
        """What shares of the training part would have taught; empty where that was not measured."""
        path = self.path / LAYOUT.curve
        return read_curve(path) if path.is_file() else []

    def predictions(self) -> Iterator[dict[str, Any]]:
        """Read what was predicted for the held-out part: id, gold, predicted, scores.

        Raises
        ------
        StanceError
            If a line is broken.
        """
        path = self.path / LAYOUT.predictions
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise StanceError(f"{path}:{number}: not a JSON object: {error}") from error

    def predict(self, utterances: Sequence[Utterance]) -> Scores:
        """Score utterances.

        Acts are summed into the labels they roll up to; where the recipe names a prior, the
        probabilities are re-weighted to it.

        Parameters
        ----------
        utterances
            Any number of them.

        Returns
        -------
        Scores
            Probabilities of labels and, where the run knows them, of acts.
        """
        return to_scores(
            self.classifier.predict_proba(utterances),
            self.codebook,
            target=self.info.target,
            fitted=self.info.data.fitted,
            prior=self.info.prior,
            too_long=self.classifier.too_long(utterances),
        )

    def stay_local(self) -> None:
        """Refuse, from now on, to ask a server that is not on this machine."""
        for each in remotes(self.classifier):
            each.stay_local()

    def accounts(self) -> list[str]:
        """Say what asking servers has taken since the run was opened, a line for each."""
        return accounts(self.classifier)

    @cached_property
    def classifier(self) -> Predictor:
        """The fitted classifier; `predict` is what most want."""
        classifier = load(self.info.kind, self.path / LAYOUT.model)
        if classifier.targets != self.info.targets:
            raise StanceError(
                f"the classifier of {self.path} predicts {', '.join(classifier.targets)}, "
                f"and its run.json says {', '.join(self.info.targets)}: retrain"
            )
        return classifier


def _check_unchanged(path: Path, info: RunRecord) -> None:
    found = checksums(path)
    changed = [name for name in {**info.files, **found} if info.files.get(name) != found.get(name)]
    if changed:
        raise StanceError(
            f"{', '.join(sorted(changed))} of {path} has been changed since it was written: "
            "retrain, or restore it"
        )
