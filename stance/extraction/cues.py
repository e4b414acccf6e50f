"""Cues: the words that attribute, found in a sentence outside its quotations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from stance.extraction.languages import Language
from stance.extraction.lexicon import Form, Frame, Lexicon
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence

Type = Literal["verb", "preposition", "quoted", "noun", "light"]

_NEAR: Final = 5  # tokens from "issue" to its "warning"
_NOTHING: Final = Frame(frozenset())
_CLAUSE: Final = Frame(frozenset({"clause", "quote"}))


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
    lexicon = tokens.language.lexicon
    low, quote = tokens.low, tokens.quote
    found: list[Cue] = []
    i = sentence.first
    while i < sentence.last:
        word = low[i]
        cue = None
        if quote[i] < 0:
            carried = bool(found) and found[-1].type == "light" and i - found[-1].last < _NEAR
            if word in lexicon.forms and not carried:
                cue = _verb(tokens, sentence, i, lexicon)
            elif word in lexicon.prepositions:
                cue = _preposition(tokens, sentence, i, lexicon)
            if cue is None and word in lexicon.nouns and not carried:
                cue = _noun(tokens, sentence, i, lexicon)
        if cue is not None:
            found.append(cue)
            i = cue.last
        else:
            i += 1
    return found


def _preposition(tokens: Tokens, sentence: Sentence, i: int, lexicon: Lexicon) -> Cue | None:
    for phrase in lexicon.prepositions[tokens.low[i]]:
        last = i + len(phrase)
        if last < sentence.last and tuple(tokens.low[i:last]) == phrase:
            capitalised = tokens.text[last][0].isupper()
            if phrase in lexicon.before_names and not capitalised:
                return None
            if phrase in lexicon.before_verbs:
                last = _past_verb(tokens, last, sentence.last)
            return Cue(i, last, i, " ".join(phrase), "base", _NOTHING, "preposition")
    return None


def _past_verb(tokens: Tokens, i: int, end: int) -> int:
    """Return the token behind a verb of saying at ``i``, else ``i``: "según ha dicho"."""
    language, k = tokens.language, i
    while k < end and (
        tokens.low[k] in language.words.auxiliaries or tokens.low[k] in language.words.clitics
    ):
        k += 1
    form = language.lexicon.forms.get(tokens.low[k]) if k < end else None
    return k + 1 if form is not None and form.form != "base" else i


def _verb(tokens: Tokens, sentence: Sentence, i: int, lexicon: Lexicon) -> Cue | None:
    form = lexicon.forms[tokens.low[i]]
    if tokens.low[i] in lexicon.relay_markers:
        marker = lexicon.relay_markers[tokens.low[i]]
        first = i + 1 - len(marker)
        if first >= sentence.first and tuple(tokens.low[first : i + 1]) == marker:
            return Cue(first, i + 1, first, form.lemma, form.form, _CLAUSE, "quoted")
    frame, last = lexicon.verbs.get(form.lemma, _NOTHING), i + 1
    for rest, phrase_frame in lexicon.phrases.get(form.lemma, ()):
        after = _follows(tokens, i + 1, sentence.last, rest)
        if after:
            frame, last = phrase_frame, after
            break
    light = form.lemma in lexicon.light_verbs and _light(tokens, sentence, i, lexicon)
    if not frame.frames and not light:
        return None
    return _in_group(tokens, sentence, Cue(i, last, i, form.lemma, form.form, frame), light=light)


def _follows(tokens: Tokens, i: int, end: int, words: tuple[str, ...]) -> int:
    """Return the token behind ``words`` at ``i`` (an adverb may stand before), else 0."""
    for at in (i, i + 1):
        if at + len(words) <= end and tuple(tokens.low[at : at + len(words)]) == words:
            return at + len(words)
        if at >= end or not is_adverb(tokens.language, tokens.low[at]):
            break
    return 0


def _light(tokens: Tokens, sentence: Sentence, i: int, lexicon: Lexicon) -> bool:
    """Tell whether a light verb such as "issue" has a noun of speech as its object."""
    prepositions = tokens.language.words.prepositions
    for k in range(i + 1, min(i + 1 + _NEAR, sentence.last)):
        word = tokens.low[k]
        if word in lexicon.light_nouns:
            return True
        if not word[0].isalnum() or word in prepositions or tokens.quote[k] >= 0:
            return False
    return False


def _in_group(tokens: Tokens, sentence: Sentence, cue: Cue, *, light: bool) -> Cue | None:
    """Read the verb group before a cue; None where the words do not attribute."""
    capitalised = cue.first > sentence.first and tokens.text[cue.first][0].isupper()
    if capitalised and not _is_headline(tokens, sentence):
        return None
    words, kept = tokens.language.words, tokens.language.lexicon.kept_when_negated
    group, seen = verb_group(tokens, cue.first, sentence.first)
    before = tokens.low[group - 1] if group > sentence.first else ""
    if seen & words.hypothetical or (seen & words.negatives and cue.lemma not in kept):
        return None
    if not _is_verb(tokens, sentence, cue, before, seen):
        return None
    passive = bool(seen & words.be) and cue.form in ("past", "participle")
    frame = Frame(frozenset({"object"})) if light and "clause" not in cue.frame else cue.frame
    kind: Type = "light" if light and frame is not cue.frame else "verb"
    return Cue(cue.first, cue.last, group, cue.lemma, cue.form, frame, kind, passive)


def verb_group(tokens: Tokens, i: int, first: int) -> tuple[int, set[str]]:
    """Return where the verb group that ends with token ``i`` begins, and its other words."""
    low, words = tokens.low, tokens.language.words
    constructions = tokens.language.constructions
    seen: set[str] = set()
    while i > first and tokens.quote[i - 1] < 0:
        word = low[i - 1]
        if word in words.auxiliaries or word in words.clitics or is_adverb(tokens.language, word):
            seen.add(word)
            i -= 1
        elif word in words.weekdays and i - 2 > first:
            if low[i - 3] in constructions.day_modifiers:
                i -= 3
            else:
                i -= 2 if low[i - 2] in constructions.day_prepositions else 1
        else:
            break
    return i, seen


def is_adverb(language: Language, word: str) -> bool:
    """Tell an adverb, by itself or by its ending, from a noun such as "the daily"."""
    if word in language.words.adverbs:
        return True
    return len(word) > 4 and language.grammar.is_adverb(word) and word not in language.nouns.groups


def _is_verb(tokens: Tokens, sentence: Sentence, cue: Cue, before: str, seen: set[str]) -> bool:
    """Tell a verb that attributes from a noun, an adjective or an idle infinitive."""
    language = tokens.language
    words, constructions = language.words, language.constructions
    if before in words.infinitive_markers:
        return _is_continuation(tokens, cue, sentence)
    if before in words.determiners and before not in words.pronominal_determiners:
        return False
    if before and before == language.grammar.genitive and not seen:
        return False
    after = tokens.low[cue.last] if cue.last < sentence.last else ""
    match cue.form:
        case "ing":
            return before not in words.prepositions or before in constructions.gerund_openers
        case "base" if not language.grammar.finite_base:
            return False
        case "base":
            plural = _has_plural_subject(language, before, seen)
            return plural and after not in constructions.plural_noun_followers
        case "present" if cue.lemma in language.lexicon.noun_like:
            quoted = tokens.quote[min(cue.last, sentence.last - 1)] >= 0
            return quoted or after in (":", ",") or after in words.complementizers
        case "present":
            return before not in words.prepositions and not (
                cue.lemma in language.lexicon.nouns and after in constructions.noun_followers
            )
        case "participle" if language.grammar.participles_need_auxiliary:
            return bool(seen & words.auxiliaries)
        case _:
            return before not in words.prepositions or bool(seen & words.auxiliaries)


def _is_headline(tokens: Tokens, sentence: Sentence) -> bool:
    """Tell whether nearly all words are capitalised and no full stop ends them."""
    words = [w for w in tokens.text[sentence.first : sentence.last] if w[0].isalpha()]
    upper = sum(w[0].isupper() for w in words)
    return tokens.text[sentence.last - 1] != "." and upper * 4 >= len(words) * 3


def _has_plural_subject(language: Language, before: str, seen: set[str]) -> bool:
    if seen & language.constructions.forward:
        return True
    grammar = language.grammar
    return (
        before in language.plural_subjects
        or before in language.words.and_words
        or before == ","
        or before.isdigit()
        or before.endswith(grammar.collective_endings)
        or (
            before.endswith(grammar.plural_endings)
            and not before.endswith(grammar.singular_endings)
            and before != grammar.genitive
        )
    )


def _is_continuation(tokens: Tokens, cue: Cue, sentence: Sentence) -> bool:
    """Tell "went on to say" from an infinitive that only intends to."""
    at, continuing = cue.group - 2, tokens.language.constructions.continuing
    return at >= sentence.first and tokens.low[at] in continuing and cue.form == "base"


def _noun(tokens: Tokens, sentence: Sentence, i: int, lexicon: Lexicon) -> Cue | None:
    """Find "Tehran's demand that", "the US demand for", "a threat by Tehran to"."""
    low, language, openers = tokens.low, tokens.language, lexicon.nouns[tokens.low[i]]
    after = i + 1
    if after >= sentence.last or i == sentence.first:
        return None
    by = low[after] in language.words.agent_prepositions
    if not by and low[after] not in openers:
        return None
    before = low[i - 1]
    owned = before == language.grammar.genitive or before in language.words.possessives
    if not (owned or by or tokens.text[i - 1][0].isupper()):
        return None
    requests = language.constructions.idle_requests
    if any(tuple(low[after : after + len(words)]) == words for words in requests):
        return None
    return Cue(i, after, i, low[i], "base", Frame(frozenset(), openers), "noun")
