"""The report of a comparison: rows first, JSON there and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

from stance.errors import StanceError, describe_invalid
from stance.eval.evaluation import Intervals, check_format

if TYPE_CHECKING:
    import pandas as pd

    from stance.reports.plots import Plot

FORMAT: Final = 1

Test = Literal["randomization", "hierarchical"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SystemFigure(_Record):
    """A system's figure with its 95% interval; of a group of seeds the mean, with their spread."""

    value: float
    low: float | None = None
    high: float | None = None
    sd: float | None = None
    least: float | None = None
    most: float | None = None


class ComparedSystem(_Record):
    """A system, how good it is and what it costs.

    Attributes
    ----------
    name
        As it was called.
    members
        The runs it consists of; several where they are the seeds of one recipe.
    figures
        By name.
    statements_per_second, model_bytes, training_seconds
        Of one run; None where not known.
    on_front
        The costs for which no other system is better in macro-F1 without being worse in the cost,
        or the reverse (the Pareto front).
    """

    name: str
    members: tuple[str, ...]
    figures: dict[str, SystemFigure]
    statements_per_second: float | None = None
    model_bytes: int | None = None
    training_seconds: float | None = None
    on_front: tuple[str, ...] = ()


class Difference(_Record):
    """The difference of two systems in a figure; None where it is not defined.

    Attributes
    ----------
    value, low, high
        With its 95% interval, not corrected for the number of pairs.
    p, p_holm
        That there is none; and corrected for the number of pairs.
    standardized
        In standard deviations of what one article (or item) contributes to it.
    articles_needed, items_needed
        How many would tell the two apart (5%, two-sided) in four of five studies, if the true
        difference were the one seen. Articles are None where they are not known.
    """

    value: float
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_holm: float | None = None
    standardized: float | None = None
    articles_needed: int | None = None
    items_needed: int | None = None


class ComparedPair(_Record):
    """Two systems; differences are `system` − `against`.

    Attributes
    ----------
    test
        Which one gives the p values.
    differences
        By figure.
    fixed, broken
        Items that only `system`, and only `against`, labels rightly.
    same_label, kappa
        The share of items that both give one label, and how far that is beyond chance.
    mcnemar, mcnemar_holm
        The exact p value by items, as if articles did not matter; None for groups of seeds.
    odds_ratio, cohens_g
        Effect sizes of fixed against broken.
    claim
        What may be said, and what not.
    """

    system: str
    against: str
    test: Test
    differences: dict[str, Difference]
    fixed: int
    broken: int
    same_label: float
    kappa: float | None
    mcnemar: float | None = None
    mcnemar_holm: float | None = None
    odds_ratio: float | None = None
    cohens_g: float | None = None
    claim: str


class SliceChange(_Record):
    """How many items of a slice a system fixes and breaks against the first.

    Attributes
    ----------
    column, value
        The slice: ``label`` and a gold label, or a column of the data and its value.
    n
        Items in it.
    """

    system: str
    against: str
    column: str
    value: str
    n: int
    fixed: int
    broken: int


class Ranked(_Record):
    """A system's place.

    Attributes
    ----------
    place
        By macro-F1, 1 is the best.
    mean_rank, low, high
        Over the bootstrap's resamples, with the range of 95% of them.
    """

    system: str
    place: int
    mean_rank: float | None = None
    low: float | None = None
    high: float | None = None


class Ranking(_Record):
    """All systems in order, the best first.

    Attributes
    ----------
    groups
        Neighbours in the order that the Holm-corrected tests do not tell apart, the largest sets;
        what the bars of a critical-difference diagram join.
    """

    ranked: tuple[Ranked, ...]
    groups: tuple[tuple[str, ...], ...]


class ComparisonProvenance(_Record):
    """What was compared, and by which version.

    Attributes
    ----------
    stance
        The version that compared.
    items
        SHA-256 of the items: their ids, golds and, where they are known, texts.
    runs
        SHA-256 of the ``run.json`` of each run, by its name; a file of predictions has none.
    """

    stance: str
    items: str
    runs: dict[str, str] = {}


class Comparison(_Record):
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
