"""What sort of words attribute a statement, and whether the cues of its language have them."""

from __future__ import annotations

import re
from typing import Final

from stance.extraction.languages import Language
from stance.statements import Statement

CUE_TYPES: Final = {
    "verb": "a verb of the lexicon",
    "noun": "a noun of the lexicon",
    "preposition": "a preposition of the lexicon: according to",
    "unknown": "words that the lexicon does not have",
    "none": "no cue",
}
_WORD: Final = re.compile(r"[\w’'-]+")


def cue_type(statement: Statement, spoken: Language) -> str:
    """Tell which of `CUE_TYPES` a statement's cue is, by its words and the article's language."""
    if statement.cue is None:
        return "none"
    words = _WORD.findall(statement.cue.text.lower().replace("’", "'"))
    known = spoken.lexicon
    openers = known.prepositions.get(words[0], ()) if words else ()
    if any(tuple(words[: len(opener)]) == opener for opener in openers):
        return "preposition"
    if any(word in known.forms for word in words):
        return "verb"
    if any(word in known.nouns or word in known.light_nouns for word in words):
        return "noun"
    return "unknown"
