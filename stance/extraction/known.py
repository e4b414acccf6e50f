"""Statements whose places are known: who speaks in them, as extraction tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stance.extraction.assembly import content_ranges, context_of, words_of
from stance.extraction.chapter import Chapter, read_chapters
from stance.extraction.finding import Finding
from stance.extraction.mentions import source_of
from stance.extraction.phrases import Phrase
from stance.extraction.resolving import position, resolve

if TYPE_CHECKING:
    from stance.articles import Article
    from stance.statements import Span, Statement


def resolve_speakers(article: Article, statements: Sequence[Statement]) -> list[Statement]:
    """Give statements the speakers that extraction gives them, once they are found.

    Only the speakers are looked for: contents, cues and the words that name the sources are taken
    as they are. All statements of the article, nested ones too, should be there: a pronoun may
    point to whoever spoke before.

    Parameters
    ----------
    article
        The article that the spans point into.
    statements
        In any order.

    Returns
    -------
    list of Statement
        In the same order: with the speaker that resolution gives, or None; and with text and
        context where they had none.
    """
    known = [replace(statement, speaker=None) for statement in statements]
    for chapter in read_chapters(article):
        found = {
            number: finding
            for number, statement in enumerate(known)
            if (finding := _finding(chapter, statement)) is not None
        }
        order = sorted(found, key=lambda number: position(found[number]))
        resolved = resolve(chapter, [found[number] for number in order])
        for number, (finding, speaking) in zip(order, resolved, strict=True):
            statement, tokens = known[number], chapter.tokens
            ranges = content_ranges(article.text, tokens, finding.content)
            known[number] = replace(
                statement,
                speaker=speaking.speaker if speaking else None,
                text=statement.text or words_of(article.text, ranges),
                context=statement.context or context_of(article.text, tokens, finding.sentences),
            )
    return known


def _finding(chapter: Chapter, statement: Statement) -> Finding | None:
    """Read a statement as what an extractor finds; None where it is not of the chapter."""
    content = tuple(filter(None, (_words(chapter, span) for span in statement.content)))
    if not content:
        return None
    cue, mention = _words(chapter, statement.cue), _words(chapter, statement.mention)
    # A quotation that stands alone is of whoever spoke before, and so may be a verb of its own.
    may_drop = cue is None or chapter.tokens.language.grammar.null_subjects
    return Finding(
        content=content,
        cue=cue,
        source=source_of(chapter.tokens, mention) if mention else None,
        mention=mention,
        sentences=chapter.sentences_of(cue, content),
        nested=statement.nested,
        reason="it was known",
        dropped=mention is None and may_drop,
    )


def _words(chapter: Chapter, span: Span | None) -> Phrase | None:
    if span is None:
        return None
    phrase = Phrase(*chapter.tokens.touching(span.start, span.end))
    return phrase if phrase.first < phrase.last else None
