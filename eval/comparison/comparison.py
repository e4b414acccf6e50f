"""The report of a comparison: rows first, JSON there and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Self

from pydantic import PrivateAttr, ValidationError

from stance.errors import StanceError, describe_invalid
from stance.eval.comparison.parts import (
    ComparedPair,
    ComparedSystem,
    ComparisonProvenance,
    Difference,
    Ranking,
    Record,
    SliceChange,
    SystemFigure,
)
from stance.eval.evaluation import Intervals, check_format

if TYPE_CHECKING:
    import pandas as pd

    from stance.reports.plots import Plot

FORMAT: Final = 1


class Comparison(Record):
    """How systems differ on the same items.

    Attributes
    ----------
    format
        The version of the record's form.
    data
        What they were judged on, in words.
    n
        Items.
    labels, values
        In their order; values where they have an order.
    systems
        The first is the one that the others are held against.
    pairs
        All of them, those with the first before the others.
    changes
        What each fixes and breaks against the first, by label and slice.
    ranking
        Where it was asked for.
    intervals
        How they were made.
    exact
        Whether the randomisation test took every outcome.
    notes
        What the reader must know.
    provenance
        What was compared; None in older records.
    """

    format: int = FORMAT
    data: str
    n: int
    labels: tuple[str, ...]
    values: tuple[float, ...] | None = None
    systems: tuple[ComparedSystem, ...]
    pairs: tuple[ComparedPair, ...]
    changes: tuple[SliceChange, ...] = ()
    ranking: Ranking | None = None
    intervals: Intervals
    exact: bool
    notes: tuple[str, ...] = ()
    provenance: ComparisonProvenance | None = None
    _changed: tuple[dict[str, Any], ...] = PrivateAttr(default=())

    @property
    def changed_items(self) -> tuple[dict[str, Any], ...]:
        """Items fixed or broken against the first, as rows; empty where it was read from a file."""
        return self._changed

    def with_changed_items(self, rows: Sequence[dict[str, Any]]) -> Self:
        """Return the comparison with the items that changed."""
        comparison = self.model_copy()
        comparison._changed = tuple(rows)
        return comparison

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat row a figure: of each system (against is "") and of each pair."""
        return [*self._system_rows(), *self._pair_rows()]

    def frame(self) -> pd.DataFrame:
        """Return `rows` as a pandas table."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def plots(self) -> list[Plot]:
        """Return the pictures there are: differences, ranking, what changed, quality beside costs."""
        from stance.eval.comparison.plots import comparison_plots

        return comparison_plots(self)

    def plot(self, name: str = "differences") -> Plot:
        """Return a picture; a notebook shows it, and `Plot.save` writes it.

        Raises
        ------
        StanceError
            If there is none of that name.
        """
        from stance.reports.plots import find_plot

        return find_plot(self.plots(), name)

    def to_html(self) -> str:
        """Return the whole as one page, as ``stance compare --report`` writes it."""
        from stance.eval.comparison.page import comparison_page

        return "".join(comparison_page(self))

    def _repr_html_(self) -> str:
        from stance.reports.rendering import rows_fragment

        shown = [
            {
                "": f"{pair.system} − {pair.against}",
                "macro-F1": each.value,
                "low": each.low,
                "high": each.high,
                "p (Holm)": each.p_holm,
                "fixed": pair.fixed,
                "broken": pair.broken,
            }
            for pair, each in ((pair, pair.differences["macro_f1"]) for pair in self.pairs)
        ]
        heading = f"Differences on {self.data}, n = {self.n:,}"
        claims = [pair.claim.rstrip(".") for pair in self.pairs]
        return rows_fragment(heading, shown, [*claims, str(self.intervals), *self.notes])

    def ranking_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a system, the best first; none without a ranking."""
        if self.ranking is None:
            return []
        by_name = {system.name: system for system in self.systems}
        rows = []
        for ranked in self.ranking.ranked:
            macro_f1 = by_name[ranked.system].figures["macro_f1"]
            groups = [i for i, g in enumerate(self.ranking.groups, 1) if ranked.system in g]
            rows.append(
                {
                    "place": ranked.place,
                    "system": ranked.system,
                    "macro_f1": macro_f1.value,
                    "low": macro_f1.low,
                    "high": macro_f1.high,
                    "mean_rank": ranked.mean_rank,
                    "rank_low": ranked.low,
                    "rank_high": ranked.high,
                    "groups": " ".join(map(str, groups)),
                }
            )
        return rows

    def _system_rows(self) -> Iterator[dict[str, Any]]:
        for system in self.systems:
            for name, figure in system.figures.items():
                yield _row(system.name, "", name, figure.model_dump())

    def _pair_rows(self) -> Iterator[dict[str, Any]]:
        for pair in self.pairs:
            for name, difference in pair.differences.items():
                yield _row(pair.system, pair.against, name, difference.model_dump())

    def to_record(self) -> dict[str, Any]:
        """Return the comparison as JSON data that `from_record` reads."""
        return self.model_dump(mode="json")

    @classmethod
    def from_record(cls, record: object, where: str = "the comparison") -> Self:
        """Read what `to_record` gave; `where` names its file in errors.

        Raises
        ------
        StanceError
            If it is no comparison, or one of a newer format.
        """
        check_format(record, where)
        try:
            return cls.model_validate(record)
        except ValidationError as error:
            raise StanceError(
                f"{where} is not a valid comparison:\n{describe_invalid(error)}"
            ) from error


_COLUMNS = dict.fromkeys((*SystemFigure.model_fields, *Difference.model_fields))


def _row(system: str, against: str, name: str, figure: dict[str, Any]) -> dict[str, Any]:
    """Give rows of systems and of pairs the same columns."""
    return {"system": system, "against": against, "figure": name, **_COLUMNS, **figure}
