"""What a comparison is made of: systems, pairs of them, what changed, their order."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Test = Literal["randomization", "hierarchical"]


class Record(BaseModel):
    """Frozen, and of no fields but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SystemFigure(Record):
    """A system's figure with its 95% interval; of a group of seeds the mean, with their spread."""

    value: float
    low: float | None = None
    high: float | None = None
    sd: float | None = None
    least: float | None = None
    most: float | None = None


class ComparedSystem(Record):
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


class Difference(Record):
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


class ComparedPair(Record):
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


class SliceChange(Record):
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


class Ranked(Record):
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


class Ranking(Record):
    """All systems in order, the best first.

    Attributes
    ----------
    groups
        Neighbours in the order that the Holm-corrected tests do not tell apart, the largest sets;
        what the bars of a critical-difference diagram join.
    """

    ranked: tuple[Ranked, ...]
    groups: tuple[tuple[str, ...], ...]


class ComparisonProvenance(Record):
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
