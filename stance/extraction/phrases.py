"""Noun phrases: read by closed-class words and capitals, leftwards or rightwards of a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from stance.extraction.quotations import MARKS
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence

LONGEST: Final = 25
_NOT_IN_PHRASE: Final = frozenset(",;:()[]{}–—.!?…|/") | MARKS


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
        """The first token of the whole."""
        return min(
            self.phrase.first, self.apposition.first if self.apposition else self.phrase.first
        )

    @property
    def right(self) -> int:
        """The token behind the whole."""
        return max(self.phrase.last, self.apposition.last if self.apposition else self.phrase.last)


def is_finite(tokens: Tokens, k: int) -> bool:
    """Tell a word that is surely a finite verb."""
    word, language = tokens.low[k], tokens.language
    words, lexicon = language.words, language.lexicon
    if word in words.auxiliaries:
        return True
    if tokens.text[k][0].isupper():
        return False
    if word in words.content_verbs:
        return True
    if len(word) > 4 and word.endswith(language.grammar.finite_endings):
        return tokens.low[k - 1] not in words.determiners if k else True
    form = lexicon.forms.get(word)
    if form is None or word in lexicon.nouns:
        return False
    if form.form == "base":
        return language.grammar.finite_base and _after_plural(tokens, k)
    return form.form in ("past", "present")


def _after_plural(tokens: Tokens, k: int) -> bool:
    before, language = tokens.low[k - 1], tokens.language
    return k > 0 and (before in language.nouns.people or before in language.words.they)


def leftwards(tokens: Tokens, sentence: Sentence, end: int) -> Source | None:
    """Read the noun phrase that ends before token ``end``."""
    low, text, words = tokens.low, tokens.text, tokens.language.words
    grammar = tokens.language.grammar
    first = end
    floor = max(sentence.first, end - LONGEST)
    if end > floor and low[end - 1] in words.subject_pronouns and tokens.quote[end - 1] < 0:
        return Source(Phrase(end - 1, end))
    while first > floor:
        k = first - 1
        word = low[k]
        if first < end and low[first] in words.articles and not _may_precede_article(tokens, k):
            break
        stops = text[k] in _NOT_IN_PHRASE and word != grammar.genitive
        if stops or tokens.quote[k] >= 0 or (word == "-" and _is_dash(tokens, k)):
            break
        if word in words.subordinators:
            break
        participle = word.endswith(grammar.participle_endings)
        if is_finite(tokens, k) and not (participle and _is_modifier(tokens, k, end)):
            break
        first = k
    return trimmed(tokens, first, end)


def _may_precede_article(tokens: Tokens, k: int) -> bool:
    """Tell "head of the bank" from "a claim the bank", where a second phrase begins."""
    word, words, grammar = tokens.low[k], tokens.language.words, tokens.language.grammar
    if word in words.prepositions or word in words.conjunctions:
        return True
    return word.endswith(grammar.modifier_endings)


def _is_dash(tokens: Tokens, k: int) -> bool:
    return k > 0 and tokens.start[k] > tokens.end[k - 1]


def _is_modifier(tokens: Tokens, k: int, end: int) -> bool:
    """Tell "a statement released by the ministry" and "the elected leader" from a clause."""
    if k + 1 >= end:
        return False
    after, language = tokens.low[k + 1], tokens.language
    if after in language.constructions.participle_followers:
        return True
    return k > 0 and tokens.low[k - 1] in language.words.determiners


def trimmed(tokens: Tokens, first: int, end: int) -> Source | None:
    """Drop what opens the clause and is not part of the noun phrase."""
    low, words = tokens.low, tokens.language.words
    while first < end:
        word = low[first]
        if word in words.leading or word in words.plain_adverbs or word in words.conjunctions:
            first += 1
        elif word in words.prepositions:
            first = _past_preposition(tokens, first, end)
        else:
            break
    first = _right_conjunct(tokens, first, end)
    if first >= end or not any(w[0].isalnum() for w in low[first:end]):
        return None
    if low[end - 1] in words.prepositions or low[end - 1] in words.articles:
        return None
    return Source(Phrase(first, end))


def _past_preposition(tokens: Tokens, first: int, end: int) -> int:
    """Skip "in Moscow", "on Monday", "at the same time" before a subject."""
    words = tokens.language.words
    k = first + 1
    if k < end and tokens.low[k] in words.determiners:
        k += 1
    begun = k
    while k < end:
        word = tokens.low[k]
        if k > begun and (word in words.determiners or word in words.subject_pronouns):
            return k
        if k > begun and tokens.text[k][0].isupper() and not _same_case(tokens, k, begun):
            return k
        if (
            k > begun
            and tokens.low[k - 1] in words.times
            and word not in words.times
            and not word[0].isdigit()
        ):
            return k
        k += 1
    return end


def _same_case(tokens: Tokens, k: int, begun: int) -> bool:
    """Tell whether a capitalised word goes on with the name that the preposition governs."""
    return tokens.text[begun][0].isupper() and k - begun < 1


def _right_conjunct(tokens: Tokens, first: int, end: int) -> int:
    """Keep "A and B" as one source, but cut "... was late and B"."""
    low, words = tokens.low, tokens.language.words
    vehicles = tokens.language.nouns.vehicles
    for k in range(end - 2, first, -1):
        if low[k] not in words.and_words and low[k] not in words.or_words:
            continue
        left, tying = range(first, k), words.tying_prepositions
        if any(low[m] in vehicles for m in left):
            tying = tying | words.agent_prepositions
        clausal = len(left) > 8 or any(
            low[m] in words.prepositions and low[m] not in tying for m in left
        )
        if clausal or low[k + 1] in words.subject_pronouns:
            return k + 1
    return first


def rightwards(tokens: Tokens, first: int, end: int) -> Source | None:
    """Read the noun phrase that begins at token ``first``, and an apposition behind a comma."""
    last = _phrase_end(tokens, first, end)
    if last <= first or tokens.low[first] in tokens.language.words.prepositions:
        return None
    phrase = Phrase(first, last)
    if last + 1 < end and tokens.low[last] == "," and tokens.quote[last] < 0:
        tail = _phrase_end(tokens, last + 1, end)
        if tail > last + 1 and _may_describe(tokens, last + 1, tail, end):
            return Source(phrase, Phrase(last + 1, tail))
    return Source(phrase)


def _may_describe(tokens: Tokens, first: int, last: int, end: int) -> bool:
    word, words = tokens.low[first], tokens.language.words
    if word in words.subject_pronouns or word in words.prepositions or word in words.adverbs:
        return False
    if word.endswith(tokens.language.grammar.undescribing_endings):
        return False
    return last >= end or not is_finite(tokens, last) or tokens.low[last] == ","


def _phrase_end(tokens: Tokens, first: int, end: int) -> int:
    low, k, words = tokens.low, first, tokens.language.words
    genitive = tokens.language.grammar.genitive
    limit = min(end, first + LONGEST)
    while k < limit:
        word = low[k]
        if (tokens.text[k] in _NOT_IN_PHRASE and word != genitive) or tokens.quote[k] >= 0:
            break
        if word in words.subordinators:
            break
        if k > first and (low[k - 1] in words.lone_pronouns or _stops_phrase(tokens, k)):
            break
        k += 1
    while k > first and (low[k - 1] in words.prepositions or low[k - 1] in words.conjunctions):
        k -= 1
    return k


def _stops_phrase(tokens: Tokens, k: int) -> bool:
    word, words = tokens.low[k], tokens.language.words
    if word in words.prepositions:
        return _parts(tokens, k)
    if word in words.times:
        if tokens.text[k][0].isupper() or word in words.phrase_times:
            if word.capitalize() == tokens.text[k]:
                return True
        else:
            return word in words.ending_times
    if word in words.subject_pronouns:
        return True
    if word in words.phrase_adverbs:
        return False
    if word in words.plain_adverbs:
        return True
    if len(word) > 5 and tokens.text[k].islower() and tokens.language.grammar.is_adverb(word):
        return True
    return is_finite(tokens, k) and not _is_modifier(tokens, k, len(tokens))


def _parts(tokens: Tokens, k: int) -> bool:
    """Tell whether a preposition ends a noun phrase, and does not tie its words together."""
    word, words = tokens.low[k], tokens.language.words
    constructions = tokens.language.constructions
    after = tokens.low[k + 1] if k + 1 < len(tokens) else ""
    if word in constructions.complement_prepositions:
        return tokens.low[k - 1] not in constructions.complement_takers
    if word not in words.tying_prepositions or after in words.times:
        return True
    return word in constructions.manner and after in constructions.manner_openers


def head_noun(tokens: Tokens, phrase: Phrase) -> int:
    """Return the token of a noun phrase that tells what it is: its last, or in Spanish its first."""
    language = tokens.language
    if not language.grammar.nouns_first:
        return phrase.last - 1
    inside = range(phrase.first, phrase.last)
    speakers = (k for k in inside if tokens.low[k] in language.nouns.speakers)
    others = (k for k in inside if tokens.low[k] not in language.words.determiners)
    return next(speakers, next(others, phrase.last - 1))


def main_subject(tokens: Tokens, sentence: Sentence) -> Source | None:
    """Find the subject of the sentence's main clause."""
    low, words = tokens.low, tokens.language.words
    k = sentence.first
    while k < sentence.last and (
        low[k] in words.leading or low[k] in words.adverbs or low[k] == ","
    ):
        k += 1
    if k < sentence.last and (low[k] in words.prepositions or low[k] in words.subordinators):
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
    while k + 1 < sentence.last and low[k] in words.prepositions and low[k + 1] in words.times:
        k += 2
    if k >= sentence.last or tokens.quote[k] >= 0 or _lacks_subject(tokens, k):
        return None
    return rightwards(tokens, k, sentence.last)


def _lacks_subject(tokens: Tokens, k: int) -> bool:
    """Tell a clause that opens with its verb, in a language that may drop the subject."""
    language, word = tokens.language, tokens.low[k]
    if not language.grammar.null_subjects:
        return False
    form = language.lexicon.forms.get(word)
    finite = form is not None and form.form in ("present", "past")
    return finite or word.endswith(language.grammar.sure_endings)
