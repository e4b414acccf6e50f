"""The classes of mistakes: where content begins and ends, and who is said to speak."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stance.eval.matching import Words
from stance.statements import Statement

BOUNDARIES: Final = {
    "no overlap": "not a word in common",
    "too long": "it goes beyond the statement",
    "too short": "it falls short of the statement",
    "split": "several found in one statement",
    "merged": "one found in several statements",
}
SPEAKERS: Final = {
    "wrong name": "the right words taken for the source, another name given",
    "wrong mention": "other words taken for the source",
    "none given": "there is a speaker",
    "given where none": "there is no speaker",
}
MISTAKES: Final = {
    "missed": ("statements of the gold that were not found", BOUNDARIES),
    "false": ("found, and not a statement of the gold", BOUNDARIES),
    "inexact": ("found, with other words at the edges", BOUNDARIES),
    "speaker": ("found, and given to the wrong speaker", SPEAKERS),
}
"""Where mistakes are made, what that means, and which there are."""
WRONG_LABEL: Final = "label"
"""Where, besides, labels are judged: found and given the wrong one; which, as the labels are."""


def boundary_mistake(
    mine: Words, theirs: Words, *, gold: Sequence[Words], predicted: Sequence[Words]
) -> str | None:
    """Tell what is wrong with the edges of what was found for a statement.

    Parameters
    ----------
    mine, theirs
        The words of the statement, and of what was found.
    gold, predicted
        Those of all statements of the article, and of all that was found.

    Returns
    -------
    str or None
        One of `BOUNDARIES`, the first that holds of: ``split`` where two or more that were found,
        this among them, have most of their words in the statement; ``merged`` the other way
        round; ``too long`` where it has more words too many than too few, or as many; ``too
        short``. None where the words are the same.
    """
    if mine == theirs:
        return None
    if _mostly_in(theirs, mine) and sum(_mostly_in(other, mine) for other in predicted) > 1:
        return "split"
    if _mostly_in(mine, theirs) and sum(_mostly_in(other, theirs) for other in gold) > 1:
        return "merged"
    return "too long" if len(theirs - mine) >= len(mine - theirs) else "too short"


def speaker_mistake(gold: Statement, predicted: Statement, by: str) -> str:
    """Tell how the speaker of a pair is wrong, one of `SPEAKERS`; `by` name or mention."""
    right, given = (
        (one.speaker if by == "name" else one.mention) is not None for one in (gold, predicted)
    )
    if not given:
        return "none given"
    if not right:
        return "given where none"
    mine, theirs = gold.mention, predicted.mention
    if mine is None or theirs is None:
        return "wrong name" if mine is theirs else "wrong mention"
    apart = theirs.start >= mine.end or mine.start >= theirs.end
    return "wrong mention" if apart else "wrong name"


def _mostly_in(part: Words, whole: Words) -> bool:
    return 2 * len(part & whole) > len(part)
