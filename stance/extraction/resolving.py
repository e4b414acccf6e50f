"""Who speaks in what was found: its sources resolved in the order of the text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stance.extraction.mentions import subjects_before
from stance.extraction.registry import Registry
from stance.extraction.speakers import Resolved, Resolver

if TYPE_CHECKING:
    from stance.extraction.chapter import Chapter
    from stance.extraction.finding import Finding
    from stance.extraction.sentences import Sentence


def position(finding: Finding) -> tuple[int, int]:
    """Tell where a finding comes in the order of the text."""
    first = min(part.first for part in finding.content)
    starts = [finding.cue.first] if finding.cue else []
    if finding.source:
        starts.append(finding.source.left)
    return first, min(starts, default=first)


def resolve(
    chapter: Chapter, findings: Sequence[Finding]
) -> Iterator[tuple[Finding, Resolved | None]]:
    """Give the findings of a chapter in the order of the text, each with its speaker.

    Pronouns and descriptions point back to whoever was named or spoke before.
    """
    tokens = chapter.tokens
    resolver = Resolver(tokens, Registry(tokens))
    previous = _sentences_before(chapter.sentences)
    for finding in sorted(findings, key=position):
        source, sentence = finding.source, finding.sentences[0]
        before = previous.get(sentence.first)
        subjects = subjects_before(tokens, source, sentence, before) if source else ()
        yield finding, resolver.last() if finding.dropped else resolver.resolve(source, subjects)


def _sentences_before(sentences: Sequence[Sentence]) -> dict[int, Sentence]:
    return {later.first: earlier for earlier, later in itertools.pairwise(sentences)}
