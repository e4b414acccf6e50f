"""Attribution: who is given which content, within one sentence."""

from __future__ import annotations

from stance.extraction.bounds import bound, is_pronominal
from stance.extraction.cues import find_cues
from stance.extraction.phrases import Source
from stance.extraction.placement import Attribution, read
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence


def attribute(tokens: Tokens, sentence: Sentence) -> list[Attribution]:
    """Find the attributions of a sentence, in the order of their cues."""
    found: list[Attribution] = []
    for cue in find_cues(tokens, sentence):
        attribution = read(tokens, sentence, cue, found)
        if attribution is not None:
            found.append(attribution)
    found = _without_repeats(tokens, found)
    for index, attribution in enumerate(found):
        bound(tokens, attribution, found[index + 1 :])
    return _ranked(tokens, [a for a in found if _has_words(tokens, a)])


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
            and is_pronominal(tokens, attribution.source)
            for other in kept
        )
        if not repeated:
            kept.append(attribution)
    return kept


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
    return left > 0 and tokens.low[left - 1] in tokens.language.constructions.label_openers


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Tell whether one attribution, cue and all, stands inside the content of another."""
    at = inner.cue.first if inner.cue else inner.left
    return any(span.first <= at < span.last for span in outer.spans)


def is_medium(tokens: Tokens, source: Source | None) -> bool:
    """Tell whether a source is an agency, paper or broadcaster."""
    if source is None:
        return False
    nouns, words = tokens.language.nouns, tokens.low[source.phrase.first : source.phrase.last]
    return any(w in nouns.media_names or w in nouns.media or w in nouns.media_words for w in words)


def _has_words(tokens: Tokens, attribution: Attribution) -> bool:
    return any(
        tokens.text[k][0].isalnum()
        for span in attribution.spans
        for k in range(span.first, span.last)
    )
