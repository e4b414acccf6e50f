from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from stance.classifiers.ngrams import Vectorizer, character_ngrams, word_ngrams

TEXTS = st.lists(
    st.text("abcdeéß İ.,'-_\n\t12", max_size=30) | st.text(max_size=15), min_size=2, max_size=8
)


@pytest.mark.parametrize("at_least", [1, 2])
@pytest.mark.parametrize("analyser", ["word", "char_wb"])
@given(texts=TEXTS, unseen=TEXTS)
def test_features_are_those_of_scikit_learn(
    analyser: str, at_least: int, texts: list[str], unseen: list[str]
) -> None:
    lengths = (1, 2) if analyser == "word" else (2, 4)
    reference = TfidfVectorizer(
        analyzer=analyser, ngram_range=lengths, min_df=at_least, sublinear_tf=True,
        token_pattern=r"(?u)\b\w+\b" if analyser == "word" else None,
    )  # fmt: skip
    analyse = partial(
        word_ngrams if analyser == "word" else character_ngrams,
        shortest=lengths[0],
        longest=lengths[1],
    )
    ours = Vectorizer.fit(texts, analyse, at_least=at_least)
    try:
        reference.fit(texts)
    except ValueError:  # nothing is frequent enough
        assert ours.terms == []
        return
    assert ours.terms == reference.get_feature_names_out().tolist()
    for some in (texts, unseen):
        np.testing.assert_allclose(
            # The weights are rounded to 32 bits.
            ours.transform(some).to_scipy().toarray(),
            reference.transform(some).toarray(),
            atol=1e-6,
        )


def test_texts_without_a_known_n_gram_are_rows_of_zeros() -> None:
    vectorizer = Vectorizer.fit(["the dam", "a dam"], partial(word_ngrams, shortest=1, longest=1),
                                at_least=2)  # fmt: skip
    assert vectorizer.transform(["", "no", "dam dam"]).to_scipy().toarray().tolist() == [
        [0],
        [0],
        [1],
    ]
    assert vectorizer.transform([]).to_scipy().shape == (0, 1)
