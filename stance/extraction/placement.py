"""Placement: on which side of its cue the content stands, before, behind or around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from stance.extraction.adverbials import has_finite_verb
from stance.extraction.clauses import content_start
from stance.extraction.cues import Cue
from stance.extraction.phrases import Phrase, Source, main_subject
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence
from stance.extraction.sources import Relation, find_source, is_parenthetical, may_speak

Placement = Literal["before", "after", "around"]
_CONNECTIVE: Final = 3  # tokens of "In addition,"


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
    dropped
        Whether the verb is without the subject that it has: the source is whoever spoke before.
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
    dropped: bool = False


def read(
    tokens: Tokens, sentence: Sentence, cue: Cue, earlier: Sequence[Attribution]
) -> Attribution | None:
    """Read the source of a cue and place its content; None where nothing is attributed.

    The content behind a cue runs to the sentence's end here; `bound` cuts it.
    """
    found = _with_source(tokens, sentence, cue, earlier)
    if found is None:
        return None
    if cue.type == "preposition":
        return _of_preposition(tokens, found)
    accused = cue.lemma in tokens.language.lexicon.accusing_passive
    if cue.passive and found.source is not None and not accused:
        return _of_passive(tokens, found)
    attribution = _of_verb(tokens, found)
    if attribution is None and found.relation == "inverted" and _may_drop_subject(tokens, cue):
        # "Propuso una comisión": what follows is not the subject but the object.
        return _of_verb(tokens, _without_subject(sentence, cue, "none"))
    return attribution


def _with_source(
    tokens: Tokens, sentence: Sentence, cue: Cue, earlier: Sequence[Attribution]
) -> Attribution | None:
    """Find whose cue it is; None where it can be nobody's."""
    source, relation = find_source(tokens, sentence, cue)
    if relation == "shared":
        source = _shared_source(tokens, sentence, cue, earlier)
    refused = source is not None and not may_speak(tokens, source, cue)
    if (source is None or refused) and _may_drop_subject(tokens, cue):
        source = _overt_subject(tokens, sentence, cue)
        if source is None:
            return _without_subject(sentence, cue, relation if relation == "shared" else "none")
        relation, refused = "subject", False
    if refused:
        return None
    if source is None and (relation == "shared" or not _may_lack_source(tokens, sentence, cue)):
        return None
    left, right = _extent(cue, source, relation)
    return Attribution(sentence, cue, source, relation, "after", [], left, right)


def _without_subject(sentence: Sentence, cue: Cue, relation: Relation) -> Attribution:
    left, right = cue.group, cue.last
    return Attribution(sentence, cue, None, relation, "after", [], left, right, dropped=True)


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


def _may_drop_subject(tokens: Tokens, cue: Cue) -> bool:
    """Tell whether a finite verb may be without its subject: "Añadió que"."""
    language = tokens.language
    if not language.grammar.null_subjects or cue.type != "verb" or cue.passive or cue.form == "ing":
        return False
    return not _is_impersonal(tokens, cue)


def _overt_subject(tokens: Tokens, sentence: Sentence, cue: Cue) -> Source | None:
    """Return the subject of the sentence, where it stands before a cue that has none nearer."""
    subject = main_subject(tokens, sentence)
    before = subject is not None and subject.phrase.last <= cue.group
    before = before and not is_parenthetical(tokens, sentence, cue)
    return subject if subject and before and may_speak(tokens, subject, cue) else None


def _is_impersonal(tokens: Tokens, cue: Cue) -> bool:
    """Tell a clitic that stands for nobody: "se anunció que"."""
    words = tokens.language.words
    group = tokens.low[cue.group : cue.first]
    return any(w in words.impersonal and w in words.clitics for w in group)


def _may_lack_source(tokens: Tokens, sentence: Sentence, cue: Cue) -> bool:
    """Tell whether an attribution without a source counts: "was accused of", "it was announced"."""
    if not cue.passive:
        return _is_impersonal(tokens, cue)
    language = tokens.language
    if cue.lemma in language.lexicon.accusing:
        return True
    if cue.group <= sentence.first or cue.last >= sentence.last:
        return False
    impersonal = tokens.low[cue.group - 1] in language.words.impersonal
    return impersonal and tokens.low[cue.last] in language.words.complementizers


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
    conjunctions = tokens.language.words.conjunctions
    before = tokens.low[found.left - 1] if found.left > sentence.first else ""
    opens = found.left <= sentence.first or before in conjunctions or before == ";"
    if not opens and not _only_openers(tokens, sentence.first, found.left):
        found.placement = "before"
        found.spans = [Phrase(_lead(tokens, found, found.left), found.left)]
        rest = _resumption(tokens, found, None)
        if rest is not None:
            short = found.left - sentence.first <= _CONNECTIVE
            found.placement = "after" if short else "around"
            found.spans = [rest] if short else [*found.spans, rest]
        return found
    right = _past_description(tokens, found.right, sentence.last)
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


def _past_description(tokens: Tokens, right: int, end: int) -> int:
    """Return the token behind "an expert on tides" in "according to Doe, an expert on tides,"."""
    if right + 1 >= end or tokens.low[right] != ",":
        return right
    if tokens.low[right + 1] not in tokens.language.words.articles:
        return right
    comma = next((k for k in range(right + 1, min(end, right + 15)) if tokens.low[k] == ","), end)
    if comma >= end or has_finite_verb(tokens, right + 1, comma, sure=True):
        return right
    return comma


def _of_passive(tokens: Tokens, found: Attribution) -> Attribution | None:
    """Read "the offer was rejected by X": the subject is the content."""
    cue = found.cue
    if cue is None or "object" not in cue.frame:
        return None
    subject = main_subject(tokens, found.sentence)
    if (
        subject is None
        or subject.phrase.last > cue.first
        or tokens.low[subject.phrase.first] in tokens.language.words.pronouns
    ):
        return None
    found.placement, found.spans = "before", [subject.phrase]
    return found


def _of_verb(tokens: Tokens, found: Attribution) -> Attribution | None:
    sentence, cue = found.sentence, found.cue
    if cue is None:
        return None
    start = content_start(
        tokens, cue, found.right, sentence.last, bare=found.relation != "inverted"
    )
    if cue.passive and start is None and cue.lemma in tokens.language.lexicon.accusing:
        return None
    before = _content_before(tokens, found)
    if before is not None and (start is None or _is_quoted_before(tokens, found)):
        found.placement, found.spans = "before", [before]
        rest = _resumption(tokens, found, start)
        if rest is None and not _is_content(tokens, found, before):
            return None
        if rest is not None:
            links = tokens.language.constructions.links
            alone = all(w in links or w == "," for w in tokens.low[before.first : before.last])
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
    constructions = tokens.language.constructions
    if cue is None or "clause" not in cue.frame or found.left <= sentence.first:
        return None
    if tokens.low[found.left - 1] not in constructions.relative_openers:
        return None
    if cue.last < sentence.last and tokens.low[cue.last] in constructions.relative_verbs:
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
    opens = tokens.low[before.first] in tokens.language.words.prepositions
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
    first, openers = found.sentence.first, tokens.language.words.sentence_openers
    k = first
    while k < left and tokens.quote[k] < 0 and k - first < 3:
        if tokens.low[k] not in openers and tokens.low[k] != ",":
            return first
        k += 1
    return k if k < left and tokens.quote[k] >= 0 else first


def _only_openers(tokens: Tokens, first: int, last: int) -> bool:
    openers = tokens.language.words.sentence_openers
    return all(tokens.low[k] in openers or tokens.low[k] == "," for k in range(first, last))


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
    language = tokens.language
    gerund = tokens.low[right + 1].endswith(language.grammar.gerund_endings)
    if gerund or _is_quoted_before(tokens, found):
        return None
    unfinished = (
        not has_finite_verb(tokens, first.first, first.last, sure=True)
        or tokens.low[right + 1] in language.words.auxiliaries
    )
    if unfinished and has_finite_verb(tokens, right + 1, sentence.last):
        return Phrase(right + 1, sentence.last)
    return None
