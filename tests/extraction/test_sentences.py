from __future__ import annotations

import pytest

from stance.extraction.languages import language
from stance.extraction.quotations import find_quotations, mark_tokens
from stance.extraction.segments import Range, Tokens, paragraphs
from stance.extraction.sentences import dateline, sentences


def cut(text: str) -> list[str]:
    english = language("en")
    tokens = Tokens(english)
    parts = list(paragraphs(text))
    ranges = [tokens.add(text, p) for p in parts]
    mark_tokens(tokens, find_quotations(text, parts, english))
    return [
        text[tokens.start[s.first] : tokens.end[s.last - 1]]
        for number, where in enumerate(ranges)
        for s in sentences(tokens, where, number)
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One came. Two left. Three?", 3),
        ("Mr. Doe of the U.S. Senate met Gen. Roe.", 1),
        ("She left the U.S. The next day he followed.", 2),
        ("Wages rose 3.5 percent.", 1),
        ('"We came. We saw. We left," he said. "It rained."', 2),
        ('"Must we go?" Doe asked. Nobody knew.', 2),
        ('"We will go." Doe left the room.', 2),
        ("He waited... and left.", 1),
    ],
)
def test_sentences_end_outside_abbreviations_and_quotations(text: str, count: int) -> None:
    assert len(cut(text)) == count


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("OSLO (Agency) - Talks began.", "Talks began."),
        ("Oslo, Norway - Talks began.", "Talks began."),
        ("OSLO, June 3 (AP) — Talks began.", "Talks began."),
        ("Talks began - and failed.", "Talks began - and failed."),
    ],
)
def test_a_dateline_is_skipped(text: str, rest: str) -> None:
    assert text[dateline(text, Range(0, len(text))) :] == rest
