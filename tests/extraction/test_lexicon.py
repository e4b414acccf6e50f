from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from stance.extraction.languages import language, languages
from stance.extraction.lexicon import inflect, read_lexicon

ENGLISH = language("en")
CUES = files("stance.extraction.languages").joinpath("en", "cues.toml").read_text(encoding="utf-8")


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
    assert set(inflect(lemma, ENGLISH.grammar.inflection)) == forms


def test_the_lexicon_knows_what_cues_take() -> None:
    words = ENGLISH.lexicon
    assert words.forms["said"].lemma == "say"
    assert words.forms["told"].form == "past"
    assert words.forms["sworn"].form == "participle"
    assert "sayed" not in words.forms
    assert "clause" in words.verbs["say"]
    assert "bid" in words.verbs["urge"]
    assert "against" in words.verbs["warn"].prepositions
    assert ("on",) in [rest for rest, _ in words.phrases["call"]]
    assert "that" in words.nouns["demands"]
    assert words.prepositions["according"] == (("according", "to"),)


@pytest.mark.parametrize("code", languages())
def test_every_irregular_verb_is_used(code: str) -> None:
    folder = files("stance.extraction.languages").joinpath(code)
    cues = tomllib.loads(folder.joinpath("cues.toml").read_text(encoding="utf-8"))
    words = language(code).lexicon
    known = words.verbs.keys() | words.phrases.keys() | words.light_verbs
    assert cues["irregular"].keys() <= known


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('frames = ["naming"]', 'frames = ["name"]', "unknown frames"),
        ("[light]", "[heavy]", "missing tables: light"),
        ("[irregular]", "[others]\n[irregular]", "unknown tables: others"),
        ("before_names =", "before_name =", "missing keys of prepositions: before_names"),
        ('lemmas = "accuse"', 'lemmas = "accuse"\nframe = 1', "unknown keys of verbs: frame"),
        ('say = { past = "said" }', 'say = { past_tense = "said" }', "say: unknown forms"),
    ],
)
def test_what_is_missing_or_unknown_is_refused(old: str, new: str, message: str) -> None:
    assert old in CUES
    with pytest.raises(ValueError, match=message):
        read_lexicon(CUES.replace(old, new), ENGLISH.grammar.inflection)
