"""Fine-tuning: epochs of batches, a checkpoint now and then; the best epoch is kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from stance.classifiers.reading import pad
from stance.optimizer import Optimizer

if TYPE_CHECKING:
    from stance.checkpoints import Checkpoints
    from stance.classifiers.parameters import TransformerParameters
    from stance.classifiers.protocol import Tell
    from stance.classifiers.transformer.network import Network

_POOL: Final = 16  # batches whose texts are laid by length, so that little is padded
_EVERY: Final = 200  # steps between two checkpoints


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts to learn from.

    Attributes
    ----------
    texts
        The ids of each one's tokens.
    targets
        The column of each one's target, shape (texts,).
    padding
        The id that fills up short texts.
    """

    texts: Sequence[Sequence[int]]
    targets: NDArray[np.intp]
    padding: int


@dataclass(slots=True)
class Progress:
    """How far a fine-tuning is.

    Attributes
    ----------
    step
        Steps taken.
    losses
        Of the steps of the epoch under way.
    means, figures
        Of each epoch that is done: the mean loss, and how good the network was.
    """

    step: int = 0
    losses: list[float] = field(default_factory=list)
    means: list[float] = field(default_factory=list)
    figures: list[float] = field(default_factory=list)

    @property
    def best(self) -> int:
        """The best epoch, from 1; of equal ones the last, which has settled more; 0: none is done."""
        return max(range(len(self.figures)), key=lambda i: (self.figures[i], i), default=-1) + 1


class FineTuning:
    """Fine-tunes a network, in place.

    Each step has random numbers of its own, so that it does not matter where a killed training is
    taken up.

    Parameters
    ----------
    network, examples, params
        What is trained, on what and how.
    seed
        Of the order of the examples and of dropout.
    judge
        Tells how good the network is now.
    tell
        Is told of each epoch.
    """

    def __init__(
        self,
        network: Network,
        examples: Examples,
        params: TransformerParameters,
        *,
        seed: int,
        judge: Callable[[], float],
        tell: Tell,
    ) -> None:
        self._network, self._examples, self._params = network, examples, params
        self._seed, self._judge, self._tell = seed, judge, tell
        self._weights = _class_weights(examples.targets, params.balance).to(network.device)
        groups = -(-len(examples.texts) // params.batch)
        self._per_epoch = -(-groups // params.accumulate)
        self._optimizer = Optimizer(
            network,
            rate=params.rate,
            head_rate=params.head_rate,
            weight_decay=params.weight_decay,
            warm_up=params.warm_up,
            steps=self._per_epoch * params.epochs,
            layer_decay=params.layer_decay,
            encoder=network.stem,
        )
        self._progress = Progress()
        self._best: dict[str, Tensor] = {}

    def run(self, checkpoints: Checkpoints | None = None) -> Progress:
        """Fine-tune from the start, or from where the checkpoints are."""
        if checkpoints is not None:
            self._restore(checkpoints)
        progress = self._progress
        while len(progress.figures) < self._params.epochs and not self._is_tired():
            epoch = len(progress.figures)
            self._network.train()
            batches = self._batches(epoch)
            for place in range(len(progress.losses), len(batches)):
                progress.losses.append(self._take_step(batches[place]))
                if checkpoints is not None and progress.step % _EVERY == 0:
                    self._keep(checkpoints)
            self._end_epoch()
            if checkpoints is not None:
                self._keep(checkpoints)
        self._network.load_state_dict(self._best)
        # Where all epochs were done before, it is still as it was made: in training.
        self._network.eval()
        return progress

    def _take_step(self, groups: Sequence[Sequence[int]]) -> float:
        torch.manual_seed(self._seed * 1_000_003 + self._progress.step)
        examples, network = self._examples, self._network
        size = sum(map(len, groups))
        total = 0.0
        for places in groups:
            tokens = pad([examples.texts[i] for i in places], examples.padding)
            with torch.autocast(
                network.device.type, torch.bfloat16, enabled=self._params.precision == "bfloat16"
            ):
                logits = network.read(tokens)
            loss = functional.cross_entropy(
                logits,
                torch.from_numpy(examples.targets[places]).to(network.device),
                weight=self._weights,
                label_smoothing=self._params.smoothing,
            ) * (len(places) / size)
            loss.backward()  # type: ignore[no-untyped-call]
            total += loss.item()
        self._optimizer.step(self._progress.step)
        self._progress.step += 1
        return total

    def _batches(self, epoch: int) -> list[list[list[int]]]:
        """Give the steps of an epoch, each of one or more batches of texts of like length."""
        chance = random.Random(f"{self._seed} {epoch}")  # noqa: S311
        order = list(range(len(self._examples.texts)))
        chance.shuffle(order)
        size, pool = self._params.batch, self._params.batch * _POOL
        batches = []
        for start in range(0, len(order), pool):
            near = sorted(order[start : start + pool], key=lambda i: len(self._examples.texts[i]))
            batches += [near[first : first + size] for first in range(0, len(near), size)]
        chance.shuffle(batches)
        together = self._params.accumulate
        return [batches[first : first + together] for first in range(0, len(batches), together)]

    def _end_epoch(self) -> None:
        progress = self._progress
        progress.means.append(sum(progress.losses) / len(progress.losses))
        progress.losses.clear()
        self._network.eval()
        progress.figures.append(self._judge())
        if progress.best == len(progress.figures):
            self._best = {key: value.clone() for key, value in self._network.state_dict().items()}
        self._tell_of(len(progress.figures))

    def _is_tired(self) -> bool:
        """Tell whether it has become no better for too long."""
        patience, progress = self._params.patience, self._progress
        if not patience or not progress.figures:
            return False
        since = progress.figures.index(max(progress.figures)) + 1
        return len(progress.figures) - since >= patience

    def _keep(self, checkpoints: Checkpoints) -> None:
        parts = {
            "network": self._network.state_dict(),
            "best": self._best,
            "optimizer": self._optimizer.tensors(),
        }
        tensors = {
            f"{part}:{key}": value for part, of in parts.items() for key, value in of.items()
        }
        checkpoints.write(tensors, asdict(self._progress))

    def _restore(self, checkpoints: Checkpoints) -> None:
        state = checkpoints.read()
        if state is None:
            return
        tensors, record = state
        parts: dict[str, dict[str, Tensor]] = {"network": {}, "best": {}, "optimizer": {}}
        for name, value in tensors.items():
            part, _, key = name.partition(":")
            parts[part][key] = value
        self._network.load_state_dict(parts["network"])
        self._best = parts["best"]
        self._optimizer.restore(parts["optimizer"])
        self._progress = Progress(**record)
        for epoch in range(1, len(self._progress.figures) + 1):
            self._tell_of(epoch)

    def _tell_of(self, epoch: int) -> None:
        loss, figure = self._progress.means[epoch - 1], self._progress.figures[epoch - 1]
        self._tell(
            "epoch",
            f"Epoch {epoch} of {self._params.epochs}: loss {loss:.3f}"
            + (f"; macro-F1 on the statements to choose by {figure:.3f}." if figure else "."),
            epoch=epoch,
            loss=loss,
            macro_f1=figure,
        )


def _class_weights(targets: NDArray[np.intp], balance: float) -> Tensor:
    """Weigh classes by their frequency to the power of ``-balance``; 1 on average over the rows."""
    counts = np.bincount(targets).astype(np.float64)
    weights = counts**-balance
    return torch.tensor(weights * counts.sum() / (weights * counts).sum(), dtype=torch.float)
