"""Annotated articles as what the tagger learns from: tags of tokens, window by window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import torch
from torch import Tensor

from stance.extraction.tagger.network import (
    ANCHOR,
    BEGIN,
    CONTENT,
    INSIDE,
    NEITHER,
    OUTSIDE,
    SOURCE,
    Cues,
)
from stance.extraction.tagger.windows import Pieces, Special, Window, stack, to_pieces, windows

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

    from stance.annotation import AnnotatedArticle
    from stance.statements import Statement

IGNORED: Final = -100
"""The target of tokens that do not count: padding, and what lies outside a window."""


class Target(NamedTuple):
    """A statement over the encoder's tokens: its cue (or anchor), content and source."""

    cue: range
    content: tuple[range, ...]
    source: range
    anchor: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A window of an article, and the statements whose cues are in it."""

    pieces: Pieces
    window: Window
    targets: tuple[Target, ...]


class Batch(NamedTuple):
    """Windows as tensors.

    Attributes
    ----------
    ids, mask
        Shape (windows, tokens), special tokens included.
    tags
        Cue tags, the same shape.
    cues
        The cues that are read.
    roles
        The role of each token for each cue, shape (cues, tokens).
    """

    ids: Tensor
    mask: Tensor
    tags: Tensor
    cues: Cues
    roles: Tensor

    def to(self, device: torch.device) -> Batch:
        """Return the batch on a device."""
        ids, mask, tags, cues, roles = self
        moved = Cues(*(field.to(device) for field in cues))
        return Batch(ids.to(device), mask.to(device), tags.to(device), moved, roles.to(device))


def to_examples(
    articles: Iterable[AnnotatedArticle],
    tokenizer: PreTrainedTokenizerFast,
    *,
    size: int,
    overlap: int,
) -> Iterator[Example]:
    """Cut annotated articles into windows; statements nested in others are left out."""
    for annotated in articles:
        pieces = to_pieces(tokenizer, annotated.article.text)
        found = (_target(pieces, s) for s in annotated.statements if not s.nested)
        targets = sorted((t for t in found if t is not None), key=lambda t: t.cue.start)
        for window in windows(len(pieces), size, overlap):
            inside = [
                t for t in targets if t.cue.start >= window.first and t.cue.stop <= window.last
            ]
            yield Example(pieces, window, tuple(inside))


def _target(pieces: Pieces, statement: Statement) -> Target | None:
    content = tuple(filter(None, (pieces.within(s.start, s.end) for s in statement.content)))
    if not content:
        return None
    cue = pieces.within(statement.cue.start, statement.cue.end) if statement.cue else range(0)
    mention = statement.mention
    source = pieces.within(mention.start, mention.end) if mention else range(0)
    if not cue:
        first = content[0].start
        return Target(range(first, first + 1), content, source, anchor=True)
    return Target(cue, content, source, anchor=False)


def collate(examples: Sequence[Example], special: Special) -> Batch:
    """Put windows into one batch."""
    ids, mask = stack([(example.pieces, example.window) for example in examples], special)
    tags = torch.full_like(ids, IGNORED)
    cues: list[tuple[int, int, int, bool]] = []
    roles: list[Tensor] = []
    for row, example in enumerate(examples):
        window = example.window
        shift = len(special.before) - window.first
        text = slice(window.first + shift, window.last + shift)
        tags[row, text] = OUTSIDE
        for target in example.targets:
            first, last = target.cue.start + shift, target.cue.stop + shift
            tags[row, first:last] = INSIDE
            tags[row, first] = ANCHOR if target.anchor else BEGIN
            if window.from_ <= target.cue.start < window.to:
                cues.append((row, first, last, target.anchor))
                roles.append(_roles(target, window, shift, text, ids.shape[1]))
    columns = torch.tensor(cues, dtype=torch.long).reshape(-1, 4).T
    none = torch.zeros((0, ids.shape[1]), dtype=torch.long)
    return Batch(ids, mask, tags, Cues(*columns), torch.stack(roles) if roles else none)


def _roles(target: Target, window: Window, shift: int, text: slice, length: int) -> Tensor:
    roles = torch.full((length,), IGNORED)
    roles[text] = NEITHER
    for part in target.content:
        roles[_clipped(part, window, shift)] = CONTENT
    roles[_clipped(target.source, window, shift)] = SOURCE
    return roles


def _clipped(part: range, window: Window, shift: int) -> slice:
    """Return the part of a range that is in a window, as places in the batch's row."""
    start, stop = max(part.start, window.first), min(part.stop, window.last)
    return slice(start + shift, max(start, stop) + shift)
