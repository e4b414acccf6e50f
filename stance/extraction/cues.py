"""Cues: the words that attribute, found in a sentence outside its quotations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from stance.extraction.lexicon import Form, Frame, Lexicon, lexicon
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence
from stance.extraction.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    HYPOTHETICAL,
    NEGATIVE,
    PLURAL_PEOPLE,
    POSSESSIVES,
    PREPOSITIONS,
    WEEKDAYS,
    words,
)

Type = Literal["verb", "preposition", "quoted", "noun", "light"]

_NEAR: Final = 5  # tokens from "issue" to its "warning"
_NOTHING: Final = Frame(frozenset())
_CLAUSE: Final = Frame(frozenset({"clause", "quote"}))
_NOT_NEGATED: Final = frozenset({"deny", "hide"})
# Gerunds behind these are what somebody did in order to speak: "responded by saying".
_GERUND_OPENERS: Final = frozenset({"by", "after", "before", "while", "when"})
_PLURAL_SUBJECTS: Final = PLURAL_PEOPLE | frozenset(
    {"they", "we", "i", "you", "who", "which", "that"}
)
_NOUN_FOLLOWERS: Final = frozenset({"of", "by", "from", "between", "made", "about", "over"})
_CONTINUING: Final = frozenset({"on", "continued", "proceeded", "began", "twitter", "facebook"})
_FORWARD: Final = frozenset({"will", "would", "did", "does", "do", "and", "or", "but"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that attribute.

    Attributes
    ----------
    first, last
        The range of tokens.
    group
        The first token of the verb group: of "has also said" that of "has".
    lemma, form, frame
        From the lexicon.
    type
        What sort of cue it is; ``quoted`` is the "as saying" of "quoted X as saying".
    passive
        Whether it stands in the passive: "was accused".
    """

    first: int
    last: int
    group: int
    lemma: str
    form: Form
    frame: Frame
    type: Type = "verb"
    passive: bool = False


def find_cues(tokens: Tokens, sentence: Sentence) -> list[Cue]:
    """Find the cues of a sentence, left to right."""
    words = lexicon()
    low, quote = tokens.low, tokens.quote
    found: list[Cue] = []
    i = sentence.first
    while i < sentence.last:
        word = low[i]
        cue = None
        if quote[i] < 0:
            carried = bool(found) and found[-1].type == "light" and i - found[-1].last < _NEAR
            if word in words.forms and not carried:
                cue = _verb(tokens, sentence, i, words)
            elif word in words.prepositions:
                cue = _preposition(tokens, sentence, i, words)
            if cue is None and word in words.nouns and not carried:
                cue = _noun(tokens, sentence, i, words)
        if cue is not None:
            found.append(cue)
            i = cue.last
        else:
            i += 1
    return found


def _preposition(tokens: Tokens, sentence: Sentence, i: int, words: Lexicon) -> Cue | None:
    for phrase in words.prepositions[tokens.low[i]]:
        last = i + len(phrase)
        if last < sentence.last and tuple(tokens.low[i:last]) == phrase:
            capitalised = tokens.text[last][0].isupper()
            if phrase == ("per",) and not capitalised:
                return None
            return Cue(i, last, i, " ".join(phrase), "base", _NOTHING, "preposition")
    return None


def _verb(tokens: Tokens, sentence: Sentence, i: int, words: Lexicon) -> Cue | None:
    form = words.forms[tokens.low[i]]
    if tokens.low[i] == "saying" and i > sentence.first and tokens.low[i - 1] == "as":
        return Cue(i - 1, i + 1, i - 1, "say", "ing", _CLAUSE, "quoted")
    frame, last = words.verbs.get(form.lemma, _NOTHING), i + 1
    for rest, phrase_frame in words.phrases.get(form.lemma, ()):
        after = _follows(tokens, i + 1, sentence.last, rest)
        if after:
            frame, last = phrase_frame, after
            break
    light = _light(tokens, sentence, i, words) if form.lemma in words.light_verbs else False
    if not frame.frames and not light:
        return None
    return _in_group(tokens, sentence, Cue(i, last, i, form.lemma, form.form, frame), light=light)


def _follows(tokens: Tokens, i: int, end: int, words: tuple[str, ...]) -> int:
    """Return the token behind ``words`` at ``i`` (an adverb may stand before), else 0."""
    for at in (i, i + 1):
        if at + len(words) <= end and tuple(tokens.low[at : at + len(words)]) == words:
            return at + len(words)
        if at >= end or not _is_adverb(tokens.low[at]):
            break
    return 0


def _light(tokens: Tokens, sentence: Sentence, i: int, words: Lexicon) -> bool:
    """Tell whether a light verb such as "issue" has a noun of speech as its object."""
    for k in range(i + 1, min(i + 1 + _NEAR, sentence.last)):
        word = tokens.low[k]
        if word in words.light_nouns:
            return True
        if not word[0].isalnum() or word in PREPOSITIONS or tokens.quote[k] >= 0:
            return False
    return False


def _in_group(tokens: Tokens, sentence: Sentence, cue: Cue, *, light: bool) -> Cue | None:
    """Read the verb group before a cue; None where the words do not attribute."""
    capitalised = cue.first > sentence.first and tokens.text[cue.first][0].isupper()
    if capitalised and not _is_headline(tokens, sentence):
        return None
    group, seen = verb_group(tokens, cue.first, sentence.first)
    before = tokens.low[group - 1] if group > sentence.first else ""
    if seen & HYPOTHETICAL or (seen & NEGATIVE and cue.lemma not in _NOT_NEGATED):
        return None
    if not _is_verb(tokens, sentence, cue, before, seen):
        return None
    passive = bool(seen & BE) and cue.form in ("past", "participle")
    frame = Frame(frozenset({"object"})) if light and "clause" not in cue.frame else cue.frame
    kind: Type = "light" if light and frame is not cue.frame else "verb"
    return Cue(cue.first, cue.last, group, cue.lemma, cue.form, frame, kind, passive)


def verb_group(tokens: Tokens, i: int, first: int) -> tuple[int, set[str]]:
    """Return where the verb group that ends with token ``i`` begins, and its other words."""
    low = tokens.low
    seen: set[str] = set()
    while i > first and tokens.quote[i - 1] < 0:
        word = low[i - 1]
        if word in AUXILIARIES or _is_adverb(word):
            seen.add(word)
            i -= 1
        elif word in WEEKDAYS and i - 2 > first:
            i -= 3 if low[i - 3] == "late" else 2 if low[i - 2] == "on" else 1
        else:
            break
    return i, seen


def _is_adverb(word: str) -> bool:
    return word in ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NOT_ADVERBS)


_NOT_ADVERBS: Final = words("italy ally family assembly july reply apply supply rally daily")


def _is_verb(tokens: Tokens, sentence: Sentence, cue: Cue, before: str, seen: set[str]) -> bool:
    """Tell a verb that attributes from a noun, an adjective or an idle infinitive."""
    if before == "to":
        return _is_continuation(tokens, cue, sentence)
    if before in DETERMINERS and before not in ("that", "this", "those", "some", "all", "most"):
        return False
    if before == "'s" and not seen:
        return False
    after = tokens.low[cue.last] if cue.last < sentence.last else ""
    match cue.form:
        case "ing":
            return before not in PREPOSITIONS or before in _GERUND_OPENERS
        case "base":
            return _has_plural_subject(before, seen) and after not in _NOUN_FOLLOWERS - {"of"}
        case "present" if cue.lemma == "state":
            return tokens.quote[min(cue.last, sentence.last - 1)] >= 0 or after in (
                "that",
                ":",
                ",",
            )
        case "present":
            return before not in PREPOSITIONS and not (
                cue.lemma in lexicon().nouns and after in _NOUN_FOLLOWERS
            )
        case _:
            return before not in PREPOSITIONS or bool(seen & AUXILIARIES)


def _is_headline(tokens: Tokens, sentence: Sentence) -> bool:
    """Tell whether nearly all words are capitalised and no full stop ends them."""
    words = [w for w in tokens.text[sentence.first : sentence.last] if w[0].isalpha()]
    upper = sum(w[0].isupper() for w in words)
    return tokens.text[sentence.last - 1] != "." and upper * 4 >= len(words) * 3


def _has_plural_subject(before: str, seen: set[str]) -> bool:
    if seen & (_FORWARD | {"to"}):
        return True
    return (
        before in _PLURAL_SUBJECTS
        or before in ("and", ",")
        or before.isdigit()
        or before.endswith(("men", "ople"))
        or (before.endswith("s") and not before.endswith(("ss", "us", "is")) and before != "'s")
    )


def _is_continuation(tokens: Tokens, cue: Cue, sentence: Sentence) -> bool:
    """Tell "went on to say" from an infinitive that only intends to."""
    at = cue.group - 2
    return at >= sentence.first and tokens.low[at] in _CONTINUING and cue.form == "base"


def _noun(tokens: Tokens, sentence: Sentence, i: int, words: Lexicon) -> Cue | None:
    """Find "Tehran's demand that", "the US demand for", "a threat by Tehran to"."""
    low, openers = tokens.low, words.nouns[tokens.low[i]]
    after = i + 1
    if after >= sentence.last or i == sentence.first:
        return None
    by = low[after] == "by"
    if not by and low[after] not in openers:
        return None
    before = low[i - 1]
    owned = before == "'s" or before in POSSESSIVES or tokens.text[i - 1][0].isupper()
    if not (owned or by):
        return None
    if low[after] == "for" and after + 1 < sentence.last and low[after + 1] == "comment":
        return None
    return Cue(i, after, i, low[i], "base", Frame(frozenset(), openers), "noun")
