"""What a conversion could not keep: each thing has a name that stays, and is counted."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

WARNINGS: Final = {
    # What a format cannot hold, when it is written.
    "article-fields-not-held": "an article's title, date, source, address or language",
    "coder-not-held": "who the coder was",
    "id-not-held": "a statement's id: it will be the article's id, #, its number",
    "speaker-not-held": "the canonical name of a speaker",
    "affiliation-not-held": "the affiliation of a speaker",
    "kind-not-held": "a kind that the quotation marks do not tell",
    "label-not-held": "a statement's label",
    "act-not-held": "a statement's act",
    "scores-not-held": "a statement's scores, or the run that gave them",
    "text-not-held": "words that are not those of the content without its quotation marks",
    "context-not-held": "the sentences that a statement stands in",
    "nested-not-held": "that a statement is nested, or is not, against where it stands",
    "edges-not-held": "white space or a line break at the edge of a span or between two",
    "overlap-not-held": "a span, or a statement, that overlaps one before it",
    "characters-not-held": "NUL or half a surrogate pair, which became U+FFFD",
    # What could not be taken over, when a file is read.
    "not-annotated": "a task that nobody has annotated: passed over",
    "annotation-skipped": "an annotation that its coder skipped or ignored: passed over",
    "annotation-rejected": "an annotation that its coder rejected: passed over",
    "mark-unattached": "a source or a cue that belongs to no content: left out",
    "mark-unknown": "a mark that is no content, cue or source: left out",
    "relation-unknown": "a relation that joins no content with its cue or source: left out",
    "attribute-unknown": "an attribute that statements do not have: left out",
    "second-source-left-out": "a statement's second source: statements have one",
    "second-cue-left-out": "a statement's second cue: statements have one",
    "parts-left-out": "the further parts of a discontinuous source or cue: it has one part",
    "offsets-uncertain": "an article with characters beyond U+FFFF: its offsets were taken as "
    "UTF-16 units, and the file does not tell",
    "carried-unreadable": "what stance wrote beside an article, changed so that it cannot be read",
}
"""Each warning's name, and what it says is lost."""

WarningHandler = Callable[[str], None]


class ConversionWarning(UserWarning):
    """Something was not kept in a conversion, and no handler counts it."""


def warn(name: str) -> None:
    """Tell Python's own warnings: the handler where none is given."""
    warnings.warn(f"{name}: {WARNINGS[name]}", ConversionWarning, stacklevel=3)


class WarningCounts(Counter[str]):
    """A handler that counts each warning by its name."""

    def __call__(self, name: str) -> None:
        """Count one."""
        if name not in WARNINGS:
            raise KeyError(name)
        self[name] += 1

    def lines(self) -> Iterator[str]:
        """Tell what was counted, a line a name, in the order of `WARNINGS`."""
        for name, meaning in WARNINGS.items():
            if self[name]:
                yield f"{name} ({self[name]:,}): {meaning}"
