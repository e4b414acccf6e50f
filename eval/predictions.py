"""Predictions of any tool: gold, predicted and, where known, id, scores and more of each item."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from stance.errors import StanceError
from stance.rows import read_rows, text_of

SCORE: Final = "score_"
"""What the name of a column begins with that holds the score of a label, in flat files."""

_FIELDS: Final = ("id", "gold", "predicted", "scores", "article")
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


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
    columns
        What else is known of the item, by name; nothing of it is written out.
    """

    id: str
    gold: str
    predicted: str
    scores: Mapping[str, float] | None = None
    article: str | None = None
    columns: Mapping[str, Any] = _NOTHING

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


def read_predictions(
    source: str | Path | Iterable[Mapping[str, Any]], *, columns: Mapping[str, str] = _NOTHING
) -> list[Prediction]:
    """Read and check predictions.

    Parameters
    ----------
    source
        A file (JSON Lines, JSON, CSV, TSV or Parquet), or its rows as mappings: ``gold`` and
        ``predicted``; ``id``, or else the rows are numbered; ``scores`` by label, or a column
        ``score_LABEL`` each; ``article``; and any columns more.
    columns
        The name that one of these fields has in the data.

    Raises
    ------
    StanceError
        If a row is not of the form, scores are not probabilities of one set of labels, an id
        stands twice, or there is no row at all. The message names the file and line.
    """
    if isinstance(source, (str, Path)):
        located = _rows_of(Path(source))
    else:
        located = ((f"row {i}", row) for i, row in enumerate(source, start=1))
    predictions: list[Prediction] = []
    seen: dict[str, str] = {}
    for number, (where, row) in enumerate(located, start=1):
        prediction = _prediction(_renamed(row, columns, where), where, number)
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


def _rows_of(path: Path) -> Iterator[tuple[str, Any]]:
    for found in read_rows(path):
        yield f"{path}:{found.line}", found.row


def _renamed(row: Any, columns: Mapping[str, str], where: str) -> Any:
    if not columns or not isinstance(row, Mapping):
        return row
    for field, name in columns.items():
        if name not in row:
            raise StanceError(
                f"{where}: there is no column {name!r} for {field}; there are {', '.join(row)}"
            )
    theirs = set(columns.values())
    kept = {name: value for name, value in row.items() if name not in theirs}
    return kept | {field: row[name] for field, name in columns.items()}


def _prediction(row: Any, where: str, number: int) -> Prediction:
    if not isinstance(row, Mapping):
        raise StanceError(f"{where}: not an object with gold and predicted")
    gold, predicted, name, article = (
        _text(row, field, where, needed=field in ("gold", "predicted"))
        for field in ("gold", "predicted", "id", "article")
    )
    flat = {
        key.removeprefix(SCORE): value
        for key, value in row.items()
        if key.startswith(SCORE) and value not in (None, "")
    }
    scores = row.get("scores") or flat or None
    if scores is not None:
        scores = _scores(scores, (gold, predicted), where)
    columns = {
        key: value for key, value in row.items() if key not in _FIELDS and not key.startswith(SCORE)
    }
    return Prediction(
        name or str(number), gold or "", predicted or "", scores, article, columns or _NOTHING
    )


def _text(row: Mapping[str, Any], field: str, where: str, *, needed: bool) -> str | None:
    value = row.get(field)
    if isinstance(value, (list, dict, bool)):
        raise StanceError(f"{where}: field {field!r} is {value!r}; a text is needed")
    text = text_of(value)
    if text is None and needed:
        wrong = f"is {value!r}" if field in row else "is missing"
        raise StanceError(
            f"{where}: field {field!r} {wrong}; each row needs a text in gold and in predicted"
        )
    return text


def _scores(scores: Any, labels: Iterable[str | None], where: str) -> dict[str, float]:
    if isinstance(scores, Mapping):
        scores = {name: _number(score) for name, score in scores.items()}
    if not isinstance(scores, Mapping) or not all(map(_is_probability, scores.values())):
        raise StanceError(f"{where}: field 'scores' must give each label a number from 0 to 1")
    if not math.isclose(sum(scores.values()), 1, abs_tol=0.01):
        raise StanceError(f"{where}: the scores sum to {sum(scores.values()):.3f}, not to 1")
    for which, label in zip(("gold", "predicted"), labels, strict=True):
        if label not in scores:
            raise StanceError(
                f"{where}: {which} {label!r} has no score; there are {', '.join(scores)}"
            )
    return {name: float(score) for name, score in scores.items()}


def _number(value: Any) -> Any:
    """Read a number of a flat file, where all are text."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


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
