"""Systems on the same items: predictions lined up, or refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from stance.errors import StanceError
from stance.eval.clusters import ARTICLE, cluster_of, clusters_of
from stance.eval.comparison.counts import Codes
from stance.eval.predictions import Prediction

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What a system costs; None where that is not known.

    Attributes
    ----------
    statements_per_second
        Measured while the data of the comparison were predicted.
    model_bytes
        What its model takes on disk.
    training_seconds
        How long its training took.
    """

    statements_per_second: float | None = None
    model_bytes: int | None = None
    training_seconds: float | None = None

    @classmethod
    def mean(cls, costs: Sequence[Cost]) -> Cost:
        """Average the costs of the runs of one recipe."""
        size = _mean([cost.model_bytes for cost in costs])
        return cls(
            _mean([cost.statements_per_second for cost in costs]),
            None if size is None else round(size),
            _mean([cost.training_seconds for cost in costs]),
        )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known and len(known) == len(values) else None


@dataclass(frozen=True, slots=True)
class Entrant:
    """What stands for comparison under one name.

    Attributes
    ----------
    name
        Unique among those compared.
    predictions
        Those of one run or file or, for a recipe of several seeds, of each of its runs.
    members
        The runs' names.
    cost
        Of one run.
    """

    name: str
    predictions: Sequence[Sequence[Prediction]]
    members: tuple[str, ...] = ()
    cost: Cost = Cost()


@dataclass(frozen=True)
class System:
    """An entrant whose predictions are lined up with the others'.

    Attributes
    ----------
    predicted
        The place of each item's predicted label, shape (runs, items).
    """

    name: str
    members: tuple[str, ...]
    predicted: Codes
    cost: Cost

    @property
    def runs(self) -> int:
        """How many runs it consists of."""
        return len(self.predicted)

    @cached_property
    def voted(self) -> Codes:
        """The label that most runs give each item, of equals the first in order; shape (items,)."""
        if self.runs == 1:
            return np.asarray(self.predicted[0])
        labels = int(self.predicted.max(initial=0)) + 1
        votes = np.stack([(self.predicted == label).sum(axis=0) for label in range(labels)])
        return np.asarray(votes.argmax(axis=0))


@dataclass(frozen=True)
class Matched:
    """Systems on the same items.

    Attributes
    ----------
    labels
        In their order.
    ids, articles
        Of each item; an article is None where it is not known.
    gold
        The place of each item's label, shape (items,).
    systems
        The first is the one that the others are held against.
    clusters, unit
        What is resampled with each item, None where that is not known; and what it is.
    """

    labels: tuple[str, ...]
    ids: tuple[str, ...]
    articles: tuple[str | None, ...]
    gold: Codes
    systems: tuple[System, ...]
    clusters: tuple[str | None, ...]
    unit: str = ARTICLE


def match_items(
    entrants: Sequence[Entrant],
    labels: Sequence[str] | None = None,
    *,
    cluster: str = ARTICLE,
    known: Mapping[str, Prediction] = MappingProxyType({}),
) -> Matched:
    """Line up predictions by the ids of their items.

    Parameters
    ----------
    entrants
        At least one.
    labels
        All labels in their order. By default that of the first scores or, without, sorted.
    cluster
        The column whose items are resampled together.
    known
        By id, items with what else is known of them: where no entrant names the cluster, it is theirs.

    Raises
    ------
    StanceError
        If two do not have the same items, or not the same gold, article or cluster for one; the
        message names the ids. Also if two have one name, a label is not among the labels, or no item
        has the cluster.
    """
    twice = [name for name, n in Counter(entrant.name for entrant in entrants).items() if n > 1]
    if twice:
        raise StanceError(f"two systems are called {twice[0]}: give one another name")
    columns = [
        (entrant.name if len(entrant.predictions) == 1 else f"{entrant.name} (run {i + 1})", column)
        for entrant in entrants
        for i, column in enumerate(entrant.predictions)
    ]
    first_name, first = columns[0]
    for name, column in columns:
        _ids_once(name, column)
    if not first:
        raise StanceError(f"there is nothing to compare: {first_name} has no predictions")
    indexed = [{item.id: item for item in column} for _, column in columns]
    for (name, _), items in zip(columns[1:], indexed[1:], strict=True):
        _same_ids(first_name, indexed[0], name, items)
        _same_gold(first_name, indexed[0], name, items)
    ids = tuple(item.id for item in first)
    names = tuple(labels) if labels is not None else _labels(indexed)
    place = {name: i for i, name in enumerate(names)}
    _known_labels(columns, place)
    codes = [
        np.array([place[items[key].predicted] for key in ids], dtype=np.intp) for items in indexed
    ]
    systems = []
    start = 0
    for entrant in entrants:
        stop = start + len(entrant.predictions)
        members = entrant.members or (entrant.name,)
        systems.append(System(entrant.name, members, np.stack(codes[start:stop]), entrant.cost))
        start = stop
    return Matched(
        labels=names,
        ids=ids,
        articles=tuple(_shared(key, ARTICLE, indexed, known) for key in ids),
        gold=np.array([place[item.gold] for item in first], dtype=np.intp),
        systems=tuple(systems),
        clusters=_clusters(ids, cluster, indexed, known),
        unit=cluster,
    )


def _ids_once(name: str, column: Sequence[Prediction]) -> None:
    twice = [key for key, n in Counter(item.id for item in column).items() if n > 1]
    if twice:
        raise StanceError(
            f"{name}: {len(twice):,} ids stand more than once: {_some(twice)}. "
            "Each item is judged once, and needs an id of its own"
        )


def _same_ids(
    one: str, mine: Mapping[str, Prediction], other: str, theirs: Mapping[str, Prediction]
) -> None:
    lacking = [
        f"{len(ids):,} are in {name} only: {_some(ids)}"
        for name, ids in (
            (one, [key for key in mine if key not in theirs]),
            (other, [key for key in theirs if key not in mine]),
        )
        if ids
    ]
    if lacking:
        raise StanceError(
            f"{one} and {other} were not judged on the same items; {'; '.join(lacking)}. Compare on "
            "data that neither has seen (--data FILE), or leave the others out of both files"
        )


def _same_gold(
    one: str, mine: Mapping[str, Prediction], other: str, theirs: Mapping[str, Prediction]
) -> None:
    differing = [key for key, item in mine.items() if item.gold != theirs[key].gold]
    if differing:
        shown = [f"{key} ({mine[key].gold}, {theirs[key].gold})" for key in differing]
        raise StanceError(
            f"the gold of {one} and {other} differs for {len(differing):,} items: {_some(shown)}. "
            "Only judgements by the same gold can be compared"
        )


def _labels(indexed: Sequence[Mapping[str, Prediction]]) -> tuple[str, ...]:
    """Return the labels there are: in the order of the first scores; the others sorted, behind."""
    order: dict[str, None] = {}
    found = set()
    for items in indexed:
        scores = next(iter(items.values())).scores
        order |= dict.fromkeys(scores or ())
        found |= {label for item in items.values() for label in (item.gold, item.predicted)}
    return (*order, *sorted(found - set(order)))


def _known_labels(
    columns: Sequence[tuple[str, Sequence[Prediction]]], place: Mapping[str, int]
) -> None:
    for name, column in columns:
        for item in column:
            for what, label in (("gold", item.gold), ("predicted", item.predicted)):
                if label not in place:
                    raise StanceError(
                        f"{name}: {what} {label!r} of {item.id} is not a label; "
                        f"there are {', '.join(place)}"
                    )


def _clusters(
    ids: Sequence[str],
    cluster: str,
    indexed: Sequence[Mapping[str, Prediction]],
    known: Mapping[str, Prediction],
) -> tuple[str | None, ...]:
    found = tuple(_shared(key, cluster, indexed, known) for key in ids)
    if not any(name is not None for name in found):
        # It says which columns there are, or that items without an article stand for themselves.
        clusters_of([*indexed[0].values(), *known.values()], cluster)
    return found


def _shared(
    key: str,
    column: str,
    indexed: Sequence[Mapping[str, Prediction]],
    known: Mapping[str, Prediction],
) -> str | None:
    """Return what all that name an item's article, or another column, say that it is."""
    named = {cluster_of(items[key], column) for items in indexed} - {None}
    if len(named) > 1:
        raise StanceError(
            f"{key} is of {column} {' and '.join(sorted(map(str, named)))}, by whom one asks: "
            "the items are not the same"
        )
    if named:
        return named.pop()
    return cluster_of(known[key], column) if key in known else None


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
