"""The figures of the report: bars, dots with whiskers, and how numbers and dates are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Self

from stance.codebook import Codebook
from stance.reports.contents import Census
from stance.reports.palette import LabelStyle
from stance.statements import Statement

if TYPE_CHECKING:
    from stance.summary import Estimate, SpeakerRow

_ISO_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One label's piece of a stacked bar; `start` and `width` in percent of the bar."""

    style: LabelStyle
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label, what it means, and its share of all statements with the interval if known."""

    style: LabelStyle
    count: int
    share: float
    interval: Estimate | None
    segment: Segment | None


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """A speaker's line: how much he or she said, the labels' shares, the mean of their values."""

    name: str | None
    affiliation: str | None
    statements: int
    articles: int
    bar: Sequence[Segment]
    posture: Estimate | None


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis that mean values are drawn on: from the lowest label's value to the highest's."""

    low: float
    high: float
    lowest: str
    highest: str

    @classmethod
    def of(cls, codebook: Codebook) -> Self | None:
        """Return the scale of a codebook; None where its labels have no values."""
        if codebook.values is None or min(codebook.values) == max(codebook.values):
            return None
        ranked = sorted(zip(codebook.values, codebook.label_names, strict=True))
        return cls(ranked[0][0], ranked[-1][0], ranked[0][1], ranked[-1][1])

    @property
    def middle(self) -> float:
        """Zero where it lies between the ends, else half-way."""
        return 0.0 if self.low < 0 < self.high else (self.low + self.high) / 2

    def place(self, value: float) -> float:
        """Place a value on the axis: percent from the left, with room for a dot at the ends."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(4 + 92 * share, 2)


def segments(styles: Sequence[LabelStyle], counts: Mapping[str, int]) -> list[Segment]:
    """Lay a stacked bar out, in the codebook's order; labels without statements take no room."""
    whole, start, laid = sum(counts.values()), 0.0, []
    for style in styles:
        if count := counts.get(style.name, 0):
            width = 100 * count / whole
            laid.append(Segment(style, count, round(start, 3), round(width, 3)))
            start += width
    return laid


def count_labels(statements: Iterable[Statement]) -> Counter[str]:
    """Count statements by label; those without one are left out."""
    return Counter(statement.label for statement in statements if statement.label is not None)


def label_lines(
    styles: Sequence[LabelStyle], counts: Mapping[str, int], total: SpeakerRow | None
) -> list[LabelLine]:
    """Return a line for each label, in the codebook's order."""
    whole = sum(counts.values())
    laid = {segment.style.name: segment for segment in segments(styles, counts)}
    return [
        LabelLine(
            style,
            counts.get(style.name, 0),
            counts.get(style.name, 0) / whole if whole else 0.0,
            total.shares.get(style.name) if total else None,
            laid.get(style.name),
        )
        for style in styles
    ]


def speaker_lines(
    summary: Sequence[SpeakerRow],
    census: Census,
    styles: Sequence[LabelStyle],
    scale: Scale | None,
) -> list[SpeakerLine]:
    """Return a line for each speaker, the most quoted first, statements without a source last.

    Without a summary the statements are counted, and there are no intervals.
    """
    if summary:
        lines = [
            SpeakerLine(
                row.speaker,
                row.affiliation,
                row.statements,
                row.articles,
                segments(styles, row.counts),
                row.posture if scale else None,
            )
            for row in summary
        ]
    else:
        lines = [
            SpeakerLine(
                name,
                census.affiliations.get(name),
                count,
                len(census.speaker_articles[name]),
                (),
                None,
            )
            for name, count in census.by_speaker.items()
        ]
    return sorted(lines, key=lambda line: (line.name is None, -line.statements, line.name or ""))


def percent(share: float) -> str:
    """Write a share: ``18%``, and ``<1%`` for what is little but not nothing."""
    return "<1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def signed(value: float) -> str:
    """Write a value with its sign: ``+0.32``, ``−0.10``, ``0.00``."""
    text = f"{value:+.2f}".replace("-", "−")
    return "0.00" if text[1:] == "0.00" else text


def day(text: str) -> str:
    """Write an ISO date as a reader says it: ``14 February 2020``; other texts stay."""
    match = _ISO_DATE.match(text)
    if not match:
        return text
    year, month, number = match.groups()
    try:
        date(int(year), int(month or 1), int(number or 1))
    except ValueError:
        return text
    words = [str(int(number))] if number else []
    return " ".join([*words, *([_MONTHS[int(month) - 1]] if month else []), year])


def between(first: str, last: str) -> str:
    """Write a range of dates; one date where both are the same day, nothing without dates."""
    first, last = day(first), day(last)
    return first if first == last else f"{first} to {last}"
