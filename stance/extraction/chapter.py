"""A chapter: what is read at once, cut into paragraphs, tokens, quotations and sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stance.articles.article import Article
from stance.extraction.languages import Language, language, language_of
from stance.extraction.passages import embedded_post
from stance.extraction.phrases import Phrase
from stance.extraction.quotations import find_quotations, mark_tokens
from stance.extraction.segments import Range, Tokens, chapters
from stance.extraction.sentences import Sentence, dateline, sentences


@dataclass(frozen=True, slots=True)
class Post:
    """A post that an article embeds, with the name under it; both as characters.

    Attributes
    ----------
    paragraph
        All tokens of the paragraph that it stands in, signature included.
    """

    words: Range
    name: Range
    paragraph: Sentence


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of an article that is read at once: nearly always the whole.

    Attributes
    ----------
    text
        The article's whole text, which all offsets point into.
    tokens
        Those of the chapter, each with the quotation it stands in.
    sentences
        In order, without datelines, and without those of embedded posts.
    posts
        The embedded posts.
    """

    text: str
    tokens: Tokens
    sentences: Sequence[Sentence]
    posts: Sequence[Post]

    def sentence_of(self, token: int) -> Sentence:
        """Return the sentence that a token stands in; for a dateline, the next one."""
        found = bisect_right(self.sentences, token, key=lambda sentence: sentence.first) - 1
        if found >= 0 and token < self.sentences[found].last:
            return self.sentences[found]
        for post in self.posts:
            if post.paragraph.first <= token < post.paragraph.last:
                return post.paragraph
        if not self.sentences:
            return Sentence(0, len(self.tokens), 0)
        return self.sentences[min(found + 1, len(self.sentences) - 1)]

    def sentences_of(self, cue: Phrase | None, content: Sequence[Phrase]) -> tuple[Sentence, ...]:
        """Return the sentences that a cue and its content stand in, that of the cue first."""
        at = cue.first if cue else content[0].first
        edges = [place for part in content for place in (part.first, part.last - 1)]
        return tuple(dict.fromkeys(self.sentence_of(place) for place in (at, *edges)))


def read_chapters(article: Article) -> Iterator[Chapter]:
    """Cut an article into chapters, and these into what the extractors read.

    The language is the article's; where it is not known, or none of
    `stance.extraction.languages.languages`, it is guessed.
    """
    spoken = language(language_of(article.text, article.language))
    for paragraphs in chapters(article.text):
        yield _read(article.text, paragraphs, spoken)


def _read(text: str, paragraphs: Sequence[Range], spoken: Language) -> Chapter:
    tokens = Tokens(spoken)
    ranges = [tokens.add(text, paragraph) for paragraph in paragraphs]
    mark_tokens(tokens, find_quotations(text, paragraphs, spoken))
    found: list[Sentence] = []
    posts: list[Post] = []
    for number, (paragraph, where) in enumerate(zip(paragraphs, ranges, strict=True)):
        post = embedded_post(text, paragraph)
        if post is not None:
            _mark_quoted(tokens, where, post[0])
            posts.append(Post(*post, Sentence(*where, number)))
        else:
            skip = _tokens_before(tokens, where, dateline(text, paragraph))
            found += sentences(tokens, where, number, skip)
    return Chapter(text, tokens, found, posts)


def _mark_quoted(tokens: Tokens, where: Range, words: Range) -> None:
    """Count the words of a post as quoted: they are its author's own."""
    for k in range(where.start, where.end):
        if tokens.start[k] < words.end:
            tokens.quote[k] = max(tokens.quote[k], 0)


def _tokens_before(tokens: Tokens, where: Range, position: int) -> int:
    skip = 0
    while where.start + skip < where.end and tokens.start[where.start + skip] < position:
        skip += 1
    return skip
