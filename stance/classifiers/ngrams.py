"""N-grams and their weights: TF-IDF, counted here so that a trained classifier starts at once.

The features are those of scikit-learn's ``TfidfVectorizer`` (analysers ``word`` and ``char_wb``,
sublinear, of length 1), which takes seconds to be imported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.arrays import rounded
from stance.classifiers.sparse import SparseRows

Analyse = Callable[[str], Iterator[str]]

# Also words of one letter: "I" and "we" are not the same speaker.
_WORD: Final = re.compile(r"\w+")


def word_ngrams(text: str, shortest: int, longest: int) -> Iterator[str]:
    """Give the n-grams of words of a text, in lower case, a space between two words."""
    words = _WORD.findall(text.lower())
    for length in range(shortest, longest + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def character_ngrams(text: str, shortest: int, longest: int) -> Iterator[str]:
    """Give the n-grams of characters within the words of a text, in lower case.

    A word is what white space ends, and has a space on either side; one that is shorter than an
    n-gram is one itself.
    """
    for word in text.lower().split():
        padded = f" {word} "
        for length in range(shortest, longest + 1):
            yield padded[:length]
            for start in range(1, len(padded) - length + 1):
                yield padded[start : start + length]
            if length >= len(padded):
                break


class Vectorizer:
    """Turns texts into weighted n-grams; each row has length 1, or 0 where none is known.

    Parameters
    ----------
    analyse
        Gives the n-grams of a text.
    terms
        Those that are known, in the order of the columns.
    weights
        The inverse document frequency of each, shape (terms,).
    """

    def __init__(
        self, analyse: Analyse, terms: Sequence[str], weights: NDArray[np.float64]
    ) -> None:
        self.terms = list(terms)
        self.weights = weights
        self._analyse = analyse
        self._column = {term: column for column, term in enumerate(self.terms)}

    @classmethod
    def fit(cls, texts: Sequence[str], analyse: Analyse, *, at_least: int) -> Vectorizer:
        """Learn the n-grams that are in so many texts at least, and their weights.

        The weight is ``ln((1 + texts) / (1 + texts with the n-gram)) + 1``.
        """
        frequency = Counter(chain.from_iterable(set(analyse(text)) for text in texts))
        terms = sorted(term for term, texts_with in frequency.items() if texts_with >= at_least)
        counts = np.array([frequency[term] for term in terms], dtype=np.float64)
        return cls(analyse, terms, rounded(np.log((1 + len(texts)) / (1 + counts)) + 1))

    def transform(self, texts: Sequence[str]) -> SparseRows:
        """Return the features, shape (texts, terms)."""
        columns: list[int] = []
        counts: list[int] = []
        ends: list[int] = []
        for text in texts:
            known = (self._column.get(term) for term in self._analyse(text))
            found = Counter(column for column in known if column is not None)
            for column in sorted(found):
                columns.append(column)
                counts.append(found[column])
            ends.append(len(columns))
        places, row_ends = (np.array(each, dtype=np.intp) for each in (columns, ends))
        values = (1 + np.log(np.array(counts, dtype=np.float64))) * self.weights[places]
        rows = SparseRows(values, places, row_ends, len(self.terms))
        return rows.to_length_1()
