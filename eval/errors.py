"""The mistakes of predictions, the surest first, with what may explain each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stance.eval.predictions import Prediction
from stance.labelled import LabelledStatement

NEIGHBOURS: Final = 3
_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A training statement that resembles a mistake; `similarity` is the cosine of their words."""

    id: str
    text: str
    label: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Mistake:
    """An item whose predicted label is not the gold one.

    Attributes
    ----------
    prediction
        The item.
    sureness
        The probability of the predicted label; None where it is not known.
    doubted
        Whether the gold is likely wrong: the predicted label is as probable as it is, on average,
        for items that have it.
    neighbours
        The training statements that resemble it most, the nearest first.
    """

    prediction: Prediction
    sureness: float | None
    doubted: bool
    neighbours: tuple[Neighbour, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """Return the mistake as the JSON object that is written one a line."""
        item = self.prediction
        record: dict[str, Any] = {
            "id": item.id,
            "gold": item.gold,
            "predicted": item.predicted,
            "sureness": self.sureness,
            "gold_doubted": self.doubted,
        }
        record |= {name: value for name, value in item.columns.items() if name not in record}
        if item.article is not None:
            record["article"] = item.article
        if item.scores is not None:
            record["scores"] = dict(item.scores)
        if self.neighbours:
            record["neighbours"] = [asdict(each) for each in self.neighbours]
        return record


def find_mistakes(
    predictions: Sequence[Prediction], training: Sequence[LabelledStatement] = ()
) -> list[Mistake]:
    """Find the mistakes, the surest first.

    A gold label is doubted by confident learning: C. Northcutt, L. Jiang and I. Chuang, "Confident
    learning: estimating uncertainty in dataset labels", JAIR 70 (2021).

    Parameters
    ----------
    predictions
        Of any tool; what is known of their texts stands in their columns.
    training
        What the classifier learnt from, to find the nearest of; they are compared by their words
        (TF-IDF), not by how the classifier sees them.
    """
    usual = _usual(predictions)
    mistakes = []
    for item in predictions:
        if item.gold == item.predicted:
            continue
        sure = item.scores[item.predicted] if item.scores is not None else None
        doubted = sure is not None and sure >= usual.get(item.predicted, 1.0)
        mistakes.append(Mistake(item, sure, doubted))
    mistakes.sort(key=lambda each: -(each.sureness or 0.0))
    if not training:
        return mistakes
    texts = [str(each.prediction.columns.get("text") or "") for each in mistakes]
    return [
        Mistake(each.prediction, each.sureness, each.doubted, near)
        for each, near in zip(mistakes, _nearest(texts, training), strict=True)
    ]


def _usual(predictions: Sequence[Prediction]) -> dict[str, float]:
    """Return, for each label, how probable it is on average for the items that have it."""
    own: dict[str, list[float]] = {}
    for item in predictions:
        if item.scores is not None:
            own.setdefault(item.gold, []).append(item.scores[item.gold])
    return {label: float(np.mean(scores)) for label, scores in own.items()}


def _nearest(
    texts: Sequence[str], training: Sequence[LabelledStatement]
) -> Iterator[tuple[Neighbour, ...]]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(sublinear_tf=True)
    learnt = words.fit_transform([row.text for row in training])
    for start in range(0, len(texts), _AT_ONCE):
        rows: NDArray[np.float64] = np.asarray(
            (words.transform(texts[start : start + _AT_ONCE]) @ learnt.T).toarray()
        )
        for cosines in rows:
            nearest = np.argsort(-cosines, kind="stable")[:NEIGHBOURS]
            yield tuple(
                Neighbour(
                    training[i].id, training[i].text, training[i].label, round(float(cosines[i]), 4)
                )
                for i in nearest
                if cosines[i] > 0
            )
