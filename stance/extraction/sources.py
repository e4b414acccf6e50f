"""Sources: which noun phrase a cue attributes to."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

from stance.extraction.cues import Cue
from stance.extraction.phrases import (
    LEADING,
    LONGEST,
    Phrase,
    Source,
    is_finite,
    leftwards,
    rightwards,
    trimmed,
)
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence
from stance.extraction.vocabulary import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FIRST_PERSON,
    GROUP_NOUNS,
    PERSON_NOUNS,
    PLURAL_PEOPLE,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SENTENCE_OPENERS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIMES,
    VEHICLES,
)

Relation = Literal["subject", "inverted", "shared", "relative", "agent", "none"]


class Found(NamedTuple):
    """A source and how it stands to its cue; ``shared`` means that of an earlier cue."""

    source: Source | None
    relation: Relation


def may_speak(tokens: Tokens, source: Source, cue: Cue) -> bool:
    """Tell whether a noun phrase may be the source of a cue.

    Verbs of saying make a source of anything; of what demands, rejects or threatens only people
    and their bodies are speakers, not conflicts or weather.
    """
    first, last = source.phrase
    low = tokens.low
    if low[first] in FIRST_PERSON or low[first] in ("no", "nobody", "none", "you"):
        return False
    if cue.type in ("preposition", "quoted"):
        return True
    if "clause" in cue.frame and "object" not in cue.frame:
        return True
    if any(tokens.text[k][0].isupper() for k in range(first, last)):
        head = next((k for k in range(first + 1, last) if low[k] in PREPOSITIONS), last) - 1
        return tokens.text[head][0].isupper() or _is_speaker_noun(low[head]) or head == first
    return any(_is_speaker_noun(low[k]) for k in range(first, last))


def _is_speaker_noun(word: str) -> bool:
    return (
        word in PERSON_NOUNS
        or word in PLURAL_PEOPLE
        or word in GROUP_NOUNS
        or word in VEHICLES
        or word in PRONOUNS
        or word in DETERMINERS - ARTICLES
        or word in ("'s", "former", "latter", "pair", "who")
        or word.endswith(("ers", "ors", "ists", "ians", "men", "women", "ist", "man", "woman"))
    )


def find_source(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    """Find the source of a cue."""
    if cue.type == "preposition":
        return _or_none(rightwards(tokens, cue.last, sentence.last), "agent")
    if cue.type == "quoted":
        return _quoted(tokens, sentence, cue)
    if cue.type == "noun":
        return _possessor(tokens, sentence, cue)
    if cue.passive:
        return _agent(tokens, sentence, cue)
    return _of_verb(tokens, sentence, cue)


def _or_none(source: Source | None, relation: Relation) -> Found:
    return Found(source, relation) if source else Found(None, "none")


def _of_verb(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    at = cue.group - 1
    if at < sentence.first:
        return _inverted(tokens, sentence, cue)
    word = tokens.low[at]
    if tokens.quote[at] >= 0:
        return _inverted(tokens, sentence, cue)
    if word == ",":
        return _behind_comma(tokens, sentence, cue, at)
    if word in CONJUNCTIONS or word == "then":
        return Found(None, "shared")
    if word in ("who", "which", "that"):
        return _or_none(_antecedent(tokens, sentence, at), "relative")
    if cue.form == "ing" and not _is_progressive(tokens, cue):
        return _of_participle(tokens, sentence, at)
    if word == ")":
        at = _before_bracket(tokens, sentence, at)
    return _or_none(leftwards(tokens, sentence, at + 1), "subject")


def _is_progressive(tokens: Tokens, cue: Cue) -> bool:
    return cue.group < cue.first and any(
        w in AUXILIARIES for w in tokens.low[cue.group : cue.first]
    )


def _before_bracket(tokens: Tokens, sentence: Sentence, at: int) -> int:
    for k in range(at, max(sentence.first, at - 12) - 1, -1):
        if tokens.text[k] == "(":
            return k - 1
    return at


def _of_participle(tokens: Tokens, sentence: Sentence, at: int) -> Found:
    """Find whose "saying" it is: "with Smith saying", else the main clause's subject."""
    for k in range(at, max(sentence.first, at - LONGEST), -1):
        if tokens.quote[k] >= 0 or not (
            tokens.low[k][0].isalnum() or tokens.low[k] in ("'s", "-", ",")
        ):
            break
        if tokens.low[k] == "with" and tokens.low[k - 1] == ",":
            return _or_none(trimmed(tokens, k + 1, at + 1), "subject")
    return Found(None, "shared")


def _inverted(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    if cue.form == "ing":
        return Found(None, "shared")
    return _or_none(rightwards(tokens, cue.last, sentence.last), "inverted")


def _behind_comma(tokens: Tokens, sentence: Sentence, cue: Cue, comma: int) -> Found:
    if cue.form == "ing":
        return Found(None, "shared")
    if comma > sentence.first and tokens.quote[comma - 1] >= 0:
        return _inverted(tokens, sentence, cue)
    if _names_behind(tokens, cue.last, sentence.last):
        return _inverted(tokens, sentence, cue)
    source = _around_parenthesis(tokens, sentence, comma)
    return Found(source, "subject") if source else Found(None, "shared")


def _names_behind(tokens: Tokens, i: int, end: int) -> bool:
    """Tell whether only a name or description, and no clause, follows up to the next stop."""
    k = i
    if i < end and (tokens.low[i] in PREPOSITIONS or tokens.low[i] in ADVERBS - DETERMINERS):
        return False
    while k < min(end, i + 14):
        word = tokens.low[k]
        if word in (",", ".", ";"):
            break
        if is_finite(tokens, k) or word in SUBJECT_PRONOUNS or tokens.quote[k] >= 0 or word == ":":
            return False
        k += 1
    return k > i and (
        tokens.text[i][0].isupper()
        or tokens.low[i] in ARTICLES
        or any(_is_speaker_noun(w) for w in tokens.low[i:k])
    )


def _around_parenthesis(tokens: Tokens, sentence: Sentence, comma: int) -> Source | None:
    """Find the subject before what stands between commas: "Smith, for his part, said"."""
    candidates: list[tuple[int, Source]] = []
    for first in range(comma - 1, max(sentence.first, comma - 40), -1):
        if tokens.low[first] != "," or tokens.quote[first] >= 0:
            continue
        source = leftwards(tokens, sentence, first)
        if source is not None and _is_nominal(tokens, source.phrase):
            candidates.append((first, source))
    opening = [c for c in candidates if _opens_sentence(tokens, sentence, c[1].left)]
    for first, source in opening[-1:] or candidates[:1]:
        inner = Phrase(first + 1, comma)
        left = source.left
        if left > sentence.first and tokens.low[left - 1] == ",":
            longer = leftwards(tokens, sentence, left - 1)
            if (
                longer
                and _is_description(tokens, longer.phrase)
                and _is_name(tokens, source.phrase)
            ):
                return Source(source.phrase, longer.phrase)
        return replace(source, apposition=inner)
    return leftwards(tokens, sentence, comma)


def _opens_sentence(tokens: Tokens, sentence: Sentence, left: int) -> bool:
    return all(
        tokens.low[k] in LEADING or tokens.low[k] in ADVERBS or tokens.low[k] == ","
        for k in range(sentence.first, left)
    )


def _is_description(tokens: Tokens, phrase: Phrase) -> bool:
    return any(w in PERSON_NOUNS for w in tokens.low[phrase.first : phrase.last])


def _is_name(tokens: Tokens, phrase: Phrase) -> bool:
    return tokens.text[phrase.first][0].isupper() and tokens.text[phrase.last - 1][0].isupper()


def _is_nominal(tokens: Tokens, phrase: Phrase) -> bool:
    """Tell whether a phrase can be a subject at all, and is not "on Tuesday" or "meanwhile"."""
    first = tokens.low[phrase.first]
    words = tokens.low[phrase.first : phrase.last]
    return not (
        first in PREPOSITIONS
        or first in SUBORDINATORS
        or all(w in ADVERBS or w in TIMES for w in words)
    )


def _antecedent(tokens: Tokens, sentence: Sentence, at: int) -> Source | None:
    end = at
    if end > sentence.first and tokens.low[end - 1] == ",":
        end -= 1
    source = leftwards(tokens, sentence, end)
    if source is None:
        return None
    # "a summit with the leader, who said": the antecedent is the nearest noun phrase.
    first, last = source.phrase
    for k in range(last - 1, first, -1):
        if tokens.low[k] in PREPOSITIONS and tokens.low[k] not in ("of", "for"):
            return Source(Phrase(k + 1, last))
    return source


def _agent(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    """Find "by X" behind a passive."""
    end = min(sentence.last, cue.last + 15)
    for k in range(cue.last, end):
        word = tokens.low[k]
        if word == "by":
            end = sentence.last
            if cue.lemma == "accuse":
                end = next((m for m in range(k, end) if tokens.low[m] == "of"), end)
            return _or_none(rightwards(tokens, k + 1, end), "agent")
        if not word[0].isalnum() or tokens.quote[k] >= 0:
            break
    return Found(None, "none")


def _quoted(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    """Find X in "quoted X as saying" and "X was quoted by Y as saying"."""
    for k in range(cue.first - 1, max(sentence.first, cue.first - 20) - 1, -1):
        if tokens.low[k] in ("quoted", "quoting", "quotes", "quote", "cited", "citing", "cites"):
            group = k
            while group > sentence.first and (
                tokens.low[group - 1] in AUXILIARIES or tokens.low[group - 1] in ADVERBS
            ):
                group -= 1
            passive = group < k and tokens.low[k].endswith("ed")
            if passive and (k + 1 == cue.first or tokens.low[k + 1] in PREPOSITIONS):
                return _or_none(leftwards(tokens, sentence, group), "subject")
            return _or_none(rightwards(tokens, k + 1, cue.first), "subject")
    return Found(None, "shared")


def _possessor(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    if tokens.low[cue.last] == "by":
        return _or_none(rightwards(tokens, cue.last + 1, sentence.last), "agent")
    at = cue.first - 1
    if tokens.low[at] in POSSESSIVES:
        return Found(Source(Phrase(at, cue.first)), "subject")
    end = at if tokens.low[at] == "'s" else cue.first
    first = end
    while first > sentence.first and tokens.text[first - 1][0].isupper():
        if tokens.low[first - 1] in SENTENCE_OPENERS:
            break
        first -= 1
    return _or_none(Source(Phrase(first, end)) if first < end else None, "subject")
