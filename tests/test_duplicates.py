from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.duplicates import NEAR, digest, near_duplicates, normalised


@pytest.mark.parametrize(
    "other",
    ["“We will talk.”", "we  will\ntalk", "We will talk!", "WE WILL TALK", "We\u00a0will talk…"],
)
def test_case_marks_and_spaces_make_no_other_text(other: str) -> None:
    assert normalised(other) == normalised("We will talk")
    assert digest(other) == digest("We will talk")


def test_other_words_make_another_text() -> None:
    assert normalised("We will talk") != normalised("We will not talk")
    assert normalised("…") != normalised("!")


@given(st.text(alphabet=st.characters()))
def test_any_text_has_a_digest(text: str) -> None:
    assert len(digest(text)) == 16
    assert normalised(text).strip() or not text.strip()


SENTENCE = (
    "the envoy said the northern bridge would be opened to convoys before the end of the month"
)


def likeness(one: str, other: str) -> float:
    cut = [{text[i : i + 5] for i in range(max(1, len(text) - 4))} for text in (one, other)]
    return len(cut[0] & cut[1]) / len(cut[0] | cut[1])


def test_a_changed_word_makes_a_near_duplicate_and_other_words_do_not() -> None:
    changed = SENTENCE.replace("northern", "southern")
    (pair,) = near_duplicates([SENTENCE, "nothing of the kind was ever said by anybody", changed])
    assert (pair.one, pair.other) == (0, 2)
    assert NEAR <= pair.likeness < 1


def test_short_and_empty_texts_are_compared_too() -> None:
    pairs = near_duplicates(["no", "", "No!", "yes"])
    assert [(pair.one, pair.other) for pair in pairs] == [(0, 2)]


def test_no_text_no_pair() -> None:
    assert near_duplicates([]) == []


def test_it_finds_what_comparing_all_with_all_finds() -> None:
    chance = random.Random(5)
    words = SENTENCE.split()
    texts = []
    for _ in range(150):
        mixed = chance.sample(words, 14)
        texts.append(" ".join(mixed))
        for place in chance.sample(range(14), chance.randint(0, 4)):
            mixed[place] = chance.choice(["ferry", "harbour", "quarry"])
        texts.append(" ".join(mixed))
    true = {
        (i, k)
        for (i, one), (k, other) in combinations(enumerate(map(normalised, texts)), 2)
        if likeness(one, other) >= NEAR
    }
    found = {(pair.one, pair.other) for pair in near_duplicates(texts)}
    assert found <= true
    assert len(found) >= 0.9 * len(true) > 50


def test_many_copies_are_paired_with_the_first_only() -> None:
    pairs = near_duplicates([SENTENCE] * 200)
    assert {pair.one for pair in pairs} == {0}
    assert len(pairs) == 199
