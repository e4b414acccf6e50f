"""The way from an article to its statements: find, resolve who speaks, and assemble."""

from __future__ import annotations

from stance.articles.article import Article
from stance.extraction.assembly import content_ranges, context_of, kind_of, words_of
from stance.extraction.chapter import Chapter, read_chapters
from stance.extraction.finding import Extractor, Finding
from stance.extraction.levels import apart
from stance.extraction.phrases import Phrase
from stance.extraction.resolving import resolve
from stance.extraction.rules import Rules
from stance.extraction.segments import Tokens
from stance.extraction.speakers import Resolved
from stance.statements import Span, Statement

RULES = Rules()


def extract(
    article: Article, extractor: Extractor = RULES, *, explain: bool = False
) -> list[Statement]:
    """Find who said what in an article.

    Parameters
    ----------
    article
        The article; only ``id``, ``text`` and ``language`` are read.
    extractor
        What finds the statements: the rules, or a trained one. Speakers are resolved alike.
    explain
        Whether each statement says why it was found, in ``reason``.

    Returns
    -------
    list of Statement
        Unscored, in the order of the text; ids are the article's id, ``#`` and a number from 1.
        Statements inside the content of others are marked as nested.
    """
    statements: list[Statement] = []
    for chapter in read_chapters(article):
        for finding, resolved in resolve(chapter, apart(extractor.find(chapter))):
            name = f"{article.id}#{len(statements) + 1}"
            statement = _assemble(name, article.id, chapter, finding, resolved, explain=explain)
            if statement is not None:
                statements.append(statement)
    return statements


def _assemble(
    name: str,
    article: str,
    chapter: Chapter,
    finding: Finding,
    resolved: Resolved | None,
    *,
    explain: bool,
) -> Statement | None:
    text, tokens = chapter.text, chapter.tokens
    ranges = content_ranges(text, tokens, finding.content)
    words = words_of(text, ranges)
    if not any(map(str.isalnum, words)):
        return None
    return Statement(
        id=name,
        article=article,
        text=words,
        kind=kind_of(tokens, finding.content),
        content=tuple(Span.cut(text, r.start, r.end) for r in ranges),
        speaker=resolved.speaker if resolved else None,
        mention=_cut(text, tokens, finding.mention) if finding.mention else None,
        cue=_cut(text, tokens, finding.cue) if finding.cue else None,
        context=context_of(text, tokens, finding.sentences),
        nested=finding.nested,
        reason=finding.reason if explain else None,
    )


def _cut(text: str, tokens: Tokens, phrase: Phrase) -> Span:
    return Span.cut(text, tokens.start[phrase.first], tokens.end[phrase.last - 1])
