"""Predictions of any tool: id, gold, predicted and, where known, scores; one object a line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from stance.errors import StanceError


class Prediction(NamedTuple):
    """What was predicted for one item.

    Attributes
    ----------
    id
        The item.
    gold, predicted
        Its label, and the one it was given.
    scores
        The probability of each label, where known.
    article
        Where known; statements of one article are resampled together.
    """

    id: str
    gold: str
    predicted: str
    scores: Mapping[str, float] | None = None
    article: str | None = None

    def to_record(self) -> dict[str, Any]:
        """Return the JSON object that is written one a line."""
        record: dict[str, Any] = {"id": self.id, "gold": self.gold, "predicted": self.predicted}
        if self.scores is not None:
            record["scores"] = dict(self.scores)
        if self.article is not None:
            record["article"] = self.article
        return record


def write_predictions(predictions: Iterable[Prediction], path: Path) -> None:
    """Write predictions, one JSON object a line."""
    lines = (json.dumps(item.to_record(), ensure_ascii=False) + "\n" for item in predictions)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def read_predictions(source: str | Path | Iterable[Mapping[str, Any]]) -> list[Prediction]:
    """Read and check predictions.

    Parameters
    ----------
    source
        A file of one JSON object a line, or the objects.

    Raises
    ------
    StanceError
        If a row is not of the form, scores are not probabilities of one set of labels, an id
        stands twice, or there is no row at all. The message names the file and line.
    """
    if isinstance(source, (str, Path)):
        located = _lines(Path(source))
    else:
        located = ((f"row {i}", row) for i, row in enumerate(source, start=1))
    predictions: list[Prediction] = []
    seen: dict[str, str] = {}
    for where, row in located:
        prediction = _prediction(row, where)
        if prediction.id in seen:
            raise StanceError(
                f"{where}: id {prediction.id!r} stands at {seen[prediction.id]} already; "
                "each item is predicted once"
            )
        if predictions:
            _same_scores(prediction, predictions[0], where)
        seen[prediction.id] = where
        predictions.append(prediction)
    if not predictions:
        raise StanceError(
            f"{source if isinstance(source, (str, Path)) else 'the data'}: no predictions"
        )
    return predictions


def _lines(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield f"{path}:{number}", json.loads(line)
    except OSError as error:
        raise StanceError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise StanceError(
            f"{path} is not a file of predictions ({error}): it holds one JSON object a line, "
            'as {"id": "a#1", "gold": "neutral", "predicted": "threatening"}'
        ) from error


def _prediction(row: Any, where: str) -> Prediction:
    if not isinstance(row, Mapping):
        raise StanceError(f"{where}: not an object with id, gold and predicted")
    for name in ("id", "gold", "predicted"):
        if not isinstance(row.get(name), str) or not row[name]:
            wrong = f"is {row[name]!r}" if name in row else "is missing"
            raise StanceError(f"{where}: field {name!r} {wrong}; a text is needed")
    article = row.get("article")
    if article is not None and not isinstance(article, str):
        raise StanceError(f"{where}: field 'article' is {article!r}; a text is needed, or none")
    scores = row.get("scores")
    if scores is not None:
        scores = _scores(scores, row, where)
    return Prediction(row["id"], row["gold"], row["predicted"], scores, article)


def _scores(scores: Any, row: Mapping[str, Any], where: str) -> dict[str, float]:
    if not isinstance(scores, Mapping) or not all(map(_is_probability, scores.values())):
        raise StanceError(f"{where}: field 'scores' must give each label a number from 0 to 1")
    if not math.isclose(sum(scores.values()), 1, abs_tol=0.01):
        raise StanceError(f"{where}: the scores sum to {sum(scores.values()):.3f}, not to 1")
    for name in ("gold", "predicted"):
        if row[name] not in scores:
            raise StanceError(
                f"{where}: {name} {row[name]!r} has no score; there are {', '.join(scores)}"
            )
    return {name: float(score) for name, score in scores.items()}


def _same_scores(prediction: Prediction, first: Prediction, where: str) -> None:
    labels, others = (None if p.scores is None else set(p.scores) for p in (prediction, first))
    if labels != others:
        raise StanceError(
            f"{where}: it has {_named(labels)}, and the first row has {_named(others)}; "
            "all rows need the same"
        )


def _named(labels: set[str] | None) -> str:
    return f"scores for {', '.join(sorted(labels))}" if labels is not None else "no scores"


def _is_probability(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1
