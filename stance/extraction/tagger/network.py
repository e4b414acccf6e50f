"""The tagger's network: an encoder that finds cues, and a reader that finds what belongs to each.

Cues are tagged first (B, I, O). Then each is marked in turn, as semantic role labelling marks its
predicate (He et al., ACL 2017), and the tokens around it are tagged as content, source or neither.
So contents that are split, that interlock or stand inside one another need no linking of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from transformers import PreTrainedModel

OUTSIDE, BEGIN, INSIDE, ANCHOR = range(4)
"""Tags of cues; an anchor is the first token of a content that has no cue."""
NEITHER, CONTENT, SOURCE = range(3)
"""Roles of tokens, for a given cue."""
_NEAR: Final = 8  # distances up to this have an embedding each
_HEAD: Final = 64  # width of an attention head
_STEPS: Final = 12  # and so many longer ones on each side, by the logarithm


class Cues(NamedTuple):
    """Cues and anchors in a batch of windows, each field of shape (cues,).

    Attributes
    ----------
    window, first, last
        Which window, its first token and the one behind its last.
    anchor
        1 for an anchor, 0 for a cue.
    """

    window: Tensor
    first: Tensor
    last: Tensor
    anchor: Tensor


class Network(nn.Module):
    """Tags cues, and the roles of the tokens around a cue.

    Parameters
    ----------
    encoder
        Any transformer that gives a vector for each token.
    width, layers
        Of the reader's vectors, and how often it reads.
    reach
        How many tokens on each side of a cue's first token the reader sees.
    dropout
        Of the heads.
    """

    def __init__(
        self,
        encoder: PreTrainedModel,
        *,
        width: int,
        layers: int,
        reach: int,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.reach = reach
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.cue_tag = nn.Linear(size, 4)
        self.narrow = nn.Linear(size, width)
        self.is_cue = nn.Embedding(3, width)
        self.distance = nn.Embedding(2 * (_NEAR + _STEPS) + 1, width)
        layer = nn.TransformerEncoderLayer(
            width,
            nhead=max(1, width // _HEAD),
            dim_feedforward=4 * width,
            dropout=dropout,
            activation="gelu",
            batch_first=True,
        )
        self.reader = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.role = nn.Linear(width, 3)

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.role.weight.device

    def encode(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return a vector for each token, shape (windows, tokens, size)."""
        hidden: Tensor = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return hidden

    def cue_logits(self, hidden: Tensor) -> Tensor:
        """Return logits of `OUTSIDE`, `BEGIN`, `INSIDE`, `ANCHOR`, (windows, tokens, 4)."""
        logits: Tensor = self.cue_tag(self.dropout(hidden))
        return logits

    def role_logits(self, hidden: Tensor, mask: Tensor, cues: Cues) -> tuple[Tensor, Tensor]:
        """Tag the roles of the tokens around each cue.

        Returns
        -------
        logits
            Of `NEITHER`, `CONTENT`, `SOURCE`, shape (cues, 2 * reach + 1, 3).
        places
            Which token of the window each stands for, shape (cues, 2 * reach + 1); -1: none.
        """
        around = torch.arange(-self.reach, self.reach + 1, device=hidden.device)
        places = cues.first[:, None] + around
        inside = (places >= 0) & (places < hidden.shape[1])
        at = places.clamp(0, hidden.shape[1] - 1)
        inside &= mask[cues.window[:, None], at].bool()
        is_cue = (places >= cues.first[:, None]) & (places < cues.last[:, None])
        vectors = self.narrow(self.dropout(hidden))[cues.window[:, None], at]
        mark = is_cue.long() * (1 + cues.anchor[:, None])
        vectors = vectors + self.is_cue(mark) + self.distance(_bucket(around))
        read = self.reader(vectors, src_key_padding_mask=~inside)
        return self.role(self.dropout(read)), places.masked_fill(~inside, -1)


def _bucket(distance: Tensor) -> Tensor:
    """Give distances a number, near ones each and far ones by their logarithm."""
    size = distance.abs()
    far = _NEAR + (torch.log2(size.clamp(min=1) / _NEAR) * 2).floor().clamp(0, _STEPS - 1) + 1
    bucket = torch.where(size <= _NEAR, size, far.long())
    return bucket * distance.sign() + _NEAR + _STEPS
