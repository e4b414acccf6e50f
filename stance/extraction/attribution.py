"""Attribution: which content belongs to which cue and source, within one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from stance.extraction.clauses import content_start, has_finite_verb
from stance.extraction.cues import Cue, find_cues
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence
from stance.extraction.sources import (
    Phrase,
    Relation,
    Source,
    find_source,
    main_subject,
    may_speak,
)
from stance.extraction.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    MEDIA_NAMES,
    MEDIA_NOUNS,
    PREPOSITIONS,
    PRONOUNS,
    SENTENCE_OPENERS,
)

Placement = Literal["before", "after", "around"]

_JOINING: Final = frozenset({"while", "but", "as", "with", "although", "though", "whereas", "and"})
_ASIDES: Final = frozenset(
    "which who whose where when while as after before since despite although though but amid hours days with".split()
)
_CONNECTIVE: Final = 3  # tokens of "In addition,"
_CLAUSE_STOPS: Final = frozenset({";"})
# What an attribution in mid-sentence may be followed by and still not be content.
_AFTERTHOUGHTS: Final = (("hours", "after"), ("a", "day"), ("days", "after"), ("shortly", "after"))


@dataclass(slots=True)
class Attribution:
    """A cue, its source and its content, as ranges of tokens.

    Attributes
    ----------
    sentence
        Where the attribution stands.
    cue
        None where a quotation is attributed by its place alone.
    source, relation
        Who, and how the source stands to the cue.
    placement
        Whether the content stands before or behind the attribution, or on both sides.
    spans
        The content.
    left, right
        The bounds of source and cue together.
    nested
        Whether it stands inside the content of another.
    """

    sentence: Sentence
    cue: Cue | None
    source: Source | None
    relation: Relation
    placement: Placement
    spans: list[Phrase]
    left: int
    right: int
    nested: bool = False
    sentences: list[Sentence] = field(default_factory=list)


def attribute(tokens: Tokens, sentence: Sentence) -> list[Attribution]:
    """Find the attributions of a sentence, in the order of their cues."""
    found: list[Attribution] = []
    for cue in find_cues(tokens, sentence):
        attribution = _read(tokens, sentence, cue, found)
        if attribution is not None:
            found.append(attribution)
    found = _without_repeats(tokens, found)
    for index, attribution in enumerate(found):
        _bound(tokens, attribution, found[index + 1 :])
    return _ranked(tokens, [a for a in found if _has_words(tokens, a)])


def _read(
    tokens: Tokens, sentence: Sentence, cue: Cue, earlier: Sequence[Attribution]
) -> Attribution | None:
    source, relation = find_source(tokens, sentence, cue)
    if relation == "shared":
        source = _shared_source(tokens, sentence, cue, earlier)
        if source is None:
            return None
    elif source is None and not _may_lack_source(tokens, sentence, cue):
        return None
    if source is not None and not may_speak(tokens, source, cue):
        return None
    left, right = _extent(cue, source, relation)
    found = Attribution(sentence, cue, source, relation, "after", [], left, right)
    if cue.type == "preposition":
        return _of_preposition(tokens, found)
    if cue.passive and source is not None and cue.lemma not in ("accuse", "blame"):
        return _of_passive(tokens, found)
    return _of_verb(tokens, found)


def _shared_source(
    tokens: Tokens, sentence: Sentence, cue: Cue, earlier: Sequence[Attribution]
) -> Source | None:
    for attribution in reversed(earlier):
        if attribution.cue and attribution.cue.type != "noun" and attribution.source:
            return attribution.source
    if cue.group == sentence.first:
        return None
    subject = main_subject(tokens, sentence)
    return subject if subject and subject.phrase.last <= cue.first else None


def _may_lack_source(tokens: Tokens, sentence: Sentence, cue: Cue) -> bool:
    """Tell whether an attribution without a source counts: "was accused of", "it was announced"."""
    if not cue.passive:
        return False
    if cue.lemma == "accuse":
        return True
    impersonal = cue.group > sentence.first and tokens.low[cue.group - 1] == "it"
    return impersonal and cue.last < sentence.last and tokens.low[cue.last] == "that"


def _extent(cue: Cue, source: Source | None, relation: Relation) -> tuple[int, int]:
    """Return the bounds of the cue and, unless it is shared, its source."""
    if source is None or relation == "shared":
        return cue.group, cue.last
    if relation in ("inverted", "agent"):
        return cue.group, max(cue.last, source.right)
    return min(cue.group, source.left), cue.last


def _of_preposition(tokens: Tokens, found: Attribution) -> Attribution | None:
    sentence, assert_source = found.sentence, found.source
    assert assert_source is not None  # noqa: S101  (a preposition without a source is not read)
    before = tokens.low[found.left - 1] if found.left > sentence.first else ""
    opens = found.left <= sentence.first or before in CONJUNCTIONS or before == ";"
    if not opens and not _only_openers(tokens, sentence.first, found.left):
        found.placement = "before"
        found.spans = [Phrase(_lead(tokens, found, found.left), found.left)]
        rest = _resumption(tokens, found, None)
        if rest is not None:
            short = found.left - sentence.first <= _CONNECTIVE
            found.placement = "after" if short else "around"
            found.spans = [rest] if short else [*found.spans, rest]
        return found
    right = found.right
    if right < sentence.last and tokens.low[right] == ",":
        found.spans = [Phrase(right + 1, sentence.last)]
        return found
    # An apposition cannot be told from the content: the phrase before the comma is the source.
    right = assert_source.phrase.last
    if right < sentence.last and tokens.low[right] == ",":
        found.source, found.right = Source(assert_source.phrase), right
        found.spans = [Phrase(right + 1, sentence.last)]
        return found
    return None


def _of_passive(tokens: Tokens, found: Attribution) -> Attribution | None:
    """Read "the offer was rejected by X": the subject is the content."""
    cue = found.cue
    if cue is None or "object" not in cue.frame:
        return None
    subject = main_subject(tokens, found.sentence)
    if (
        subject is None
        or subject.phrase.last > cue.first
        or tokens.low[subject.phrase.first] in PRONOUNS
    ):
        return None
    found.placement, found.spans = "before", [subject.phrase]
    return found


def _of_verb(tokens: Tokens, found: Attribution) -> Attribution | None:
    sentence, cue = found.sentence, found.cue
    if cue is None:
        return None
    start = content_start(
        tokens, cue, found.right, sentence.last, bare=found.relation not in ("inverted",)
    )
    if cue.lemma == "accuse" and cue.passive and start is None:
        return None
    before = _content_before(tokens, found)
    if before is not None and (start is None or _is_quoted_before(tokens, found)):
        found.placement, found.spans = "before", [before]
        rest = _resumption(tokens, found, start)
        if rest is None and not _is_content(tokens, found, before):
            return None
        if rest is not None:
            alone = _only_openers(tokens, before.first, before.last)
            found.placement = "after" if alone else "around"
            found.spans = [rest] if alone else [before, rest]
        return found
    if start is not None and start < sentence.last:
        found.spans = [Phrase(start, sentence.last)]
        return found
    return _relative_content(tokens, found)


def _relative_content(tokens: Tokens, found: Attribution) -> Attribution | None:
    """Read "a company that officials say is used to ...": the clause goes on behind the cue."""
    cue, sentence = found.cue, found.sentence
    if cue is None or "clause" not in cue.frame or found.left <= sentence.first:
        return None
    if tokens.low[found.left - 1] not in ("that", "which", "who", "what"):
        return None
    if cue.last < sentence.last and tokens.low[cue.last] in (
        "is",
        "was",
        "are",
        "were",
        "has",
        "have",
        "had",
        "would",
        "will",
        "could",
    ):
        found.spans = [Phrase(cue.last, sentence.last)]
        return found
    return None


def _content_before(tokens: Tokens, found: Attribution) -> Phrase | None:
    """Return what stands before the attribution, if it may be its content."""
    cue, sentence, left = found.cue, found.sentence, found.left
    if cue is None or found.relation in ("shared", "relative") or left <= sentence.first:
        return None
    if not cue.frame.frames & {"clause", "quote", "that"} or cue.form == "ing":
        return None
    if "clause" not in cue.frame and not _is_quoted_before(tokens, found):
        return None
    if tokens.quote[left - 1] < 0 and tokens.low[left - 1] not in (",", "–", "—"):
        return None
    first = _lead(tokens, found, left)
    return Phrase(first, left) if first < left else None


def _is_content(tokens: Tokens, found: Attribution, before: Phrase) -> bool:
    """Tell a clause or quotation from "In a statement, " before an attribution."""
    if _is_quoted_before(tokens, found):
        return True
    opens = tokens.low[before.first] in PREPOSITIONS
    return not opens or has_finite_verb(tokens, before.first, before.last, sure=True)


def _is_quoted_before(tokens: Tokens, found: Attribution) -> bool:
    left, first = found.left, found.sentence.first
    at = left - 1
    if at > first and tokens.low[at] == "," and tokens.quote[at] < 0:
        at -= 1
    return tokens.quote[at] >= 0


def _lead(tokens: Tokens, found: Attribution, left: int) -> int:
    """Return where the content before an attribution begins.

    Where the sentence opens with a quotation, openers such as "But" before it are left out.
    """
    first = found.sentence.first
    k = first
    while k < left and tokens.quote[k] < 0 and k - first < 3:
        if tokens.low[k] not in SENTENCE_OPENERS and tokens.low[k] != ",":
            return first
        k += 1
    return k if k < left and tokens.quote[k] >= 0 else first


def _only_openers(tokens: Tokens, first: int, last: int) -> bool:
    return all(
        tokens.low[k] in SENTENCE_OPENERS or tokens.low[k] == "," for k in range(first, last)
    )


def _resumption(tokens: Tokens, found: Attribution, start: int | None) -> Phrase | None:
    """Find where the content goes on behind an attribution in its midst."""
    sentence, right = found.sentence, found.right
    if start is not None and start < sentence.last and tokens.quote[start] >= 0:
        return Phrase(start, sentence.last)
    if right + 1 >= sentence.last or tokens.low[right] != ",":
        return None
    if tokens.quote[right + 1] >= 0:
        return Phrase(right + 1, sentence.last)
    first = found.spans[0]
    if _is_quoted_before(tokens, found) or tokens.low[right + 1].endswith("ing"):
        return None
    unfinished = (
        not has_finite_verb(tokens, first.first, first.last, sure=True)
        or tokens.low[right + 1] in AUXILIARIES
    )
    if unfinished and has_finite_verb(tokens, right + 1, sentence.last):
        return Phrase(right + 1, sentence.last)
    return None


# Bounds -----------------------------------------------------------------------------------------


def _without_repeats(tokens: Tokens, found: list[Attribution]) -> list[Attribution]:
    """Drop "he said" behind a quotation that an earlier cue already introduced."""
    kept: list[Attribution] = []
    for attribution in found:
        content = attribution.spans[0]
        repeated = attribution.placement != "after" and any(
            other.placement == "after"
            and other.spans[0].first > content.first
            and other.cue is not None
            and other.cue.first > content.first
            and _is_pronoun(tokens, attribution.source)
            for other in kept
        )
        if not repeated:
            kept.append(attribution)
    return kept


def _is_pronoun(tokens: Tokens, source: Source | None) -> bool:
    return source is not None and tokens.low[source.phrase.first] in PRONOUNS


def _bound(tokens: Tokens, attribution: Attribution, later: Sequence[Attribution]) -> None:
    """End the content behind a cue where another attribution of the same rank begins."""
    if attribution.placement == "before":
        return
    span = attribution.spans[-1]
    end = _natural_end(tokens, span, clausal=_is_clausal(tokens, attribution))
    for other in later:
        stop = _break_before(tokens, other, span.first)
        if stop is not None and span.first < stop < end:
            end = stop
            break
    attribution.spans[-1] = Phrase(span.first, end)


def _is_clausal(tokens: Tokens, attribution: Attribution) -> bool:
    """Tell whether the content is a clause or quotation, and not the object of its cue."""
    cue, first = attribution.cue, attribution.spans[-1].first
    if cue is None or cue.type in ("preposition", "quoted") or tokens.quote[first] >= 0:
        return True
    before = tokens.low[first - 1]
    return "clause" in cue.frame or before in ("that", ":")


def _natural_end(tokens: Tokens, span: Phrase, *, clausal: bool) -> int:
    """Return where content ends that no other attribution cuts short.

    Behind a clause everything up to the sentence's end belongs to it; behind an object a comma
    with a relative clause or a participle is the reporter's again.
    """
    low = tokens.low
    for k in range(span.first, span.last - 1):
        if tokens.quote[k] >= 0:
            continue
        if low[k] in _CLAUSE_STOPS:
            return k
        if low[k] != ",":
            continue
        if tuple(low[k + 1 : k + 3]) in _AFTERTHOUGHTS:
            return k
        if not clausal and (low[k + 1] in _ASIDES or low[k + 1].endswith("ing")):
            return k
    return span.last


def _break_before(tokens: Tokens, other: Attribution, start: int) -> int | None:
    """Return where content that began at ``start`` ends because of a later attribution."""
    at = other.left - 1
    if at <= start or other.cue is None or other.cue.type == "noun":
        return None
    word = tokens.low[at]
    if tokens.quote[at] >= 0:
        # The comma stands inside the quotation mark.
        return at + 1 if other.relation == "shared" or other.placement != "after" else None
    if other.placement in ("before", "around"):
        return at if word == "," or other.cue.type == "preposition" else None
    while at > start and word in ADVERBS:
        at -= 1
        word = tokens.low[at]
    comma = tokens.low[at - 1] == ","
    if other.relation == "shared":
        return _shared_break(word, at, comma=comma, ing=other.cue.form == "ing")
    if other.relation == "relative":
        return at if word == "," or comma else None
    if word not in _JOINING:
        return None
    if comma:
        return at - 1
    pronoun = _is_pronoun(tokens, other.source)
    return at if pronoun or word != "and" else None


def _shared_break(word: str, at: int, *, comma: bool, ing: bool) -> int | None:
    if word in CONJUNCTIONS or word == "while":
        return at - 1 if comma else at
    return at if word == "," and ing else None


# Rank -------------------------------------------------------------------------------------------


def _ranked(tokens: Tokens, found: list[Attribution]) -> list[Attribution]:
    """Mark what is nested, and drop relays: "X said ..., the agency reported"."""
    kept: list[Attribution] = []
    for attribution in found:
        inner = [
            other
            for other in found
            if other is not attribution and not other.nested and _holds(attribution, other)
        ]
        if inner and attribution.placement == "before" and is_medium(tokens, attribution.source):
            continue
        for other in inner:
            other.nested = True
        kept.append(attribution)
    return [a for a in kept if not (a.nested and _is_label(tokens, a))]


def _is_label(tokens: Tokens, attribution: Attribution) -> bool:
    """Tell "what he called ..." inside a content, where it only names a thing."""
    left = attribution.left
    return left > 0 and tokens.low[left - 1] == "what"


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Tell whether one attribution, cue and all, stands inside the content of another."""
    at = inner.cue.first if inner.cue else inner.left
    return any(span.first <= at < span.last for span in outer.spans)


def is_medium(tokens: Tokens, source: Source | None) -> bool:
    """Tell whether a source is an agency, paper or broadcaster."""
    if source is None:
        return False
    words = set(tokens.low[source.phrase.first : source.phrase.last])
    return bool(words & MEDIA_NAMES or words & MEDIA_NOUNS or {"associated", "al-jazeera"} & words)


def _has_words(tokens: Tokens, attribution: Attribution) -> bool:
    return any(
        tokens.text[k][0].isalnum()
        for span in attribution.spans
        for k in range(span.first, span.last)
    )
