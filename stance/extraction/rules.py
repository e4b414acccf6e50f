"""The extractor by rules: no model, and a reason for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stance.extraction.finding import Finding
from stance.extraction.passages import follow
from stance.extraction.phrases import Phrase, Source

if TYPE_CHECKING:
    from stance.extraction.chapter import Chapter, Post
    from stance.extraction.placement import Attribution, Placement
    from stance.extraction.segments import Tokens
    from stance.extraction.sources import Relation

_STANDS: Final[dict[Relation, str]] = {
    "subject": "source as its subject",
    "inverted": "source behind it",
    "shared": "source of the clause before",
    "relative": "source that its clause belongs to",
    "agent": "source behind its preposition",
    "none": "no source",
}
_PLACED: Final[dict[Placement, str]] = {
    "before": "content before it",
    "after": "content behind it",
    "around": "content around it",
}
_TYPES: Final = {"quoted": "quoting verb", "light": "light verb"}


class Rules:
    """Finds statements by cues, sources and quotation marks."""

    def find(self, chapter: Chapter) -> list[Finding]:
        """Return the findings of a chapter, sentence by sentence, and its embedded posts."""
        tokens = chapter.tokens
        found = [
            Finding(
                content=tuple(one.spans),
                cue=Phrase(one.cue.first, one.cue.last) if one.cue else None,
                source=one.source,
                mention=one.source.phrase if one.source else None,
                sentences=(one.sentence, *one.sentences),
                nested=one.nested,
                reason=_reason(one),
                dropped=one.dropped,
            )
            for one in follow(tokens, chapter.sentences)
        ]
        return found + [_posted(tokens, post) for post in chapter.posts]


def _reason(found: Attribution) -> str:
    cue = found.cue
    if cue is None:
        return "no cue: a quotation that stands alone, by whoever spoke or was named before"
    stands = "source of the sentence before" if found.dropped else _STANDS[found.relation]
    parts = [f"{_TYPES.get(cue.type, cue.type)} {cue.lemma!r}", stands]
    if cue.passive:
        parts.insert(1, "passive")
    parts.append(_PLACED[found.placement])
    if found.sentences:
        parts.append("going on in the next sentence")
    return ", ".join(parts)


def _posted(tokens: Tokens, post: Post) -> Finding:
    where = range(post.paragraph.first, post.paragraph.last)
    inside = [k for k in where if tokens.start[k] < post.words.end]
    names = [k for k in where if post.name.start <= tokens.start[k] < post.name.end]
    mention = Phrase(names[0], names[-1] + 1) if names else None
    return Finding(
        content=(Phrase(where.start, inside[-1] + 1),),
        cue=None,
        source=Source(mention) if mention else None,
        mention=mention,
        sentences=(post.paragraph,),
        nested=False,
        reason="no cue: an embedded post, by the name signed under it",
    )
