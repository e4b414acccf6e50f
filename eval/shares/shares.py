"""Shares of labels, naive and corrected: rows first."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from pandas import DataFrame

Method = Literal["ppi", "acc", "em"]

METHODS: Final[dict[Method, str]] = {
    "ppi": "prediction-powered inference (PPI++)",
    "acc": "adjusted counting",
    "em": "expectation maximisation",
}


@dataclass(frozen=True, slots=True)
class Share:
    """The share of one label in the corpus, or in one group of it.

    Attributes
    ----------
    group
        Empty for the whole corpus.
    label
        Which.
    statements, labelled
        How many statements there are, and how many of them have a label by hand.
    naive
        The share of the label as predicted.
    share, low, high
        Corrected, with the 95% interval.
    """

    group: str
    label: str
    statements: int
    labelled: int
    naive: float
    share: float
    low: float
    high: float

    def __str__(self) -> str:
        of = f" of {self.group}" if self.group else ""
        return (
            f"Of {self.statements:,} statements{of}, {self.share:.1%} "
            f"[{100 * self.low:.1f}, {100 * self.high:.1f}] are {self.label} "
            f"(as predicted: {self.naive:.1%})"
        )


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of all labels, in the corpus and in groups of it.

    Attributes
    ----------
    method
        By which they are corrected.
    shares
        The corpus first, then the groups: periods in their order, others the largest first; labels
        in the codebook's order.
    labelled, articles
        How many statements were labelled by hand, in how many articles.
    by
        What the groups are, or None.
    notes
        What the reader must know.
    """

    method: Method
    shares: tuple[Share, ...]
    labelled: int
    articles: int
    notes: tuple[str, ...] = ()
    by: str | None = None

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat row a share."""
        return [asdict(each) for each in self.shares]

    def frame(self) -> DataFrame:
        """Return the rows as a pandas table."""
        from pandas import DataFrame

        return DataFrame(self.rows())

    def sentences(self) -> list[str]:
        """Say the shares of the whole corpus, and how they were found, as a paper would."""
        hand = f" with {self.labelled:,} statements of {self.articles:,} articles labelled by hand"
        how = (
            f"Corrected by {METHODS[self.method]}{hand if self.labelled else ''}; 95% intervals, "
            "articles as units."
        )
        return [f"{each}." for each in self.shares if not each.group] + [how]
