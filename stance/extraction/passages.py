"""Passages: quotations that go on, or stand alone, over sentences and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stance.extraction.attribution import attribute
from stance.extraction.phrases import Phrase, Source, main_subject
from stance.extraction.placement import Attribution
from stance.extraction.quotations import DASH, MARKS
from stance.extraction.segments import Range, Tokens
from stance.extraction.sentences import Sentence

_FLOATING_WORDS: Final = 8
_HEADING_WORDS: Final = 12
_QUOTED_SHARE: Final = 0.5
# "... — Jane Smith (@jsmith) January 3, 2016" behind a post that an article embeds.
_SIGNATURE = re.compile(
    r"\s*(?:pic\.twitter\.com/\w+|https?://\S+)?\s*[—–-]+\s*(?P<name>[^—–()@]{2,60}?) \(@\w{1,30}\)"
)


def follow(tokens: Tokens, sentences: Sequence[Sentence]) -> list[Attribution]:
    """Attribute sentence by sentence, and give floating quotations to whoever spoke last."""
    found: list[Attribution] = []
    speaking: Attribution | None = None
    before: Sentence | None = None
    for sentence in sentences:
        here = attribute(tokens, sentence)
        if here:
            found += here
            speaking = _speaking(here)
        elif _is_quoted(tokens, sentence) or (
            before is not None and _is_afterthought(tokens, before, sentence)
        ):
            speaking = _continue(tokens, sentence, before, speaking, found)
        elif before is None or sentence.paragraph != before.paragraph or speaking is None:
            introduced = _introduced(tokens, sentence)
            speaking = introduced
            if introduced is not None:
                found.append(introduced)
        else:
            speaking = None
        before = sentence
    return found


def embedded_post(text: str, paragraph: Range) -> tuple[Range, Range] | None:
    """Read a post that an article embeds, signed with a name and a handle.

    Returns the post and the name, or None.
    """
    at = text.rfind("(@", paragraph.start, paragraph.end)
    if at < 0:
        return None
    for match in _SIGNATURE.finditer(text, max(paragraph.start, at - 160), paragraph.end):
        if match.start() > paragraph.start:
            return Range(paragraph.start, match.start()), Range(*match.span("name"))
    return None


def _speaking(here: Sequence[Attribution]) -> Attribution | None:
    """Return whoever a quotation that follows would belong to."""
    outer = [a for a in here if not a.nested and a.cue is not None and a.cue.type != "noun"]
    return outer[-1] if outer else None


def _continue(
    tokens: Tokens,
    sentence: Sentence,
    before: Sentence | None,
    speaking: Attribution | None,
    found: list[Attribution],
) -> Attribution | None:
    near = before is not None and sentence.paragraph - before.paragraph <= 1
    new = before is not None and sentence.paragraph != before.paragraph
    if new and (_is_heading(tokens, sentence) or _is_turn(tokens, sentence)):
        return None
    if speaking is not None and near:
        if new and not _was_quoted(tokens, speaking):
            return _floating(tokens, sentence, speaking.source, found)
        speaking.spans.append(Phrase(*_quoted_extent(tokens, sentence)))
        speaking.sentences.append(sentence)
        return speaking
    source = main_subject(tokens, before) if before is not None and near else None
    return _floating(tokens, sentence, source, found)


def _is_heading(tokens: Tokens, sentence: Sentence) -> bool:
    """Tell a quoted headline between paragraphs: short, and with no stop at its end."""
    words = [w for w in tokens.text[sentence.first : sentence.last] if w[0].isalnum()]
    stops = {w[0] for w in tokens.text[max(sentence.first, sentence.last - 2) : sentence.last]}
    return len(words) <= _HEADING_WORDS and not stops & set(".!?…,;")


def _is_turn(tokens: Tokens, sentence: Sentence) -> bool:
    """Tell the dash with which, in a dialogue, somebody else speaks."""
    return tokens.language.grammar.dialogue_dashes and tokens.text[sentence.first] == DASH


def _floating(
    tokens: Tokens, sentence: Sentence, source: Source | None, found: list[Attribution]
) -> Attribution | None:
    words = sum(1 for k in range(sentence.first, sentence.last) if tokens.text[k][0].isalnum())
    if words < _FLOATING_WORDS or source is None:
        return None
    spans = [Phrase(*_quoted_extent(tokens, sentence))]
    floating = Attribution(
        sentence, None, source, "shared", "before", spans, sentence.first, sentence.first
    )
    found.append(floating)
    return floating


def _was_quoted(tokens: Tokens, attribution: Attribution) -> bool:
    return any(tokens.quote[k] >= 0 for span in attribution.spans for k in range(*span))


def _is_quoted(tokens: Tokens, sentence: Sentence) -> bool:
    """Tell whether a sentence is a quotation and no more than "But" before it."""
    words = [k for k in range(sentence.first, sentence.last) if tokens.text[k][0].isalnum()]
    outside = sum(1 for k in words if tokens.quote[k] < 0)
    return bool(words) and outside <= min(2, len(words) // 4)


def _is_afterthought(tokens: Tokens, before: Sentence, sentence: Sentence) -> bool:
    """Tell whether a sentence in the paragraph of an attribution is largely quotation itself."""
    if before.paragraph != sentence.paragraph:
        return False
    words = [k for k in range(sentence.first, sentence.last) if tokens.text[k][0].isalnum()]
    inside = sum(1 for k in words if tokens.quote[k] >= 0)
    return inside >= 5 and inside >= _QUOTED_SHARE * len(words)


def _quoted_extent(tokens: Tokens, sentence: Sentence) -> tuple[int, int]:
    inside = [k for k in range(sentence.first, sentence.last) if tokens.quote[k] >= 0]
    outside = sum(1 for k in range(sentence.first, inside[0]) if tokens.text[k][0].isalnum())
    return (inside[0] if outside <= 2 else sentence.first), sentence.last


def _introduced(tokens: Tokens, sentence: Sentence) -> Attribution | None:
    """Read 'She was blunt: "..."', a quotation behind a colon and no cue."""
    for k in range(sentence.first + 1, sentence.last - 1):
        opens = tokens.low[k] == ":" and tokens.quote[k] < 0 and tokens.text[k + 1] in MARKS
        if opens and sentence.last - k > _FLOATING_WORDS:
            source = main_subject(tokens, sentence)
            if source is None:
                return None
            span = Phrase(k + 1, sentence.last)
            return Attribution(
                sentence, None, source, "subject", "after", [span], source.left, source.right
            )
    return None
