"""How far coders agree: figures with intervals, and where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from stance.errors import StanceError
from stance.eval.agreement import coincidences as count
from stance.eval.agreement.codings import Codings, Field
from stance.eval.bootstrap import RESAMPLES, Bootstrap
from stance.eval.evaluation import Figure, Intervals
from stance.eval.metrics import Floats, accuracy

FIGURES = {
    "alpha": "Krippendorff's alpha",
    "ordinal_alpha": "Krippendorff's alpha, ordinal",
    "fleiss_kappa": "Fleiss' kappa",
    "agreement": "agreement of two, on average",
}


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PairAgreement(_Record):
    """Two coders: on what they both coded, and how often which value met which.

    `confusion` has the first coder's values by row, the second's by column.
    """

    coders: tuple[str, str]
    items: int
    agreement: Figure
    cohen_kappa: Figure
    confusion: tuple[tuple[int, ...], ...]


class Agreement(_Record):
    """How far coders agree on one field.

    Attributes
    ----------
    field
        ``label`` or ``act``.
    values
        All values of the field, in the codebook's order.
    coders
        By name.
    items, shared
        How many items there are, and how many of them two or more coded.
    figures
        alpha, agreement; ordinal_alpha where the labels have values; fleiss_kappa where there are
        items that all coded.
    by_value
        For each value, how often another coder gave it where one did (specific agreement).
    pairs
        Each two coders.
    intervals
        How the intervals were made.
    """

    field: str
    values: tuple[str, ...]
    coders: tuple[str, ...]
    items: int
    shared: int
    figures: dict[str, Figure]
    by_value: dict[str, Figure]
    pairs: tuple[PairAgreement, ...]
    intervals: Intervals

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give one flat row a figure: field, coders, value ("" for all), figure, value, low, high."""

        def row(figure: str, of: Figure, coders: str = "", value: str = "") -> dict[str, Any]:
            return {
                "field": self.field, "coders": coders or ", ".join(self.coders), "of": value,
                "figure": figure, "value": of.value, "low": of.low, "high": of.high,
            }  # fmt: skip

        for name, figure in self.figures.items():
            yield row(name, figure)
        for value, figure in self.by_value.items():
            yield row("specific_agreement", figure, value=value)
        for pair in self.pairs:
            for name in ("agreement", "cohen_kappa"):
                yield row(name, getattr(pair, name), ", ".join(pair.coders))


def agree(
    codings: Codings, field: Field = "label", *, resamples: int = RESAMPLES, seed: int = 0
) -> Agreement:
    """Measure how far coders agree on the label, or on the act.

    Intervals resample articles where the rows have a column ``article``, else items.

    Raises
    ------
    StanceError
        If no item has the field from two coders.
    """
    values = codings.values(field)
    shared = (values >= 0).sum(axis=1) > 1
    if not shared.any():
        raise StanceError(f"no item has the {field} of two coders")
    names = codings.names(field)
    articles = [name for name, both in zip(codings.column("article"), shared, strict=True) if both]
    values = values[shared]
    matrices = count.coincidences(values, len(names))

    def boot(matrices: Floats) -> _Matrices:
        return _Matrices(matrices, articles, resamples, seed)

    whole = boot(matrices)
    figures = {
        "alpha": figure_of(whole, count.alpha),
        "agreement": figure_of(whole, accuracy),
    }
    if field == "label" and codings.codebook.values:
        ranks = codings.codebook.values
        figures["ordinal_alpha"] = figure_of(whole, lambda sums: count.ordinal_alpha(sums, ranks))
    complete = (values >= 0).all(axis=1)
    if complete.sum() > 1 and len(codings.coders) > 2:
        # Items that some did not code count for nothing.
        full = boot(matrices * complete[:, None, None])
        figures["fleiss_kappa"] = figure_of(full, count.fleiss_kappa)
    return Agreement(
        field=field,
        values=names,
        coders=codings.coders,
        items=len(codings.items),
        shared=int(shared.sum()),
        figures={name: figures[name] for name in FIGURES if name in figures},
        by_value=dict(zip(names, _figures(whole, count.specific_agreement), strict=True)),
        pairs=tuple(_pairs(codings, values, len(names), boot)),
        intervals=whole.intervals,
    )


def disagreements(codings: Codings) -> Iterator[dict[str, Any]]:
    """Give a row an item on which coders differ: its id, text and article, and what each coder said.

    Those on which even the labels differ come first.
    """
    texts, articles = codings.column("text"), codings.column("article")
    rows = []
    for place, (name, of_item) in enumerate(codings.items.items()):
        labels = {coding.label for coding in of_item.values()}
        acts = {coding.act for coding in of_item.values() if coding.act}
        if len(labels) > 1 or len(acts) > 1:
            row = {"id": name, "differ": "label" if len(labels) > 1 else "act"}
            for coder in codings.coders:
                coding = of_item.get(coder)
                said = coding and (f"{coding.act} ({coding.label})" if coding.act else coding.label)
                row[coder] = said or ""
            row |= {"article": articles[place] or "", "text": texts[place] or ""}
            rows.append(row)
    yield from sorted(rows, key=lambda row: row["differ"] != "label")


def _pairs(
    codings: Codings,
    values: NDArray[np.intp],
    labels: int,
    boot: Callable[[Floats], _Matrices],
) -> Iterator[PairAgreement]:
    for one, other in combinations(range(len(codings.coders)), 2):
        both = (values[:, one] >= 0) & (values[:, other] >= 0)
        if not both.any():
            continue
        cells = np.zeros((len(values), labels, labels))
        cells[np.flatnonzero(both), values[both, one], values[both, other]] = 1
        pair = boot(cells)
        yield PairAgreement(
            coders=(codings.coders[one], codings.coders[other]),
            items=int(both.sum()),
            agreement=figure_of(pair, accuracy),
            cohen_kappa=figure_of(pair, count.cohen_kappa),
            confusion=tuple(map(tuple, cells.sum(axis=0).astype(int).tolist())),
        )


class _Resampled(Protocol):
    """What gives a figure and the ends of its interval."""

    def interval(self, figure: Callable[[Floats], Floats]) -> tuple[Floats, Floats, Floats]: ...


class _Matrices:
    """Resamples of matrices, shape (items, labels, labels), summed over the items."""

    def __init__(
        self, matrices: Floats, articles: list[str | None], resamples: int, seed: int
    ) -> None:
        self._size = matrices.shape[-1]
        flat = matrices.reshape(len(matrices), -1)
        self._bootstrap = Bootstrap(flat, clusters=articles, resamples=resamples, seed=seed)
        self.intervals = self._bootstrap.intervals

    def interval(self, figure: Callable[[Floats], Floats]) -> tuple[Floats, Floats, Floats]:
        return self._bootstrap.interval(
            lambda sums: figure(sums.reshape(*sums.shape[:-1], self._size, self._size))
        )


def figure_of(bootstrap: _Resampled, figure: Callable[[Floats], Floats]) -> Figure:
    """Take one figure, with its interval, from sums over items."""
    return _figures(bootstrap, figure)[0]


def _figures(bootstrap: _Resampled, figure: Callable[[Floats], Floats]) -> list[Figure]:
    value, low, high = (np.atleast_1d(ends) for ends in bootstrap.interval(figure))
    return [
        Figure(
            **{
                name: None if np.isnan(number) else float(number)
                for name, number in zip(("value", "low", "high"), ends, strict=True)
            }
        )
        for ends in zip(value, low, high, strict=True)
    ]
