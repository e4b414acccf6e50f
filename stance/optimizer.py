"""The optimizer of what is fine-tuned: AdamW, rates by layer, warm-up and decay.

After I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", ICLR 2019; lower rates
for lower layers after J. Howard and S. Ruder, "Universal language model fine-tuning for text
classification", ACL 2018.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import torch
from torch import Tensor, nn

_LONGEST_STEP: Final = 1.0  # the norm that gradients are cut to
_MOMENTS: Final = ("step", "exp_avg", "exp_avg_sq")


class Optimizer:
    """Fine-tunes a network of which a part is pretrained, and the rest new.

    Parameters
    ----------
    network
        What is fine-tuned.
    rate, head_rate
        Highest step sizes: of the encoder's top layer, and of what is new.
    weight_decay
        Of all weights.
    warm_up
        The share of the steps over which the rates rise; they fall to 0 over the rest.
    steps
        How many there will be.
    layer_decay
        The rate of a layer as a share of the one's above it.
    encoder
        The name of the pretrained part.
    """

    def __init__(
        self,
        network: nn.Module,
        *,
        rate: float,
        head_rate: float,
        weight_decay: float,
        warm_up: float,
        steps: int,
        layer_decay: float = 1.0,
        encoder: str = "encoder",
    ) -> None:
        depth = _depths(network.get_submodule(encoder))
        within = f"{encoder}."
        top = max(depth.values(), default=0)
        groups: dict[int | None, dict[str, Any]] = {}
        for name, value in network.named_parameters():
            at = depth[name.removeprefix(within)] if name.startswith(within) else None
            highest = head_rate if at is None else rate * layer_decay ** (top - at)
            group = groups.setdefault(at, {"params": [], "lr": highest, "highest": highest})
            group["params"].append(value)
        self._network = network
        self._adam = torch.optim.AdamW(list(groups.values()), weight_decay=weight_decay)
        self._steps = steps
        self._rising = max(1, round(warm_up * steps))

    def step(self, number: int) -> None:
        """Take the step of that number, from 0, along the gradients, and clear them."""
        left = (self._steps - number) / max(1, self._steps - self._rising)
        scale = min((number + 1) / self._rising, max(0.0, left))
        for group in self._adam.param_groups:
            group["lr"] = group["highest"] * scale
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), _LONGEST_STEP)
        self._adam.step()
        self._adam.zero_grad()

    def tensors(self) -> dict[str, Tensor]:
        """Return what it remembers of the steps so far."""
        return {
            f"{place}.{name}": moment
            for place, moments in self._adam.state_dict()["state"].items()
            for name, moment in moments.items()
        }

    def restore(self, tensors: Mapping[str, Tensor]) -> None:
        """Take up what `tensors` gave."""
        places = {int(name.split(".")[0]) for name in tensors}
        moments = {
            place: {name: tensors[f"{place}.{name}"] for name in _MOMENTS} for place in places
        }
        self._adam.load_state_dict(self._adam.state_dict() | {"state": moments})


def _depths(encoder: nn.Module) -> dict[str, int]:
    """Give each weight its layer: 0 for embeddings, then by the stack; what follows is of the top."""
    stacks = [
        (name, len(module))
        for name, module in encoder.named_modules()
        if isinstance(module, nn.ModuleList)
    ]
    stack, layers = max(stacks, key=lambda found: found[1], default=("", 0))
    depths: dict[str, int] = {}
    behind = 0
    for name, _ in encoder.named_parameters():
        if layers and name.startswith(f"{stack}."):
            depths[name] = int(name.removeprefix(f"{stack}.").split(".")[0]) + 1
            behind = layers
        else:
            depths[name] = behind
    return depths
