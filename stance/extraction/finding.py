"""What an extractor finds, and the protocol that every extractor follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from stance.extraction.chapter import Chapter
    from stance.extraction.phrases import Phrase, Source
    from stance.extraction.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """Content that is attributed, as ranges of a chapter's tokens.

    Attributes
    ----------
    content
        One range or more.
    cue
        The words that attribute; None where the place alone does.
    source, mention
        Whom the content is given to, where the text says so, and the words that name it.
    sentences
        Those it stands in; the first is that of the cue, or of the content where none is there.
    nested
        Whether it stands inside the content of another.
    reason
        Why it was found, for a reader.
    dropped
        Whether a verb is without the subject that it has: the source is whoever spoke before.
    """

    content: tuple[Phrase, ...]
    cue: Phrase | None
    source: Source | None
    mention: Phrase | None
    sentences: tuple[Sentence, ...]
    nested: bool
    reason: str
    dropped: bool = False


class Extractor(Protocol):
    """Finds what is attributed in a chapter, and to whom; names are resolved behind it."""

    def find(self, chapter: Chapter) -> Sequence[Finding]:
        """Return the findings of a chapter; where two claim the same words, the first keeps them."""
        ...
