from __future__ import annotations

import pytest
import torch
from torch import nn

from stance.optimizer import Optimizer


class Stacked(nn.Module):
    """An encoder of three layers with something on either side, and a head."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.ModuleDict(
            {
                "embeddings": nn.Linear(2, 2),
                "layers": nn.ModuleList(nn.Linear(2, 2) for _ in range(3)),
                "pooler": nn.Linear(2, 2),
            }
        )
        self.head = nn.Linear(2, 1)


def optimizer(network: nn.Module, *, steps: int = 10, layer_decay: float = 1.0) -> Optimizer:
    return Optimizer(
        network, rate=0.1, head_rate=0.5, weight_decay=0.0, warm_up=0.2, steps=steps,
        layer_decay=layer_decay,
    )  # fmt: skip


def moved(network: nn.Module, before: dict[str, torch.Tensor]) -> dict[str, float]:
    now = network.state_dict()
    return {name: float((now[name] - old).abs().max()) for name, old in before.items()}


def with_gradients(network: nn.Module) -> None:
    for value in network.parameters():
        value.grad = torch.full_like(value, 0.01)


def test_lower_layers_take_smaller_steps() -> None:
    network = Stacked()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    steps = optimizer(network, layer_decay=0.5)
    with_gradients(network)
    steps.step(1)  # warmed up
    # The first step of Adam is as long as its rate.
    expected = {
        "encoder.embeddings.weight": 0.1 / 8,
        "encoder.layers.0.weight": 0.1 / 4,
        "encoder.layers.2.weight": 0.1,
        "encoder.pooler.weight": 0.1,
        "head.weight": 0.5,
    }
    found = moved(network, before)
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-3)


def test_rates_rise_and_fall() -> None:
    rates = []
    for number in range(10):
        network = Stacked()
        before = {name: value.clone() for name, value in network.state_dict().items()}
        with_gradients(network)
        optimizer(network).step(number)
        rates.append(moved(network, before)["head.weight"] / 0.5)
    assert rates == pytest.approx([0.5, 1, *[1 - i / 8 for i in range(8)]], rel=1e-3)


def test_it_goes_on_from_what_it_remembered() -> None:
    torch.manual_seed(0)
    straight, stopped = Stacked(), Stacked()
    stopped.load_state_dict(straight.state_dict())
    first, second = optimizer(straight), optimizer(stopped)
    for number in range(3):
        for network, steps in ((straight, first), (stopped, second)):
            with_gradients(network)
            steps.step(number)
    resumed = optimizer(stopped)
    resumed.restore({name: value.clone() for name, value in second.tensors().items()})
    for number in range(3, 6):
        for network, steps in ((straight, first), (stopped, resumed)):
            with_gradients(network)
            steps.step(number)
    for one, other in zip(straight.parameters(), stopped.parameters(), strict=True):
        assert torch.equal(one, other)
