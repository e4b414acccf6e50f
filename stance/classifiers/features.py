"""Utterance → TF-IDF features: words and characters of the text, and of what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from stance.classifiers.ngrams import Analyse, Vectorizer, character_ngrams, word_ngrams
from stance.classifiers.parameters import LinearParameters
from stance.classifiers.sparse import SparseRows
from stance.errors import StanceError
from stance.statements import Utterance


class Block(NamedTuple):
    """Features of one input, from one analyser; each block's rows have length 1, or 0."""

    source: str
    analyser: str

    @property
    def name(self) -> str:
        """The block as it is named in files: ``text.word``."""
        return f"{self.source}.{self.analyser}"


# Of the text and the cue, characters find the stem where the word has an ending of its own.
_ANALYSERS: Mapping[str, tuple[str, ...]] = {
    "text": ("word", "char_wb"),
    "cue": ("word", "char_wb"),
    "kind": ("word",),
    "speaker": ("word",),
    "context": ("word",),
}


class Features:
    """The fitted features of a linear classifier.

    Parameters
    ----------
    params
        How long and how rare n-grams may be.
    inputs
        What is read of an utterance.
    """

    def __init__(self, params: LinearParameters, inputs: Sequence[str]) -> None:
        self.params = params
        self.inputs = tuple(inputs)
        self.vectorizers: dict[str, Vectorizer] = {}

    def fit_transform(self, utterances: Sequence[Utterance]) -> SparseRows:
        """Learn the n-grams and their weights; return the features, shape (utterances, terms)."""
        matrices = []
        for block in self._blocks():
            texts = _read(utterances, block.source)
            # Little data: n-grams are rare, and all of them are wanted.
            rare = max(1, len(utterances) // 100)
            vectorizer = Vectorizer.fit(
                texts, self._analyser(block), at_least=min(self._least(block), rare)
            )
            if not vectorizer.terms:
                # The input is empty throughout, as cues are where the data have none.
                continue
            self.vectorizers[block.name] = vectorizer
            matrices.append(vectorizer.transform(texts))
        if not matrices:
            raise StanceError(
                f"the training data hold no words in {', '.join(self.inputs)}: "
                "there is nothing to learn from"
            )
        return SparseRows.beside(matrices)

    def transform(self, utterances: Sequence[Utterance]) -> SparseRows:
        """Return the features of utterances, shape (utterances, terms)."""
        return SparseRows.beside(
            [
                self.vectorizers[block.name].transform(_read(utterances, block.source))
                for block in self._blocks()
                if block.name in self.vectorizers
            ]
        )

    @property
    def terms(self) -> dict[str, list[str]]:
        """The n-grams of each block, in the order of the columns."""
        return {name: vectorizer.terms for name, vectorizer in self.vectorizers.items()}

    @property
    def weights(self) -> NDArray[np.float64]:
        """The inverse document frequencies, shape (terms,)."""
        return np.concatenate([vectorizer.weights for vectorizer in self.vectorizers.values()])

    @classmethod
    def restore(
        cls,
        params: LinearParameters,
        inputs: Sequence[str],
        terms: Mapping[str, Sequence[str]],
        weights: NDArray[np.float64],
    ) -> Self:
        """Build fitted features from their terms and weights.

        Raises
        ------
        ValueError
            If terms and weights do not belong together.
        """
        features = cls(params, inputs)
        start = 0
        for block in features._blocks():
            if block.name not in terms:
                continue
            words = terms[block.name]
            features.vectorizers[block.name] = Vectorizer(
                features._analyser(block), words, weights[start : start + len(words)]
            )
            start += len(words)
        if set(features.vectorizers) != set(terms) or start != len(weights):
            raise ValueError("its terms and weights do not belong together")
        return features

    def _blocks(self) -> Iterator[Block]:
        for source, analysers in _ANALYSERS.items():
            if source in self.inputs:
                for analyser in analysers:
                    yield Block(source, analyser)

    def _analyser(self, block: Block) -> Analyse:
        if block.analyser == "char_wb":
            shortest, longest = self.params.characters
            return partial(character_ngrams, shortest=shortest, longest=longest)
        # Of names and kinds, single words; the order of a name's words tells nothing.
        alone = block.source in ("kind", "speaker")
        shortest, longest = (1, 1) if alone else self.params.words
        return partial(word_ngrams, shortest=shortest, longest=longest)

    def _least(self, block: Block) -> int:
        by_word = block.analyser == "word"
        return self.params.min_words if by_word else self.params.min_characters


def _read(utterances: Sequence[Utterance], source: str) -> list[str]:
    return [getattr(utterance, source) or "" for utterance in utterances]
