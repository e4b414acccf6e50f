"""What was tagged, over the words of a chapter: no repeats, and what is nested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stance.extraction.finding import Finding
from stance.extraction.mentions import source_of
from stance.extraction.phrases import Phrase

if TYPE_CHECKING:
    from stance.extraction.chapter import Chapter
    from stance.extraction.segments import Tokens
    from stance.extraction.tagger.decoding import Tagged
    from stance.extraction.tagger.windows import Pieces

_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Content:
    """A tagged content, its cue and the words that name its source, over words.

    Attributes
    ----------
    parts
        Ranges of words that are apart, in order.
    cue, mention
        None where none was tagged.
    confidence
        How sure its cue is, or that it has none.
    """

    parts: tuple[Phrase, ...]
    cue: Phrase | None
    mention: Phrase | None
    confidence: float

    @property
    def words(self) -> Iterator[int]:
        """The words of all parts."""
        for part in self.parts:
            yield from range(part.first, part.last)


def to_content(tokens: Tokens, pieces: Pieces, base: int, found: Tagged) -> Content:
    """Turn the encoder's tokens into words; a word that is tagged in part is taken whole.

    Parameters
    ----------
    tokens
        The words.
    pieces
        The encoder's tokens of the text from `base` on.
    base
        A code point of the article's text.
    found
        What was tagged.
    """

    def words(part: range) -> Phrase | None:
        start, end = pieces.starts[part.start] + base, pieces.ends[part.stop - 1] + base
        phrase = Phrase(*tokens.touching(start, end))
        return phrase if phrase.first < phrase.last else None

    parts: list[Phrase] = []
    for phrase in sorted(filter(None, map(words, found.content))):
        first = max(phrase.first, parts[-1].last if parts else 0)
        if first < phrase.last:
            parts.append(Phrase(first, phrase.last))
    return Content(
        tuple(parts),
        cue=None if found.cue.anchor else words(range(found.cue.first, found.cue.last)),
        mention=words(found.source) if found.source else None,
        confidence=found.cue.confidence,
    )


def without_repeats(contents: Iterable[Content]) -> list[Content]:
    """Where two contents are nearly the same, keep the surer; the surest comes first."""
    kept: list[Content] = []
    sizes: list[int] = []
    holding: dict[int, list[int]] = {}
    for one in sorted(contents, key=lambda one: -one.confidence):
        words = list(one.words)
        shared = Counter(number for word in words for number in holding.get(word, ()))
        if not words or any(
            common > _ALIKE * (len(words) + sizes[number] - common)
            for number, common in shared.items()
        ):
            continue
        for word in words:
            holding.setdefault(word, []).append(len(kept))
        kept.append(one)
        sizes.append(len(words))
    return kept


def to_findings(chapter: Chapter, contents: Sequence[Content]) -> Iterator[Finding]:
    """Turn contents into findings, in the same order; tell which are nested in others."""
    holding: dict[int, list[int]] = {}
    for number, content in enumerate(contents):
        for word in content.words:
            holding.setdefault(word, []).append(number)
    for number, content in enumerate(contents):
        yield _finding(chapter, content, nested=_is_nested(number, contents, holding))


def _is_nested(number: int, contents: Sequence[Content], holding: dict[int, list[int]]) -> bool:
    """Tell whether a content's cue stands in another content; of two that do so, the surer is not."""
    cue = contents[number].cue
    if cue is None:
        return False
    for other in holding.get(cue.first, ()):
        theirs = contents[other].cue
        mutual = theirs is not None and number in holding.get(theirs.first, ())
        if other != number and not (mutual and number < other):
            return True
    return False


def _finding(chapter: Chapter, content: Content, *, nested: bool) -> Finding:
    how = "" if content.cue else " that stands without a cue"
    return Finding(
        content=content.parts,
        cue=content.cue,
        source=source_of(chapter.tokens, content.mention) if content.mention else None,
        mention=content.mention,
        sentences=chapter.sentences_of(content.cue, content.parts),
        nested=nested,
        reason=f"tagged as a statement{how}, {content.confidence:.0%} sure",
    )
