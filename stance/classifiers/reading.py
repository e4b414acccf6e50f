"""What a transformer reads of an utterance: one line of text, and its tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    from stance.statements import Utterance

_AT_ONCE: Final = 512
"""Tokens that are read at once: more of them do not stay near the processor."""


class Tokens(NamedTuple):
    """The tokens of some texts, padded to the longest of them.

    Attributes
    ----------
    ids, mask
        Shape (texts, tokens); the mask is 0 where a text has ended.
    """

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]


class Reader:
    """Turns utterances into tokens.

    Parameters
    ----------
    tokenizer
        The encoder's; its own truncation and padding are set aside.
    inputs
        What is read of an utterance.
    length
        How many tokens are read, special ones included; what is behind them is not.
    padding
        The id that fills up short texts.
    """

    def __init__(
        self, tokenizer: Tokenizer, inputs: Sequence[str], *, length: int, padding: int
    ) -> None:
        tokenizer.no_padding()
        tokenizer.enable_truncation(length)
        self.tokenizer = tokenizer
        self.inputs = tuple(inputs)
        self.padding = padding

    @classmethod
    def of(cls, tokenizer: PreTrainedTokenizerFast, inputs: Sequence[str], length: int) -> Self:
        """Make one of an encoder's tokenizer."""
        padding = int(tokenizer.pad_token_id or 0)
        return cls(tokenizer.backend_tokenizer, inputs, length=length, padding=padding)

    def read(self, utterances: Sequence[Utterance]) -> tuple[list[list[int]], int]:
        """Return the tokens' ids of each utterance, and how many utterances were cut."""
        found = self.tokenizer.encode_batch([render(each, self.inputs) for each in utterances])
        return [encoding.ids for encoding in found], sum(bool(each.overflowing) for each in found)


def render(utterance: Utterance, inputs: Sequence[str]) -> str:
    """Return an utterance as a line, the way a report has it: ``Lavrov warned (direct): …``."""
    given = {name: getattr(utterance, name) or "" for name in inputs}
    kind = f"({given['kind']})" if given.get("kind") else ""
    said = " ".join(filter(None, [given.get("speaker"), given.get("cue"), kind]))
    line = ": ".join(filter(None, [said, given.get("text")]))
    return " | ".join(filter(None, [line, given.get("context")]))


def pad(texts: Sequence[Sequence[int]], padding: int) -> Tokens:
    """Lay texts of different lengths side by side."""
    longest = max(map(len, texts), default=0)
    ids = np.full((len(texts), longest), padding, dtype=np.int64)
    mask = np.zeros((len(texts), longest), dtype=np.int64)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = text
        mask[row, : len(text)] = 1
    return Tokens(ids, mask)


def in_batches(
    texts: Sequence[Sequence[int]],
    compute: Callable[[Tokens], NDArray[np.float64]],
    *,
    width: int,
    padding: int,
) -> NDArray[np.float64]:
    """Compute a row for each text, shape (texts, width); those of like length go together."""
    rows = np.zeros((len(texts), width))
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    while order:
        many = max(1, _AT_ONCE // max(1, len(texts[order[0]])))
        some, order = order[:many], order[many:]
        rows[some] = compute(pad([texts[i] for i in some], padding))
    return rows
