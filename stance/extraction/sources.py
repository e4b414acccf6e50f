"""Sources: which noun phrase a cue attributes to."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal, NamedTuple

from stance.extraction.adverbials import past_adverbial, past_adverbs
from stance.extraction.cues import Cue
from stance.extraction.languages import Language
from stance.extraction.phrases import (
    LONGEST,
    Phrase,
    Source,
    head_noun,
    is_finite,
    leftwards,
    rightwards,
    trimmed,
)
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence

Relation = Literal["subject", "inverted", "shared", "relative", "agent", "none"]
_MOST_ADVERBIALS: Final = 3


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
    low, language = tokens.low, tokens.language
    prepositions = language.words.prepositions
    if low[first] in language.words.first_person:
        return False
    if low[first] in language.constructions.never_speakers:
        return False
    if language.grammar.late_subjects and _is_time(tokens, source.phrase):
        return False
    if cue.type in ("preposition", "quoted"):
        return True
    if "clause" in cue.frame and "object" not in cue.frame:
        return True
    if any(tokens.text[k][0].isupper() for k in range(first, last)):
        head = next((k for k in range(first + 1, last) if low[k] in prepositions), last) - 1
        if tokens.text[head][0].isupper() or head == first:
            return True
        return _is_speaker_noun(language, low[head_noun(tokens, Phrase(first, head + 1))])
    return any(_is_speaker_noun(language, low[k]) for k in range(first, last))


def _is_time(tokens: Tokens, phrase: Phrase) -> bool:
    """Tell "el lunes", which needs no preposition to say when."""
    words = tokens.language.words
    return all(
        w in words.times or w in words.determiners for w in tokens.low[phrase.first : phrase.last]
    )


def _is_speaker_noun(language: Language, word: str) -> bool:
    return word in language.speaker_words or word.endswith(language.grammar.speaker_endings)


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
    at, language = cue.group - 1, tokens.language
    if at < sentence.first:
        return _inverted(tokens, sentence, cue)
    word = tokens.low[at]
    if tokens.quote[at] >= 0:
        return _inverted(tokens, sentence, cue)
    if word == ",":
        return _behind_comma(tokens, sentence, cue, at)
    if word in language.words.conjunctions or word in language.constructions.sequels:
        return Found(None, "shared")
    if word in language.words.relatives:
        return _or_none(_antecedent(tokens, sentence, at), "relative")
    if cue.form == "ing" and not _is_progressive(tokens, cue):
        return _of_participle(tokens, sentence, at)
    if word == ")":
        at = _before_bracket(tokens, sentence, at)
    return _or_none(leftwards(tokens, sentence, at + 1), "subject")


def _is_progressive(tokens: Tokens, cue: Cue) -> bool:
    auxiliaries = tokens.language.words.auxiliaries
    return any(w in auxiliaries for w in tokens.low[cue.group : cue.first])


def _before_bracket(tokens: Tokens, sentence: Sentence, at: int) -> int:
    for k in range(at, max(sentence.first, at - 12) - 1, -1):
        if tokens.text[k] == "(":
            return k - 1
    return at


def _of_participle(tokens: Tokens, sentence: Sentence, at: int) -> Found:
    """Find whose "saying" it is: "with Smith saying", else the main clause's subject."""
    inside = (tokens.language.grammar.genitive, "-", ",")
    accompaniment = tokens.language.constructions.accompaniment
    for k in range(at, max(sentence.first, at - LONGEST), -1):
        word = tokens.low[k]
        if tokens.quote[k] >= 0 or not (word[0].isalnum() or word in inside):
            break
        if word in accompaniment and tokens.low[k - 1] == ",":
            return _or_none(trimmed(tokens, k + 1, at + 1), "subject")
    return Found(None, "shared")


def _inverted(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    if cue.form == "ing":
        return Found(None, "shared")
    first = cue.last
    if tokens.language.grammar.late_subjects:
        first = _past_adverbials(tokens, first, sentence.last)
    return _or_none(rightwards(tokens, first, sentence.last), "inverted")


def _past_adverbials(tokens: Tokens, k: int, end: int) -> int:
    """Return the token behind "ayer en Lima" in "dijo ayer en Lima el ministro"."""
    prepositions = tokens.language.words.prepositions
    for _ in range(_MOST_ADVERBIALS):
        k = past_adverbs(tokens, k, end)
        if k >= end or tokens.low[k] not in prepositions:
            break
        k = past_adverbial(tokens, k, end)
    return k


def _behind_comma(tokens: Tokens, sentence: Sentence, cue: Cue, comma: int) -> Found:
    if cue.form == "ing":
        return Found(None, "shared")
    if comma > sentence.first and tokens.quote[comma - 1] >= 0:
        return _inverted(tokens, sentence, cue)
    if _names_behind(tokens, cue.last, sentence.last):
        return _inverted(tokens, sentence, cue)
    if tokens.language.grammar.null_subjects and is_parenthetical(tokens, sentence, cue):
        return Found(None, "none")
    source = _around_parenthesis(tokens, sentence, comma)
    return Found(source, "subject") if source else Found(None, "shared")


def is_parenthetical(tokens: Tokens, sentence: Sentence, cue: Cue) -> bool:
    """Tell a cue alone between commas: "Los rebeldes, dijo, entregarán las armas"."""
    if cue.group <= sentence.first or cue.last >= sentence.last:
        return False
    return tokens.low[cue.group - 1] == "," == tokens.low[cue.last]


def _names_behind(tokens: Tokens, i: int, end: int) -> bool:
    """Tell whether only a name or description, and no clause, follows up to the next stop."""
    k, language, words = i, tokens.language, tokens.language.words
    if language.grammar.late_subjects:
        i = k = _past_adverbials(tokens, i, end)
    if i < end and (tokens.low[i] in words.prepositions or tokens.low[i] in words.plain_adverbs):
        return False
    while k < min(end, i + 14):
        word = tokens.low[k]
        if word in (",", ".", ";"):
            break
        if (
            is_finite(tokens, k)
            or word in words.subject_pronouns
            or tokens.quote[k] >= 0
            or word == ":"
        ):
            return False
        k += 1
    return k > i and (
        tokens.text[i][0].isupper()
        or tokens.low[i] in words.articles
        or any(_is_speaker_noun(language, w) for w in tokens.low[i:k])
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
    words = tokens.language.words
    return all(
        tokens.low[k] in words.leading or tokens.low[k] in words.adverbs or tokens.low[k] == ","
        for k in range(sentence.first, left)
    )


def _is_description(tokens: Tokens, phrase: Phrase) -> bool:
    persons = tokens.language.nouns.persons
    return any(w in persons for w in tokens.low[phrase.first : phrase.last])


def _is_name(tokens: Tokens, phrase: Phrase) -> bool:
    return tokens.text[phrase.first][0].isupper() and tokens.text[phrase.last - 1][0].isupper()


def _is_nominal(tokens: Tokens, phrase: Phrase) -> bool:
    """Tell whether a phrase can be a subject at all, and is not "on Tuesday" or "meanwhile"."""
    words, inside = tokens.language.words, tokens.low[phrase.first : phrase.last]
    return not (
        inside[0] in words.prepositions
        or inside[0] in words.subordinators
        or all(w in words.adverbs or w in words.times for w in inside)
    )


def _antecedent(tokens: Tokens, sentence: Sentence, at: int) -> Source | None:
    prepositions = tokens.language.words.prepositions
    links = tokens.language.constructions.antecedent_links
    end = at
    if end > sentence.first and tokens.low[end - 1] == ",":
        end -= 1
    source = leftwards(tokens, sentence, end)
    if source is None:
        return None
    # "a summit with the leader, who said": the antecedent is the nearest noun phrase.
    first, last = source.phrase
    for k in range(last - 1, first, -1):
        if tokens.low[k] in prepositions and tokens.low[k] not in links:
            return Source(Phrase(k + 1, last))
    return source


def _agent(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    """Find "by X" behind a passive."""
    words, accusing = tokens.language.words, tokens.language.lexicon.accusing
    genitives = words.genitive_prepositions
    end = min(sentence.last, cue.last + 15)
    for k in range(cue.last, end):
        word = tokens.low[k]
        if word in words.agent_prepositions:
            end = sentence.last
            if cue.lemma in accusing:
                end = next((m for m in range(k, end) if tokens.low[m] in genitives), end)
            return _or_none(rightwards(tokens, k + 1, end), "agent")
        if not word[0].isalnum() or tokens.quote[k] >= 0:
            break
    return Found(None, "none")


def _quoted(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    """Find X in "quoted X as saying" and "X was quoted by Y as saying"."""
    words, language = tokens.language.words, tokens.language
    for k in range(cue.first - 1, max(sentence.first, cue.first - 20) - 1, -1):
        if tokens.low[k] in language.lexicon.relay_verbs:
            group = k
            while group > sentence.first and (
                tokens.low[group - 1] in words.auxiliaries or tokens.low[group - 1] in words.adverbs
            ):
                group -= 1
            participle = tokens.low[k].endswith(language.grammar.participle_endings)
            passive = group < k and participle
            if passive and (k + 1 == cue.first or tokens.low[k + 1] in words.prepositions):
                return _or_none(leftwards(tokens, sentence, group), "subject")
            return _or_none(rightwards(tokens, k + 1, cue.first), "subject")
    return Found(None, "shared")


def _possessor(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    words, genitive = tokens.language.words, tokens.language.grammar.genitive
    if tokens.low[cue.last] in words.agent_prepositions:
        return _or_none(rightwards(tokens, cue.last + 1, sentence.last), "agent")
    at = cue.first - 1
    if tokens.low[at] in words.possessives:
        return Found(Source(Phrase(at, cue.first)), "subject")
    end = at if tokens.low[at] == genitive else cue.first
    first = end
    while first > sentence.first and tokens.text[first - 1][0].isupper():
        if tokens.low[first - 1] in words.sentence_openers:
            break
        first -= 1
    return _or_none(Source(Phrase(first, end)) if first < end else None, "subject")
