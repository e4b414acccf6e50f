from __future__ import annotations

import pytest

from stance.extraction.lexicon import inflect, lexicon, read_lexicon


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("warn", {"warn", "warns", "warned", "warning"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("announce", {"announce", "announces", "announced", "announcing"}),
        ("stress", {"stress", "stresses", "stressed", "stressing"}),
    ],
)
def test_regular_verbs_are_inflected(lemma: str, forms: set[str]) -> None:
    assert set(inflect(lemma)) == forms


def test_the_lexicon_knows_what_cues_take() -> None:
    words = lexicon()
    assert words.forms["said"].lemma == "say"
    assert words.forms["told"].form == "past"
    assert "clause" in words.verbs["say"]
    assert "bid" in words.verbs["urge"]
    assert "against" in words.verbs["warn"].prepositions
    assert ("on",) in [rest for rest, _ in words.phrases["call"]]
    assert "that" in words.nouns["demands"]
    assert words.prepositions["according"] == (("according", "to"),)


def test_every_irregular_verb_is_used() -> None:
    words = lexicon()
    assert all(
        form.lemma in words.verbs or form.lemma in words.phrases or form.lemma in words.light_verbs
        for form in words.forms.values()
    )


def test_an_unknown_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown frames"):
        read_lexicon('[[verbs]]\nlemmas = "say"\nframes = ["clauses"]')
