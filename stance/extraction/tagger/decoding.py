"""From probabilities of tokens to cues, and to the content and source of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stance.extraction.tagger.network import ANCHOR, CONTENT, INSIDE, NEITHER, OUTSIDE, SOURCE

_TINY: Final = 1e-9


class Cue(NamedTuple):
    """A cue over the encoder's tokens, and how sure it is; an anchor where no cue is there."""

    first: int
    last: int
    confidence: float
    anchor: bool


class Tagged(NamedTuple):
    """What belongs to a cue, over the encoder's tokens of the text."""

    cue: Cue
    content: tuple[range, ...]
    source: range | None


def find_cues(
    probabilities: NDArray[np.float32], from_: int, to: int, threshold: float
) -> Iterator[Cue]:
    """Read cues off the tags of a window's tokens.

    Parameters
    ----------
    probabilities
        Shape (tokens, 4).
    from_, to
        Only cues that begin here are read; places in the window, as all that is returned.
    threshold
        How sure it must be that a token is no outside one.
    """
    sure = 1 - probabilities[:, OUTSIDE]
    tags = probabilities[:, OUTSIDE + 1 :].argmax(axis=1) + OUTSIDE + 1
    tags[sure < threshold] = OUTSIDE
    place = 0
    while place < min(to, len(tags)):
        tag, first = tags[place], place
        place += 1
        if tag == OUTSIDE:
            continue
        while tag != ANCHOR and place < len(tags) and tags[place] == INSIDE:
            place += 1
        if first >= from_:
            yield Cue(first, place, float(sure[first:place].max()), bool(tag == ANCHOR))


def likeliest_roles(
    probabilities: NDArray[np.float32], places: NDArray[np.int64], switch: float
) -> NDArray[np.int64]:
    """Find the likeliest sequence of roles for each cue, by Viterbi's algorithm.

    To enter content costs `switch`, so that no doubtful word breaks a content in two; to enter
    the source, which is shorter, costs half of it
    (a hidden Markov model with sticky states; L. Rabiner, Proceedings of the IEEE 77, 1989).

    Parameters
    ----------
    probabilities
        Of the tokens around each cue, shape (cues, tokens, 3).
    places
        Which token of the text each is, -1 for none; shape (cues, tokens).
    switch
        In natural logarithms of probability.

    Returns
    -------
    array of shape (cues, tokens)
    """
    scores = np.log(np.maximum(probabilities, _TINY), dtype=np.float64)
    scores[places < 0] = 0.0
    entering = np.zeros((3, 3))
    entering[:, CONTENT], entering[:, SOURCE] = -switch, -switch / 2
    np.fill_diagonal(entering, 0.0)
    count, length, _ = scores.shape
    came_from = np.zeros((count, length, 3), dtype=np.int64)
    best = scores[:, 0] + entering[NEITHER]
    for k in range(1, length):
        through = best[:, :, None] + entering
        came_from[:, k] = through.argmax(axis=1)
        best = through.max(axis=1) + scores[:, k]
    roles = np.zeros((count, length), dtype=np.int64)
    roles[:, -1] = best.argmax(axis=1)
    every = np.arange(count)
    for k in range(length - 1, 0, -1):
        roles[:, k - 1] = came_from[every, k, roles[:, k]]
    return roles


def read_roles(
    roles: NDArray[np.int64], places: NDArray[np.int64]
) -> tuple[tuple[range, ...], range | None]:
    """Read content and source off the roles of the tokens around a cue, shape (tokens,).

    Of several sources the longest is taken.
    """
    inside = places >= 0
    tags, at = roles[inside], places[inside]
    sources = list(_runs(at[tags == SOURCE]))
    return tuple(_runs(at[tags == CONTENT])), max(sources, key=len, default=None)


def _runs(places: NDArray[np.int64]) -> Iterator[range]:
    """Gather places that stand side by side."""
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > 1) + 1
    for run in np.split(places, breaks):
        yield range(int(run[0]), int(run[-1]) + 1)
