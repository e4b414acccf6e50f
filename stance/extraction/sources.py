"""Sources: the noun phrases that cues attribute to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from stance.extraction.cues import Cue
from stance.extraction.lexicon import lexicon
from stance.extraction.quotations import MARKS
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence
from stance.extraction.vocabulary import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    CONJUNCTIONS,
    CONTENT_VERBS,
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

_LONGEST: Final = 25
_NOT_IN_PHRASE: Final = frozenset(",;:()[]{}–—.!?…|/") | MARKS
# Prepositions that tie a source's own words together: "head of", "spokesman for".
_TYING: Final = frozenset({"of", "for", "from", "at", "to", "with", "in"})
_FAMILIAR: Final = frozenset({"familiar", "close", "privy", "related"})
_LEADING: Final = frozenset(
    "but and or yet so meanwhile however also still now then earlier later separately instead "
    "previously otherwise recently although though while when as if after because since before "
    "that whereas where whether until unless once even only perhaps the-then today yesterday".split()
)


class Phrase(NamedTuple):
    """A range of tokens."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Source:
    """A noun phrase that names a source, and what stands in apposition to it.

    ``left`` and ``right`` bound the whole of it, appositions and commas between included.
    """

    phrase: Phrase
    apposition: Phrase | None = None

    @property
    def left(self) -> int:
        return min(
            self.phrase.first, self.apposition.first if self.apposition else self.phrase.first
        )

    @property
    def right(self) -> int:
        return max(self.phrase.last, self.apposition.last if self.apposition else self.phrase.last)


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
        return _or_none(_rightwards(tokens, cue.last, sentence.last), "agent")
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
    return _or_none(_leftwards(tokens, sentence, at + 1), "subject")


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
    for k in range(at, max(sentence.first, at - _LONGEST), -1):
        if tokens.quote[k] >= 0 or not (
            tokens.low[k][0].isalnum() or tokens.low[k] in ("'s", "-", ",")
        ):
            break
        if tokens.low[k] == "with" and tokens.low[k - 1] == ",":
            return _or_none(_trimmed(tokens, k + 1, at + 1), "subject")
    return Found(None, "shared")


def _inverted(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    if cue.form == "ing":
        return Found(None, "shared")
    return _or_none(_rightwards(tokens, cue.last, sentence.last), "inverted")


def _behind_comma(tokens: Tokens, sentence: Sentence, cue: Cue, comma: int) -> Found:
    if cue.form == "ing":
        if tokens.low[cue.group] in ("with",):
            return Found(None, "shared")
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
        if _is_finite(tokens, k) or word in SUBJECT_PRONOUNS or tokens.quote[k] >= 0 or word == ":":
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
        source = _leftwards(tokens, sentence, first)
        if source is not None and _is_nominal(tokens, source.phrase):
            candidates.append((first, source))
    opening = [c for c in candidates if _opens_sentence(tokens, sentence, c[1].left)]
    for first, source in opening[-1:] or candidates[:1]:
        inner = Phrase(first + 1, comma)
        left = source.left
        if left > sentence.first and tokens.low[left - 1] == ",":
            longer = _leftwards(tokens, sentence, left - 1)
            if (
                longer
                and _is_description(tokens, longer.phrase)
                and _is_name(tokens, source.phrase)
            ):
                return Source(source.phrase, longer.phrase)
        return replace(source, apposition=inner)
    return _leftwards(tokens, sentence, comma)


def _opens_sentence(tokens: Tokens, sentence: Sentence, left: int) -> bool:
    return all(
        tokens.low[k] in _LEADING or tokens.low[k] in ADVERBS or tokens.low[k] == ","
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
    source = _leftwards(tokens, sentence, end)
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
            return _or_none(_rightwards(tokens, k + 1, end), "agent")
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
            if group < k and tokens.low[k].endswith("ed") and k + 1 < cue.first + 1:
                if k + 1 == cue.first or tokens.low[k + 1] in PREPOSITIONS:
                    return _or_none(_leftwards(tokens, sentence, group), "subject")
            return _or_none(_rightwards(tokens, k + 1, cue.first), "subject")
    return Found(None, "shared")


def _possessor(tokens: Tokens, sentence: Sentence, cue: Cue) -> Found:
    if tokens.low[cue.last] == "by":
        return _or_none(_rightwards(tokens, cue.last + 1, sentence.last), "agent")
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


# Noun phrases -----------------------------------------------------------------------------------


def _is_finite(tokens: Tokens, k: int) -> bool:
    """Tell a word that is surely a finite verb."""
    word = tokens.low[k]
    if word in AUXILIARIES:
        return True
    if tokens.text[k][0].isupper():
        return False
    if word in CONTENT_VERBS:
        return True
    if len(word) > 4 and word.endswith("ed"):
        return tokens.low[k - 1] not in DETERMINERS if k else True
    form = lexicon().forms.get(word)
    return form is not None and form.form in ("past", "present") and word not in lexicon().nouns


def _leftwards(tokens: Tokens, sentence: Sentence, end: int) -> Source | None:
    """Read the noun phrase that ends before token ``end``."""
    low, text = tokens.low, tokens.text
    first = end
    floor = max(sentence.first, end - _LONGEST)
    if end > floor and low[end - 1] in SUBJECT_PRONOUNS and tokens.quote[end - 1] < 0:
        return Source(Phrase(end - 1, end))
    while first > floor:
        k = first - 1
        word = low[k]
        if first < end and low[first] in ARTICLES and not _may_precede_article(tokens, k):
            break
        stops = text[k] in _NOT_IN_PHRASE and word != "'s"
        if stops or tokens.quote[k] >= 0 or (word == "-" and _is_dash(tokens, k)):
            break
        if word in SUBORDINATORS:
            break
        if _is_finite(tokens, k) and not (word.endswith("ed") and _is_modifier(tokens, k, end)):
            break
        first = k
    return _trimmed(tokens, first, end)


def _may_precede_article(tokens: Tokens, k: int) -> bool:
    """Tell "head of the bank" from "a claim the bank", where a second phrase begins."""
    word = tokens.low[k]
    return word in PREPOSITIONS or word in CONJUNCTIONS or word.endswith(("ed", "ing", "ly"))


def _is_dash(tokens: Tokens, k: int) -> bool:
    return k > 0 and tokens.start[k] > tokens.end[k - 1]


def _is_modifier(tokens: Tokens, k: int, end: int) -> bool:
    """Tell "a statement released by the ministry" and "the elected leader" from a clause."""
    if k + 1 >= end:
        return False
    after = tokens.low[k + 1]
    return after in ("by", "in", "on", "to") or (k > 0 and tokens.low[k - 1] in DETERMINERS)


def _trimmed(tokens: Tokens, first: int, end: int) -> Source | None:
    """Drop what opens the clause and is not part of the noun phrase."""
    low = tokens.low
    while first < end:
        word = low[first]
        if word in _LEADING or word in ADVERBS - DETERMINERS or word in CONJUNCTIONS:
            first += 1
        elif word in PREPOSITIONS:
            first = _past_preposition(tokens, first, end)
        else:
            break
    first = _right_conjunct(tokens, first, end)
    if first >= end or not any(w[0].isalnum() for w in low[first:end]):
        return None
    if low[end - 1] in PREPOSITIONS or low[end - 1] in ARTICLES:
        return None
    return Source(Phrase(first, end))


def _past_preposition(tokens: Tokens, first: int, end: int) -> int:
    """Skip "in Moscow", "on Monday", "at the same time" before a subject."""
    k = first + 1
    if k < end and tokens.low[k] in DETERMINERS:
        k += 1
    begun = k
    while k < end:
        word = tokens.low[k]
        if k > begun and (word in DETERMINERS or word in SUBJECT_PRONOUNS):
            return k
        if k > begun and tokens.text[k][0].isupper() and not _same_case(tokens, k, begun):
            return k
        if k > begun and tokens.low[k - 1] in TIMES and word not in TIMES and not word[0].isdigit():
            return k
        k += 1
    return end


def _same_case(tokens: Tokens, k: int, begun: int) -> bool:
    """Tell whether a capitalised word goes on with the name that the preposition governs."""
    return tokens.text[begun][0].isupper() and k - begun < 1


def _right_conjunct(tokens: Tokens, first: int, end: int) -> int:
    """Keep "A and B" as one source, but cut "... was late and B"."""
    low = tokens.low
    for k in range(end - 2, first, -1):
        if low[k] not in ("and", "or"):
            continue
        left = range(first, k)
        tying = _TYING | {"by"} if any(low[m] in VEHICLES for m in left) else _TYING
        clausal = len(left) > 8 or any(low[m] in PREPOSITIONS and low[m] not in tying for m in left)
        if clausal or low[k + 1] in SUBJECT_PRONOUNS:
            return k + 1
    return first


def _rightwards(tokens: Tokens, first: int, end: int) -> Source | None:
    """Read the noun phrase that begins at token ``first``, and an apposition behind a comma."""
    last = _phrase_end(tokens, first, end)
    if last <= first or tokens.low[first] in PREPOSITIONS:
        return None
    phrase = Phrase(first, last)
    if last + 1 < end and tokens.low[last] == "," and tokens.quote[last] < 0:
        tail = _phrase_end(tokens, last + 1, end)
        if tail > last + 1 and _may_describe(tokens, last + 1, tail, end):
            return Source(phrase, Phrase(last + 1, tail))
    return Source(phrase)


def _may_describe(tokens: Tokens, first: int, last: int, end: int) -> bool:
    word = tokens.low[first]
    if word in SUBJECT_PRONOUNS or word in PREPOSITIONS or word in ADVERBS or word.endswith("ing"):
        return False
    return last >= end or not _is_finite(tokens, last) or tokens.low[last] == ","


def _phrase_end(tokens: Tokens, first: int, end: int) -> int:
    low, k = tokens.low, first
    limit = min(end, first + _LONGEST)
    while k < limit:
        word = low[k]
        if (tokens.text[k] in _NOT_IN_PHRASE and word != "'s") or tokens.quote[k] >= 0:
            break
        if word in SUBORDINATORS:
            break
        if k > first and (_stops_phrase(tokens, k) or low[k - 1] in PRONOUNS - POSSESSIVES):
            break
        k += 1
    while k > first and (low[k - 1] in PREPOSITIONS or low[k - 1] in CONJUNCTIONS):
        k -= 1
    return k


def _stops_phrase(tokens: Tokens, k: int) -> bool:
    word, before = tokens.low[k], tokens.low[k - 1]
    if word in PREPOSITIONS:
        after = tokens.low[k + 1] if k + 1 < len(tokens) else ""
        if word in ("to", "with"):
            return before not in _FAMILIAR and before not in (
                "ambassador",
                "envoy",
                "adviser",
                "advisor",
            )
        return (
            word not in _TYING
            or after in TIMES
            or after in ("a", "an", "response")
            and word == "in"
        )
    if word in TIMES and word not in ("last", "this") and not tokens.text[k][0].isupper():
        return word in ("yesterday", "today", "tonight", "late", "earlier")
    if word.capitalize() == tokens.text[k] and word in TIMES:
        return True
    if word in SUBJECT_PRONOUNS:
        return True
    if word in ADVERBS - DETERMINERS and word not in ("first", "then", "long"):
        return True
    if word.endswith("ly") and len(word) > 5 and tokens.text[k].islower():
        return word not in ("family", "early", "daily", "assembly", "elderly", "monthly", "weekly")
    return _is_finite(tokens, k) and not _is_modifier(tokens, k, len(tokens))


def main_subject(tokens: Tokens, sentence: Sentence) -> Source | None:
    """Find the subject of the sentence's main clause."""
    low = tokens.low
    k = sentence.first
    while k < sentence.last and (low[k] in _LEADING or low[k] in ADVERBS or low[k] == ","):
        k += 1
    if k < sentence.last and low[k] in PREPOSITIONS | SUBORDINATORS:
        comma = next(
            (
                m
                for m in range(k, min(sentence.last, k + 25))
                if low[m] == "," and tokens.quote[m] < 0
            ),
            None,
        )
        if comma is None:
            return None
        k = comma + 1
    while k + 1 < sentence.last and low[k] in PREPOSITIONS and low[k + 1] in TIMES:
        k += 2
    if k >= sentence.last or tokens.quote[k] >= 0:
        return None
    return _rightwards(tokens, k, sentence.last)
