"""The transformer as a folder that the library of transformers loads as it is."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

from stance.classifiers.transformer.network import NativeNetwork
from stance.encoders import save_encoder
from stance.errors import StanceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from transformers import PreTrainedModel, PreTrainedTokenizerFast

    from stance.classifiers.transformer.network import Network


def write_hub_folder(
    network: Network,
    tokenizer: PreTrainedTokenizerFast,
    folder: Path,
    *,
    names: Sequence[str],
    length: int,
    temperature: float,
    shift: NDArray[np.float64],
) -> None:
    """Write a network such that the softmax of its logits is what the classifier says.

    Parameters
    ----------
    network, tokenizer
        As they were trained; they stay as they are.
    folder
        Where to.
    names
        Of the targets, in the order of the logits.
    length
        How many tokens are read of a text.
    temperature
        What logits are divided by; it goes into the head's weights.
    shift
        What is added to each logit then; it goes into the head's bias. Shape (targets,).

    Raises
    ------
    StanceError
        If the network's head is none that its architecture has.
    """
    if not isinstance(network, NativeNetwork):
        raise StanceError(
            "its head is one of stance's own, which no architecture of transformers has (params.pooling "
            "is mean or cls): train it with --set params.pooling=native, or export it --to onnx"
        )
    model = copy.deepcopy(network.model).cpu()
    _fold(_output_of(model, len(names)), temperature, torch.from_numpy(shift))
    model.config.id2label = dict(enumerate(names))
    model.config.label2id = {name: place for place, name in enumerate(names)}
    # Else pipelines of some encoders take each label for a question of its own.
    model.config.problem_type = "single_label_classification"
    tokenizer = copy.deepcopy(tokenizer)
    tokenizer.model_max_length = length
    save_encoder(model, tokenizer, folder)


def _output_of(model: PreTrainedModel, targets: int) -> nn.Linear:
    """Find the layer that gives the logits."""
    inside = set(model.base_model.modules())
    outputs = [
        module
        for module in model.modules()
        if isinstance(module, nn.Linear) and module.out_features == targets and module not in inside
    ]
    if not outputs:
        raise StanceError(
            f"the head of {type(model).__name__} ends in no linear layer that a temperature could go "
            "into: export it --to onnx"
        )
    return outputs[-1]


@torch.no_grad()
def _fold(output: nn.Linear, temperature: float, shift: torch.Tensor) -> None:
    weights = dict(output.named_parameters())
    for weight in weights.values():
        weight.div_(temperature)
    if "bias" in weights:
        weights["bias"].add_(shift)
    elif shift.any():
        raise StanceError(
            "the head of this encoder has no bias that the prior could go into: train it with "
            "--set prior=data"
        )
