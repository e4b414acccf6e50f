"""The networks of the transformer: an encoder and a head that gives a logit for each target."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from transformers import PreTrainedModel

    from stance.classifiers.reading import Tokens

Pooling = Literal["mean", "cls"]


def pooled(encoder: PreTrainedModel, ids: Tensor, mask: Tensor, pooling: Pooling) -> Tensor:
    """Return one vector for each text: the mean of its tokens', or that of the first.

    Parameters
    ----------
    encoder
        Gives a vector for each token.
    ids, mask
        Tokens, shape (texts, tokens).
    pooling
        Which.
    """
    hidden: Tensor = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
    if pooling == "cls":
        return hidden[:, 0]
    weight = mask[..., None].to(hidden.dtype)
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)


class Network(nn.Module, ABC):
    """Gives a logit for each target."""

    @property
    @abstractmethod
    def pretrained(self) -> PreTrainedModel:
        """The part that the library of transformers saves and loads."""

    @property
    @abstractmethod
    def stem(self) -> str:
        """The name of the module that was pretrained; all else is new."""

    @abstractmethod
    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return logits, shape (texts, targets), of tokens and their mask, (texts, tokens)."""

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.pretrained.device

    def read(self, tokens: Tokens) -> Tensor:
        """Return the logits of what `stance.classifiers.reading.pad` laid out."""
        ids, mask = (torch.from_numpy(part).to(self.device) for part in tokens)
        logits: Tensor = self(ids, mask).float()
        return logits

    @torch.inference_mode()
    def logits(self, tokens: Tokens) -> NDArray[np.float64]:
        """Return the logits as an array; without dropout where the network is not in training."""
        return self.read(tokens).double().cpu().numpy()


class PooledNetwork(Network):
    """One vector for the whole text, and a linear head on it.

    Parameters
    ----------
    encoder
        Any transformer that gives a vector for each token.
    targets
        How many.
    pooling
        The text's vector: the mean of its tokens', or that of the first.
    dropout
        Of that vector, in training.
    """

    def __init__(
        self, encoder: PreTrainedModel, targets: int, *, pooling: Pooling, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.pooling = pooling
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(encoder.config.hidden_size, targets)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return logits, shape (texts, targets), of tokens and their mask, (texts, tokens)."""
        logits: Tensor = self.head(self.dropout(pooled(self.encoder, ids, mask, self.pooling)))
        return logits

    @property
    def pretrained(self) -> PreTrainedModel:
        """The encoder."""
        return self.encoder

    @property
    def stem(self) -> str:
        """The encoder's name."""
        return "encoder"


class NativeNetwork(Network):
    """An encoder with the head that its own architecture has for classifying texts.

    Parameters
    ----------
    model
        Loaded as ``AutoModelForSequenceClassification``, of as many labels as there are targets.
    dropout
        Within the head, in training.
    """

    def __init__(self, model: PreTrainedModel, *, dropout: float = 0.0) -> None:
        super().__init__()
        self.model = model
        inside = set(model.base_model.modules())
        for module in model.modules():
            if isinstance(module, nn.Dropout) and module not in inside:
                module.p = dropout

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return logits, shape (texts, targets), of tokens and their mask, (texts, tokens)."""
        logits: Tensor = self.model(input_ids=ids, attention_mask=mask).logits
        return logits

    @property
    def pretrained(self) -> PreTrainedModel:
        """The whole of it, head included."""
        return self.model

    @property
    def stem(self) -> str:
        """The name of the encoder within the model."""
        return f"model.{self.model.base_model_prefix}"
