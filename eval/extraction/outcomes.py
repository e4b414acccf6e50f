"""What became of each statement of the gold, and of each one found: article by article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from stance.articles import Article
from stance.eval.extraction.mistakes import WRONG_LABEL, boundary_mistake, speaker_mistake
from stance.eval.extraction.speakers import same_speaker
from stance.eval.matching import Words, jaccard, match
from stance.statements import Span, Statement

SpeakerBy = Literal["name", "mention"]

LOOSE: Final = 0.3
"""The share of a gold statement's words beyond which a loose match has found it."""

_MOSTLY: Final = 0.8
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a statement of the gold, or of one found that is not in the gold.

    Attributes
    ----------
    article
        The article's id.
    gold, predicted
        A matched pair; a missed statement has no `predicted`, a false find no `gold`.
    overlap
        The words in common (Jaccard) of the pair; else with the likest of `rivals`.
    exact
        Whether both have the same words.
    boundary
        What is wrong with where it begins or ends, one of `mistakes.BOUNDARIES`; None where nothing
        is, and where it overlaps with nothing.
    speaker
        What is wrong with who is said to speak, one of `mistakes.SPEAKERS`; None where nothing is,
        and in what is no pair.
    rivals
        What a missed statement or a false find overlaps with on the other side.
    judged
        Whether it is judged by its label: a statement of the gold that has one.
    label
        What is wrong with its label, as in ``neutral taken for threatening``; None where nothing
        is, and in what is no pair or not judged.
    """

    article: str
    gold: Statement | None
    predicted: Statement | None
    overlap: float = 0.0
    exact: bool = False
    boundary: str | None = None
    speaker: str | None = None
    rivals: tuple[Statement, ...] = ()
    judged: bool = False
    label: str | None = None

    @property
    def found(self) -> bool:
        """Whether it is a matched pair."""
        return self.gold is not None and self.predicted is not None

    @property
    def kind_right(self) -> bool:
        """Whether it is a pair of one kind."""
        return bool(self.gold and self.predicted and self.gold.kind == self.predicted.kind)

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """Name its mistakes: where (see `mistakes.MISTAKES`), and which."""
        if self.found:
            found = [
                ("inexact", self.boundary),
                ("speaker", self.speaker),
                (WRONG_LABEL, self.label),
            ]
            return [(where, which) for where, which in found if which]
        return [("missed" if self.gold else "false", self.boundary or "no overlap")]


@dataclass(frozen=True, slots=True)
class Reading:
    """One article's gold against what was found in it.

    Attributes
    ----------
    article
        The article.
    outcomes
        Of the gold's statements, in their order; then of what was found beyond.
    optional, excused
        Gold statements that need not be found (the nested ones), and what was found of them.
    loose
        How many gold statements a loose match has found.
    words_gold, words_predicted, words_both
        Distinct words in contents of the gold, in those found, in both.
    """

    article: Article
    outcomes: tuple[Outcome, ...]
    optional: int
    excused: int
    loose: int
    words_gold: int
    words_predicted: int
    words_both: int


def compare(
    article: Article,
    gold: Sequence[Statement],
    predicted: Sequence[Statement],
    *,
    iou: float,
    speaker_by: SpeakerBy,
) -> Reading:
    """Match an article's gold with what was found, one to one, the likest first.

    A nested gold statement is optional: it is not counted, and neither is what was found of it.
    """
    text = _Text(article.text)
    must = [statement for statement in gold if not statement.nested]
    words = [text.words_in(statement.content) for statement in must]
    optional = [text.words_in(statement.content) for statement in gold if statement.nested]
    found = [text.words_in(statement.content) for statement in predicted]
    excused = _excused(words, found, optional, iou)
    kept = [k for k in range(len(found)) if k not in excused]
    predicted, found = [predicted[k] for k in kept], [found[k] for k in kept]
    pairs = dict(match(words, found, lambda one, other: jaccard(one, other) >= iou))
    # Statements nested in one that was found do not cut that one into pieces.
    pieces = [own for own, statement in zip(found, predicted, strict=True) if not statement.nested]

    def boundary(mine: Words, theirs: Words) -> str | None:
        return boundary_mistake(mine, theirs, gold=words, predicted=pieces)

    def outcome_of_gold(i: int) -> Outcome:
        k = pairs.get(i)
        if k is None:
            rivals = _by_overlap(words[i], found)
            return Outcome(
                article.id,
                must[i],
                None,
                overlap=jaccard(words[i], found[rivals[0]]) if rivals else 0.0,
                boundary=boundary(words[i], found[rivals[0]]) if rivals else None,
                rivals=tuple(predicted[r] for r in rivals),
            )
        right = is_speaker_right(must[i], predicted[k], speaker_by)
        return Outcome(
            article.id,
            must[i],
            predicted[k],
            overlap=jaccard(words[i], found[k]),
            exact=words[i] == found[k],
            boundary=boundary(words[i], found[k]),
            speaker=None if right else speaker_mistake(must[i], predicted[k], speaker_by),
        )

    def outcome_of_false(k: int) -> Outcome:
        rivals = _by_overlap(found[k], words)
        return Outcome(
            article.id,
            None,
            predicted[k],
            overlap=jaccard(found[k], words[rivals[0]]) if rivals else 0.0,
            boundary=boundary(words[rivals[0]], found[k]) if rivals else None,
            rivals=tuple(must[r] for r in rivals),
        )

    in_gold, in_found = _all(words), _all(found)
    in_found -= _all(optional) - in_gold
    given = set(pairs.values())
    return Reading(
        article=article,
        outcomes=(
            *(outcome_of_gold(i) for i in range(len(must))),
            *(outcome_of_false(k) for k in range(len(found)) if k not in given),
        ),
        optional=len(optional),
        excused=len(excused),
        loose=len(match(words, found, _loosely, _share_of_gold)),
        words_gold=len(in_gold),
        words_predicted=len(in_found),
        words_both=len(in_gold & in_found),
    )


def is_speaker_right(gold: Statement, predicted: Statement, by: SpeakerBy) -> bool:
    """Tell whether a pair has one speaker: by the names, or by whether the mentions overlap."""
    if by == "name":
        names = (one.speaker.name if one.speaker else None for one in (gold, predicted))
        return same_speaker(*names)
    if gold.mention is None or predicted.mention is None:
        return gold.mention is predicted.mention
    return predicted.mention.start < gold.mention.end and gold.mention.start < predicted.mention.end


class _Text:
    """The words of a text, by number."""

    def __init__(self, text: str) -> None:
        words = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in words]
        self._ends = [end for _, end in words]

    def words_in(self, spans: Iterable[Span]) -> Words:
        """Return the numbers of the words that are whole within one of the spans."""
        return frozenset(
            number
            for span in spans
            for number in range(
                bisect_left(self._starts, span.start), bisect_right(self._ends, span.end)
            )
        )


def _excused(
    gold: Sequence[Words], found: Sequence[Words], optional: Sequence[Words], iou: float
) -> set[int]:
    """Find what was found of optional statements, and is not of the others."""
    taken = {k for _, k in match(gold, found, _loosely)}
    return {
        k
        for k, own in enumerate(found)
        if k not in taken
        and any(
            other & own and (jaccard(other, own) >= iou or len(other & own) > _MOSTLY * len(own))
            for other in optional
        )
    }


def _share_of_gold(gold: Words, found: Words) -> float:
    return len(gold & found) / len(gold)


def _loosely(gold: Words, found: Words) -> bool:
    return _share_of_gold(gold, found) > LOOSE


def _by_overlap(own: Words, others: Sequence[Words]) -> list[int]:
    """Return the places of those that overlap, the likest first."""
    near = [k for k, other in enumerate(others) if own & other]
    return sorted(near, key=lambda k: -jaccard(own, others[k]))


def _all(contents: Iterable[Words]) -> Words:
    return frozenset[int]().union(*contents)
