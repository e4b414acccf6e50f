"""Contrastive tuning: an encoder learns to lay statements of one target close together.

After L. Tunstall, N. Reimers, U. E. S. Jo, L. Bates, D. Korat, M. Wasserblat and O. Pereg, "Efficient
few-shot learning without prompts", 2022 (SetFit): pairs of statements, the cosine of whose vectors is
to be 1 where their targets are the same and 0 where not.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from stance.classifiers.reading import pad
from stance.classifiers.transformer.network import pooled
from stance.optimizer import Optimizer

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from stance.classifiers.parameters import FewShotParameters


class Pair(NamedTuple):
    """The places of two statements, and whether their targets are the same."""

    one: int
    other: int
    same: bool


def make_pairs(targets: Sequence[str], number: int, seed: int) -> list[Pair]:
    """Draw pairs in a random order.

    Parameters
    ----------
    targets
        Of the statements; two different ones at least.
    number
        How many pairs of the same target, and how many of different ones, each statement begins.
        One that is the only one of its target has none of the former.
    seed
        Of the draws.
    """
    chance = random.Random(seed)  # noqa: S311
    pairs = []
    for one, target in enumerate(targets):
        alike = [i for i, other in enumerate(targets) if other == target and i != one]
        unlike = [i for i, other in enumerate(targets) if other != target]
        pairs += [Pair(one, chance.choice(unlike), same=False) for _ in range(number)]
        if alike:
            pairs += [Pair(one, chance.choice(alike), same=True) for _ in range(number)]
    chance.shuffle(pairs)
    return pairs


def tune(
    encoder: PreTrainedModel,
    texts: Sequence[Sequence[int]],
    pairs: Sequence[Pair],
    params: FewShotParameters,
    *,
    padding: int,
    seed: int,
) -> float:
    """Tune an encoder on pairs, in place.

    Parameters
    ----------
    encoder
        Trained further as a whole.
    texts
        The ids of the tokens of each statement.
    pairs
        Which are compared, in the order in which they are learnt from.
    params
        The hyper-parameters.
    padding
        The id that fills up short texts.
    seed
        Of dropout.

    Returns
    -------
    float
        The mean loss of the last tenth of the steps.
    """
    torch.manual_seed(seed)
    batches = [pairs[i : i + params.batch] for i in range(0, len(pairs), params.batch)]
    optimizer = Optimizer(
        _Tuned(encoder),
        rate=params.rate,
        head_rate=params.rate,
        weight_decay=params.weight_decay,
        warm_up=params.warm_up,
        steps=len(batches),
    )
    encoder.train()
    losses = []
    for number, batch in enumerate(batches):
        places = [pair.one for pair in batch] + [pair.other for pair in batch]
        tokens = pad([texts[place] for place in places], padding)
        ids, mask = (torch.from_numpy(part).to(encoder.device) for part in tokens)
        one, other = pooled(encoder, ids, mask, params.pooling).chunk(2)
        same = torch.tensor([float(pair.same) for pair in batch], device=one.device)
        loss: Tensor = functional.mse_loss(functional.cosine_similarity(one, other), same)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step(number)
        losses.append(loss.item())
    encoder.train(False)
    last = losses[-max(1, len(losses) // 10) :]
    return sum(last) / len(last)


class _Tuned(nn.Module):
    """What the optimizer sees: an encoder without anything new on it."""

    def __init__(self, encoder: PreTrainedModel) -> None:
        super().__init__()
        self.encoder = encoder
