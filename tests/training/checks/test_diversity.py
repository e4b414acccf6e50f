from __future__ import annotations

import pytest

from stance.training.checks import diversity


def test_figures_of_variety() -> None:
    figures = diversity(["one two three four five", "one two three four six", "Seven, eight!"])
    assert figures.words == (5, 2, 5)
    assert figures.distinct_2 == pytest.approx(6 / 9)
    assert figures.most_shared == pytest.approx(1 / 2)
    assert figures.most_alike == ("0", "1")
    assert figures.top_4_grams == 1.0


def test_texts_of_the_same_words_count_once() -> None:
    figures = diversity(["One two three four!", "one two three four"], ["a", "b"])
    assert figures.most_shared == 0
    assert figures.most_alike is None


def test_no_text() -> None:
    assert diversity([]).words == (0, 0, 0)
