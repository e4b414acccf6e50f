from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.classifiers.lexicon import Phrases
from stance.errors import StanceError


def found(phrase: str, text: str) -> list[str]:
    return [match.text for match in Phrases({"any": [phrase]}).find(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("attack", "They attack. An ATTACK, attacks; counter-attack", ["attack", "attack"]),
        ("attack*", "attacking the attackers' camp", ["attacking", "attackers"]),
        ("talk/meet today", "We meet today or talk, today.", ["meet today", "talk today"]),
        ("ready ... talk*", "ready, at any hour, for talks", ["ready at any hour for talks"]),
        ("ready ... talk*", "ready at any hour of the day for talks", []),
        ("ready to talk", "ready to\ntalk", ["ready to talk"]),
        ("won't move", "We won’t move", ["won't move"]),
        ("per cent", "10 per cent per cent", ["per cent", "per cent"]),
        ("we", "we we we", ["we", "we", "we"]),
    ],
)
def test_a_phrase_is_found_in_words(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


def test_of_matches_that_overlap_the_longest_counts() -> None:
    phrases = Phrases({"threaten": ["will attack", "attack*"], "offer": ["will not attack"]})
    assert [(m.target, m.words) for m in phrases.find("We will not attack.")] == [("offer", 3)]
    assert [m.target for m in phrases.find("We will attack. We will not attack.")] == [
        "offer",
        "threaten",
    ]


@pytest.mark.parametrize("phrase", ["", "... talks", "ready ...", "Ready", "re*ady", "a//b", "(a"])
def test_a_phrase_of_another_form_is_refused(phrase: str) -> None:
    with pytest.raises(StanceError, match="of any"):
        Phrases({"any": [phrase]})


@given(st.text(max_size=200), st.lists(st.sampled_from(["a*", "a b", "a ... b", "b/c"])))
def test_matches_never_overlap_whatever_the_text(text: str, phrases: list[str]) -> None:
    matches = Phrases({"any": phrases}).find(text)
    assert sum(match.words for match in matches) <= len(text)
