"""A text as an encoder's tokens, in windows that overlap, so that nothing is cut off."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast


@dataclass(frozen=True, slots=True)
class Pieces:
    """The encoder's tokens of a text, without the special ones.

    Attributes
    ----------
    ids
        Numbers in the encoder's vocabulary.
    starts, ends
        Code points into the text.
    """

    ids: list[int]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.ids)

    def within(self, start: int, end: int) -> range:
        """Return the places of the tokens that begin inside ``text[start:end]``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))


class Window(NamedTuple):
    """Tokens that are encoded together, and those of them whose cues are read here.

    A cue is read in the window in which it stands farthest from where that was cut.
    """

    first: int
    last: int
    from_: int
    to: int


class Special(NamedTuple):
    """The special tokens that an encoder wants before and behind a text, and the one that fills up."""

    before: list[int]
    behind: list[int]
    pad: int

    @classmethod
    def of(cls, tokenizer: PreTrainedTokenizerFast) -> Special:
        """Ask a tokenizer."""
        found = tokenizer("a", return_special_tokens_mask=True)
        ids, mask = found["input_ids"], found["special_tokens_mask"]
        text = [place for place, special in enumerate(mask) if not special]
        return cls(ids[: text[0]], ids[text[-1] + 1 :], tokenizer.pad_token_id or 0)


def to_pieces(tokenizer: PreTrainedTokenizerFast, text: str) -> Pieces:
    """Cut a text into an encoder's tokens; white space that some of them hold is left out."""
    found = tokenizer(
        text,
        add_special_tokens=False,
        return_offsets_mapping=True,
        return_attention_mask=False,
        truncation=False,
        padding=False,
        verbose=False,
    )
    starts, ends = [], []
    for start, end in found["offset_mapping"]:
        spaces = len(text[start:end]) - len(text[start:end].lstrip())
        starts.append(start + spaces)
        ends.append(end)
    return Pieces(list(found["input_ids"]), starts, ends)


def windows(length: int, size: int, overlap: int) -> Iterator[Window]:
    """Lay windows over so many tokens: each of `size`, but the last; neighbours share `overlap`."""
    first = 0
    while True:
        last = min(first + size, length)
        done = last >= length
        yield Window(
            first,
            last,
            first + overlap // 2 if first else 0,
            length if done else last - (overlap - overlap // 2),
        )
        if done:
            return
        first += size - overlap


def stack(laid: Sequence[tuple[Pieces, Window]], special: Special) -> tuple[Tensor, Tensor]:
    """Put windows into tensors of ids and mask, shape (windows, tokens)."""
    rows = [
        [*special.before, *pieces.ids[window.first : window.last], *special.behind]
        for pieces, window in laid
    ]
    longest = max(map(len, rows))
    ids = torch.tensor([row + [special.pad] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return ids, mask
