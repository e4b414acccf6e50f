"""Fitting the tagger: epochs of batches, the whole network at once; the best epoch is kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from stance.extraction.tagger import Tagger
from stance.extraction.tagger.network import Network
from stance.extraction.tagger.windows import Special
from stance.optimizer import Optimizer
from stance.training.extraction.examples import IGNORED, Batch, Example, collate
from stance.training.extraction.recipe import TaggerParameters


def fit(
    tagger: Tagger,
    examples: Sequence[Example],
    params: TaggerParameters,
    *,
    seed: int,
    judge: Callable[[int, float], float],
) -> None:
    """Fit a tagger's network to examples, in place.

    Parameters
    ----------
    tagger
        Its network is trained.
    examples
        The windows of the training part.
    params
        The hyper-parameters.
    seed
        Of the order of the examples and of dropout.
    judge
        Called behind each epoch with its number, from 1, and the mean loss; tells how good the
        tagger is now. The weights of the best epoch are kept, of equal ones the last, which has
        settled more.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311
    order = list(examples)
    network, special = tagger.network, Special.of(tagger.tokenizer)
    optimizer = Optimizer(
        network,
        rate=params.rate,
        head_rate=params.head_rate,
        weight_decay=params.weight_decay,
        warm_up=params.warm_up,
        steps=params.epochs * -(-len(order) // params.batch),
    )
    step = 0
    best, weights = float("-inf"), {}
    for epoch in range(1, params.epochs + 1):
        chance.shuffle(order)
        network.train()
        losses = []
        for some in _batches(order, params.batch):
            batch = collate(some, special).to(network.device)
            with torch.autocast(
                network.device.type, torch.bfloat16, enabled=params.precision == "bfloat16"
            ):
                loss = _loss(network, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step(step)
            step += 1
            losses.append(loss.item())
        found = judge(epoch, sum(losses) / len(losses))
        if found >= best:
            best = found
            weights = {name: value.clone() for name, value in network.state_dict().items()}
    network.load_state_dict(weights)


def _loss(network: Network, batch: Batch) -> Tensor:
    """Return the loss over the tags of cues and, for each cue that is read, the roles."""
    hidden = network.encode(batch.ids, batch.mask)
    logits = network.cue_logits(hidden).float()
    loss = functional.cross_entropy(
        logits.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED
    )
    if len(batch.roles):
        roles, places = network.role_logits(hidden, batch.mask, batch.cues)
        wanted = batch.roles.gather(1, places.clamp(min=0)).masked_fill(places < 0, IGNORED)
        loss = loss + functional.cross_entropy(
            roles.float().flatten(0, 1), wanted.flatten(), ignore_index=IGNORED
        )
    return loss


def _batches(examples: Sequence[Example], size: int) -> Iterator[Sequence[Example]]:
    for first in range(0, len(examples), size):
        yield examples[first : first + size]
