"""The report of how well statements are found: figures, breakdowns, mistakes, and every outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

from stance.articles import Article
from stance.errors import StanceError
from stance.eval.evaluation import FORMAT, Figure, Intervals, check_format
from stance.eval.extraction.cue_types import CUE_TYPES
from stance.eval.extraction.labelling import LABEL_FIGURES, Labelling
from stance.eval.extraction.mention_types import MENTION_TYPES
from stance.eval.extraction.outcomes import Outcome, SpeakerBy
from stance.statements import KINDS

if TYPE_CHECKING:
    from pandas import DataFrame

# In the order in which they are shown, with what a reader is told of each.
MATCHES: Final[Mapping[str, str]] = {
    "partial": "half the words",
    "exact": "the same words",
    "loose": "30% of its words",
    "token": "word by word",
    "end_to_end": "and the speaker",
}
FIGURES: Final = (
    *(f"{match}_{side}" for match in MATCHES for side in ("precision", "recall", "f1")),
    "speaker",
    "kind",
)
"""The names of all headline figures: a match and precision, recall or f1; speaker; kind."""

_COUNTED: Final = (
    "data", "extractor", "iou", "articles", "gold", "optional", "predicted", "excused", "matched",
    "speaker_by",
)  # fmt: skip

LENGTHS: Final = {
    "to 250": "to 250 words",
    "to 500": "to 500 words",
    "to 1000": "to 1,000 words",
    "over 1000": "over 1,000 words",
}
BREAKDOWNS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "kind": ("By kind", dict.fromkeys(KINDS, "")),
    "cue": ("By the cue", CUE_TYPES),
    "mention": ("By the words that name the source", MENTION_TYPES),
    "length": ("By the length of the article", LENGTHS),
}
"""By what statements are grouped: its title, and the groups with what they are."""


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group of a breakdown.

    Attributes
    ----------
    by, group
        A key of `BREAKDOWNS`, and one of its groups.
    gold, predicted
        How many statements of the gold, and of those found, are in it.
    figures
        recall: of the gold's, those that were found. precision: of those found, those that are in
        the gold. exact: of the gold's that were found, those with the same words. speaker: of
        these again, those with the right speaker.
    """

    by: str
    group: str
    gold: int
    predicted: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class ExtractionEvaluation:
    """How well statements were found in articles.

    Attributes
    ----------
    data, extractor
        What was judged by, and what found the statements, in words.
    iou
        The Jaccard overlap from which on a match is partial.
    articles, gold, optional
        How many articles, statements to be found, and statements that need not be.
    predicted, excused, matched
        How many statements were found, those of optional ones left out; how many those were; and
        how many are partial matches.
    speaker_by
        ``name`` where speakers were compared by their names; ``mention`` where the gold has none:
        then by whether the words that name the source overlap.
    figures
        By the names in `FIGURES` and, where labels are judged, in `LABEL_FIGURES`.
    groups
        The breakdowns, in the order of `BREAKDOWNS`; groups without statements are left out.
    mistakes
        How many of each class (see `stance.eval.extraction.MISTAKES`); where labels are judged, by
        ``label`` how often one was taken for another.
    intervals
        How the intervals were made.
    notes
        What the reader must know.
    labelling
        What the labels were judged on; None where they are not judged.
    outcomes
        What became of every statement: the matched pairs, the missed, the false finds.
    texts
        The articles by id.
    """

    data: str
    extractor: str
    iou: float
    articles: int
    gold: int
    optional: int
    predicted: int
    excused: int
    matched: int
    speaker_by: SpeakerBy
    figures: Mapping[str, Figure]
    groups: tuple[GroupFigures, ...]
    mistakes: Mapping[str, Mapping[str, int]]
    intervals: Intervals
    notes: tuple[str, ...] = ()
    labelling: Labelling | None = None
    outcomes: tuple[Outcome, ...] = field(default=(), repr=False)
    texts: Mapping[str, Article] = field(default_factory=dict, repr=False)

    @property
    def pairs(self) -> tuple[Outcome, ...]:
        """The outcomes that are partial matches."""
        return tuple(outcome for outcome in self.outcomes if outcome.found)

    def to_record(self) -> dict[str, Any]:
        """Return all but outcomes and texts as JSON data, which `from_record` reads."""
        return {
            "format": FORMAT,
            **{name: getattr(self, name) for name in _COUNTED},
            "figures": {name: _ends(figure) for name, figure in self.figures.items()},
            "groups": [
                {
                    "by": group.by,
                    "group": group.group,
                    "gold": group.gold,
                    "predicted": group.predicted,
                    "figures": {name: _ends(figure) for name, figure in group.figures.items()},
                }
                for group in self.groups
            ],
            "mistakes": {where: dict(counts) for where, counts in self.mistakes.items()},
            "intervals": self.intervals.model_dump(mode="json"),
            "notes": list(self.notes),
            **({"labelling": asdict(self.labelling)} if self.labelling else {}),
        }

    @classmethod
    def from_record(cls, record: Any, where: str = "the evaluation") -> Self:
        """Read what `to_record` gave; `where` names its file in errors.

        Raises
        ------
        StanceError
            If it is no evaluation of extraction, or one of a newer format.
        """
        check_format(record, where)
        try:
            return cls(
                **{name: record[name] for name in _COUNTED},
                figures=_figures(record["figures"]),
                groups=tuple(
                    GroupFigures(**{**group, "figures": _figures(group["figures"])})
                    for group in record["groups"]
                ),
                mistakes=record["mistakes"],
                intervals=Intervals.model_validate(record["intervals"]),
                notes=tuple(record["notes"]),
                labelling=_labelling(record.get("labelling")),
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise StanceError(
                f"{where} is not a valid evaluation of extraction: {error}"
            ) from error

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give one flat row a figure: by, group ("" for all), figure, value, low, high, n.

        `n` is how many statements the figure is a share of, or for F1 the gold's. Counts of
        mistakes are rows, too: by ``mistake``, the class as the group.
        """
        for name, figure in self.figures.items():
            yield _row("", "", name, figure, self._size(name))
        for group in self.groups:
            for name, figure in group.figures.items():
                n = group.predicted if name == "precision" else group.gold
                yield _row(group.by, group.group, name, figure, n)
        for where, counts in self.mistakes.items():
            for which, count in counts.items():
                yield _row("mistake", f"{where}: {which}", "count", Figure(value=count), self.gold)

    def frame(self) -> DataFrame:
        """Return the rows as a pandas table."""
        from pandas import DataFrame

        return DataFrame(list(self.rows()))

    def _size(self, figure: str) -> int:
        if self.labelling and (count := LABEL_FIGURES.get(figure)):
            return int(getattr(self.labelling, count))
        if figure in ("speaker", "kind", "speaker_given_gold", "speaker_loss"):
            return self.matched
        return self.predicted if figure.endswith("precision") else self.gold


def _labelling(record: Mapping[str, Any] | None) -> Labelling | None:
    return Labelling(**{**record, "labels": tuple(record["labels"])}) if record else None


def _figures(record: Mapping[str, Any]) -> dict[str, Figure]:
    return {name: Figure.model_validate(figure) for name, figure in record.items()}


def _ends(figure: Figure) -> dict[str, float | None]:
    return {"value": figure.value, "low": figure.low, "high": figure.high}


def _row(by: str, group: str, name: str, figure: Figure, n: int) -> dict[str, Any]:
    return {"by": by, "group": group, "figure": name, **_ends(figure), "n": n}
