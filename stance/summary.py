"""Scored statements → one row a speaker: counts, shares and mean posture, with intervals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stance.codebook import Codebook
from stance.errors import StanceError
from stance.statements import Statement

DRAWS = 4000


class Estimate(NamedTuple):
    """A figure with the two ends of its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """What one speaker said, over all articles.

    Attributes
    ----------
    speaker, affiliation
        The canonical name, and the affiliation most often given with it; None where unknown.
    statements, articles
        How many statements that have a label, in how many articles.
    undecided
        How many more of which the run did not decide; figures are of the others.
    counts
        Statements by label, in the codebook's order.
    shares
        Share of each label (0 to 1), with its interval.
    posture
        Mean of the labels' values, with its interval; None where the codebook has no values.
    """

    speaker: str | None
    affiliation: str | None
    statements: int
    articles: int
    undecided: int
    counts: dict[str, int]
    shares: dict[str, Estimate]
    posture: Estimate | None

    def to_record(self) -> dict[str, Any]:
        """Return the row flat, as it stands in CSV and JSON."""
        record: dict[str, Any] = {
            "speaker": self.speaker,
            "affiliation": self.affiliation,
            "statements": self.statements,
            "articles": self.articles,
            "undecided": self.undecided,
        }
        for label, share in self.shares.items():
            record[f"n_{label}"] = self.counts[label]
            record |= _flat(f"share_{label}", share)
        if self.posture is not None:
            record |= _flat("posture", self.posture)
        return record


class Tally:
    """Counts scored statements as they stream past; holds counts only, never text.

    Statements that stand inside another statement are left out, so that nothing counts twice.
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._place = {label: i for i, label in enumerate(codebook.label_names)}
        self._counts: dict[str | None, dict[str, NDArray[np.int64]]] = defaultdict(dict)
        self._affiliations: dict[str | None, Counter[str]] = defaultdict(Counter)
        self._undecided: Counter[str | None] = Counter()

    def add(self, statement: Statement) -> None:
        """Count one scored statement.

        Raises
        ------
        StanceError
            If its label is not one of the codebook's.
        """
        if statement.nested or not statement.scored:
            return
        speaker = statement.speaker
        name = speaker.name if speaker else None
        if statement.label is None:
            self._undecided[name] += 1
            return
        if statement.label not in self._place:
            raise StanceError(
                f"{statement.id} is labelled {statement.label!r}; the codebook "
                f"{self.codebook.name} has {', '.join(self._place)}"
            )
        by_article = self._counts[name]
        if statement.article not in by_article:
            by_article[statement.article] = np.zeros(len(self._place), dtype=np.int64)
        by_article[statement.article][self._place[statement.label]] += 1
        if speaker and speaker.affiliation:
            self._affiliations[name][speaker.affiliation] += 1

    def counting(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Pass statements through, counting each."""
        for statement in statements:
            self.add(statement)
            yield statement

    def speakers(self) -> list[SpeakerRow]:
        """Return a row for each speaker, the most quoted first, those without a name last.

        A speaker none of whose statements has a label has no row.
        """
        rows = [
            self._row(name, np.stack(list(by_article.values())), self._undecided[name])
            for name, by_article in self._counts.items()
        ]
        return sorted(
            rows, key=lambda row: (row.speaker is None, -row.statements, row.speaker or "")
        )

    def total(self) -> SpeakerRow:
        """Return the row of all speakers together."""
        articles: dict[str, NDArray[np.int64]] = {}
        for by_article in self._counts.values():
            for article, counts in by_article.items():
                articles[article] = articles.get(article, 0) + counts
        counts = np.array(list(articles.values()), dtype=np.int64).reshape(-1, len(self._place))
        return self._row(None, counts, self._undecided.total())

    def _row(self, name: str | None, counts: NDArray[np.int64], undecided: int) -> SpeakerRow:
        shares, posture = estimate_shares(counts, self.codebook.values)
        affiliation = self._affiliations[name].most_common(1) if name else []
        labels = self.codebook.label_names
        return SpeakerRow(
            speaker=name,
            affiliation=affiliation[0][0] if affiliation else None,
            statements=int(counts.sum()),
            articles=len(counts),
            undecided=undecided,
            counts=dict(zip(labels, counts.sum(axis=0).tolist(), strict=True)),
            shares=dict(zip(labels, shares, strict=True)),
            posture=posture,
        )


def summarize(statements: Iterable[Statement], codebook: Codebook) -> list[SpeakerRow]:
    """Count scored statements by speaker.

    Parameters
    ----------
    statements
        Scored statements, of any number of articles; streamed.
    codebook
        That of the run which scored them.

    Returns
    -------
    list of SpeakerRow
        The most quoted speaker first.
    """
    tally = Tally(codebook)
    for _ in tally.counting(statements):
        pass
    return tally.speakers()


def estimate_shares(
    counts: NDArray[np.int64], values: Sequence[float] | None
) -> tuple[list[Estimate], Estimate | None]:
    """Estimate the share of each label, and the mean value, with 95% intervals.

    The intervals are those of a Dirichlet posterior under Jeffreys' prior, so that one statement
    alone gives a wide interval and not none. Statements of one article resemble one another: the
    sample size is divided by the generalised design effect of the articles (J. N. K. Rao and
    A. J. Scott, "The analysis of categorical data from complex sample surveys", JASA 76, 1981)
    where there are two articles or more. They say how far the figures would move with other
    statements of the same speaker; errors of the classifier are not in them.

    Parameters
    ----------
    counts
        Statements, shape (articles, labels).
    values
        The labels' values, or None.

    Returns
    -------
    list of Estimate, Estimate or None
        A share for each label; the mean value, None where labels have none.
    """
    by_label = counts.sum(axis=0)
    total = by_label.sum()
    shares = by_label / total if total else np.full(len(by_label), 1 / len(by_label))
    effective = total / _design_effect(counts, shares)
    draws = np.random.default_rng(0).dirichlet(shares * effective + 0.5, size=DRAWS)
    estimates = [_estimate(shares[i], draws[:, i]) for i in range(len(shares))]
    if values is None:
        return estimates, None
    return estimates, _estimate(shares @ np.array(values), draws @ np.array(values))


def _design_effect(counts: NDArray[np.int64], shares: NDArray[np.float64]) -> float:
    """Variance of the shares with articles as the unit, over that with statements; at least 1."""
    articles, total = len(counts), counts.sum()
    simple = (shares * (1 - shares)).sum() / total if total else 0.0
    if articles < 2 or simple == 0:
        return 1.0
    residuals = counts - counts.sum(axis=1, keepdims=True) * shares
    clustered = articles / (articles - 1) * (residuals**2).sum() / total**2
    return max(1.0, float(clustered / simple))


def _estimate(value: float, draws: NDArray[np.float64]) -> Estimate:
    # What np.quantile gives, which imports far more than it takes.
    low, high = np.interp(
        np.array([0.025, 0.975]) * (len(draws) - 1), np.arange(len(draws)), np.sort(draws)
    )
    return Estimate(float(value), min(float(low), float(value)), max(float(high), float(value)))


def _flat(name: str, estimate: Estimate) -> dict[str, float]:
    return {
        name: round(estimate.value, 4),
        f"{name}_low": round(estimate.low, 4),
        f"{name}_high": round(estimate.high, 4),
    }
