"""The way from an article to its statements, stage by stage."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from stance.articles.article import Article
from stance.extraction.assembly import content_ranges, context_of, kind_of, words_of
from stance.extraction.languages import Language, language, language_of
from stance.extraction.mentions import subjects_before
from stance.extraction.passages import embedded_post, follow
from stance.extraction.phrases import Phrase, Source
from stance.extraction.placement import Attribution
from stance.extraction.quotations import find_quotations, mark_tokens
from stance.extraction.registry import Registry
from stance.extraction.segments import Range, Tokens, chapters
from stance.extraction.sentences import Sentence, dateline, sentences
from stance.extraction.speakers import Resolved, Resolver
from stance.statements import Span, Statement


def extract(article: Article) -> list[Statement]:
    """Find who said what in an article.

    Parameters
    ----------
    article
        The article; only ``id``, ``text`` and ``language`` are read. Where the language is not known, or is
        none of `stance.extraction.languages.languages`, it is guessed.

    Returns
    -------
    list of Statement
        Unscored, in the order of the text; ids are the article's id, ``#`` and a number from 1.
        Statements inside the content of others are marked as nested.
    """
    statements: list[Statement] = []
    spoken = language(language_of(article.text, article.language))
    for chapter in chapters(article.text):
        statements += _read_chapter(article, spoken, chapter, len(statements))
    return statements


def _read_chapter(
    article: Article, spoken: Language, chapter: list[Range], before: int
) -> Iterator[Statement]:
    text = article.text
    tokens = Tokens(spoken)
    ranges = [tokens.add(text, paragraph) for paragraph in chapter]
    mark_tokens(tokens, find_quotations(text, chapter, spoken))
    found: list[Attribution] = []
    units: list[Sentence] = []
    for number, (paragraph, where) in enumerate(zip(chapter, ranges, strict=True)):
        post = embedded_post(text, paragraph)
        if post is not None:
            found.append(_posted(tokens, where, number, *post))
            continue
        skip = _tokens_before(tokens, where, dateline(text, paragraph))
        units += sentences(tokens, where, number, skip)
    found += follow(tokens, units)
    found.sort(key=_position)
    resolver = Resolver(tokens, Registry(tokens))
    previous = _sentences_before(units)
    number = before
    for attribution in found:
        source, sentence = attribution.source, attribution.sentence
        subjects = (
            subjects_before(tokens, source, sentence, previous.get(sentence.first))
            if source
            else ()
        )
        resolved = resolver.last() if attribution.dropped else resolver.resolve(source, subjects)
        statement = _assemble(article, tokens, attribution, resolved, number + 1)
        if statement is not None:
            number += 1
            yield statement


def _position(attribution: Attribution) -> tuple[int, int]:
    return min(span.first for span in attribution.spans), attribution.left


def _tokens_before(tokens: Tokens, where: Range, position: int) -> int:
    skip = 0
    while where.start + skip < where.end and tokens.start[where.start + skip] < position:
        skip += 1
    return skip


def _posted(tokens: Tokens, where: Range, number: int, post: Range, name: Range) -> Attribution:
    inside = [k for k in range(where.start, where.end) if tokens.start[k] < post.end]
    names = [k for k in range(where.start, where.end) if name.start <= tokens.start[k] < name.end]
    for k in inside:
        tokens.quote[k] = max(tokens.quote[k], 0)
    sentence = Sentence(where.start, where.end, number)
    source = Source(Phrase(names[0], names[-1] + 1)) if names else None
    span = Phrase(where.start, inside[-1] + 1)
    return Attribution(sentence, None, source, "inverted", "before", [span], span.last, where.end)


def _sentences_before(units: list[Sentence]) -> dict[int, Sentence]:
    return {later.first: earlier for earlier, later in itertools.pairwise(units)}


def _assemble(
    article: Article,
    tokens: Tokens,
    attribution: Attribution,
    resolved: Resolved | None,
    number: int,
) -> Statement | None:
    text = article.text
    ranges = content_ranges(text, tokens, attribution)
    words = words_of(text, ranges)
    if not any(map(str.isalnum, words)):
        return None
    cue, source = attribution.cue, attribution.source
    return Statement(
        id=f"{article.id}#{number}",
        article=article.id,
        text=words,
        kind=kind_of(tokens, attribution),
        content=tuple(Span.cut(text, r.start, r.end) for r in ranges),
        speaker=resolved.speaker if resolved else None,
        mention=_cut(text, tokens, source.phrase) if source else None,
        cue=_cut(text, tokens, Phrase(cue.first, cue.last)) if cue else None,
        context=context_of(text, tokens, [attribution.sentence, *attribution.sentences]),
        nested=attribution.nested,
    )


def _cut(text: str, tokens: Tokens, phrase: Phrase) -> Span:
    return Span.cut(text, tokens.start[phrase.first], tokens.end[phrase.last - 1])
