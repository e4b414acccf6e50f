"""When two statements are the same words, or nearly."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

NEAR: Final = 0.7
"""Texts that share so much of their character 5-grams (Jaccard) are nearly the same."""

_NOT_WORDS = re.compile(r"[\W_]+")
_GRAM: Final = 5
_BANDS, _ROWS = 20, 5
_CROWD: Final = 50


class Pair(NamedTuple):
    """Two texts by their places, the earlier first, and how much they share (0 to 1)."""

    one: int
    other: int
    likeness: float


def normalised(text: str) -> str:
    """Return the words of a text, so that texts alike but for case, marks and spaces are equal.

    A text without any word is returned as it is.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NOT_WORDS.sub(" ", folded).strip() or text


def digest(text: str) -> str:
    """Return 16 hexadecimal digits that texts of the same words share."""
    words = normalised(text).encode("utf-8", "surrogatepass")
    return hashlib.sha256(words).hexdigest()[:16]


def near_duplicates(texts: Iterable[str], *, near: float = NEAR) -> list[Pair]:
    """Find the texts that are nearly the same, without comparing all with all.

    Texts whose MinHash signatures agree in a whole band are compared themselves (A. Broder, "On
    the resemblance and containment of documents", 1997; bands as in J. Leskovec et al., "Mining of
    Massive Datasets", chapter 3). Of a pair that is only just alike, one in forty is missed.

    Parameters
    ----------
    texts
        Run through once; their words, and 160 bytes for each, are held in memory.
    near
        The Jaccard likeness of character 5-grams of `normalised` text from which a pair counts.

    Returns
    -------
    list of Pair
        In the order of the texts. Where more than `_CROWD` texts share a band, each is compared
        with the first of them only.
    """
    kept: list[bytes] = []
    signatures = [*_signatures(texts, kept)]
    bands = np.concatenate(signatures) if signatures else np.zeros((0, _BANDS), np.uint64)
    pairs = []
    for one, other in sorted({pair for band in bands.T for pair in _together(band)}):
        mine, theirs = _grams(kept[one]), _grams(kept[other])
        shared = len(mine & theirs)
        likeness = shared / (len(mine) + len(theirs) - shared)
        if likeness >= near:
            pairs.append(Pair(one, other, likeness))
    return pairs


def _signatures(texts: Iterable[str], kept: list[bytes]) -> Iterator[NDArray[np.uint64]]:
    """Give the bands' hashes of the texts, shape (texts, bands), and keep the texts' words."""
    from datasketch import MinHash

    mixer = np.random.default_rng(0).integers(1, 2**63, size=_ROWS, dtype=np.uint64) * 2 + 1
    remaining = iter(texts)
    while batch := [normalised(text).encode("utf-8", "replace") for text in islice(remaining, 500)]:
        kept += batch
        signatures = MinHash.generator(
            map(_grams, batch), num_perm=_BANDS * _ROWS, hashfunc=zlib.crc32
        )
        hashes = np.stack([signature.hashvalues for signature in signatures])
        yield (hashes.reshape(len(batch), _BANDS, _ROWS) * mixer).sum(axis=2, dtype=np.uint64)


def _together(band: NDArray[np.uint64]) -> Iterator[tuple[int, int]]:
    """Pair the texts whose hashes in a band are equal."""
    order = np.argsort(band, kind="stable")
    ends = np.flatnonzero(np.diff(band[order])) + 1
    for group in np.split(order, ends):
        if len(group) > _CROWD:
            yield from ((int(group[0]), int(other)) for other in group[1:])
        elif len(group) > 1:
            yield from combinations(map(int, group), 2)


def _grams(text: bytes) -> set[bytes]:
    """Cut a text into its 5-grams; a shorter one is its own."""
    return {text[i : i + _GRAM] for i in range(max(1, len(text) - _GRAM + 1))}
