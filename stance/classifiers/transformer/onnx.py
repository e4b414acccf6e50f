"""The transformer's network as an ONNX file: written by torch, run without it."""

from __future__ import annotations

import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from stance.classifiers.reading import pad
from stance.errors import StanceError
from stance.extras import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stance.classifiers.reading import Tokens
    from stance.classifiers.transformer.network import Network

INPUTS: Final = ("ids", "mask")
OUTPUT: Final = "logits"
_OPERATORS: Final = ("MatMul", "Gemm", "Gather")
_CLOSE: Final = 1e-4
"""How near the logits of torch and ONNX are, at least."""


class OnnxNetwork:
    """Gives the logits of an exported network.

    Parameters
    ----------
    path
        The ONNX file.

    Raises
    ------
    StanceError
        If it is none that `export` wrote.
    """

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors only
        # The exporter has simplified the graph. What onnxruntime would do to it beyond that takes
        # as long as reading the file, and what it fuses runs a tenth slower on two cores.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        # Threads that wait for work in a circle burn as much as those that work.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"]
            )
            names = tuple(each.name for each in self._session.get_inputs())
        except Exception as error:  # whatever onnxruntime meets in a file that it cannot read
            first = str(error).strip().splitlines()[0]
            raise StanceError(f"{path} is no ONNX file that can be run: {first}") from error
        if names != INPUTS:
            raise StanceError(
                f"{path} reads {', '.join(names)}, not {', '.join(INPUTS)}: it is no classifier's"
            )

    def logits(self, tokens: Tokens) -> NDArray[np.float64]:
        """Return the logits, shape (texts, targets)."""
        (logits,) = self._session.run([OUTPUT], dict(zip(INPUTS, tokens, strict=True)))
        return np.asarray(logits, dtype=np.float64)


def export(network: Network, path: Path, *, int8: bool) -> None:
    """Write a network as an ONNX file.

    Parameters
    ----------
    network
        As it was trained, in 32-bit floats.
    path
        The file.
    int8
        Whether weights are written as 8-bit integers, a scale for each channel, and activations
        are made such as they come. Of the eight bits seven are used: without VNNI instructions
        eight overflow.

    Raises
    ------
    StanceError
        If a package is missing, or the file does not give the network's logits.
    """
    require("export")
    with tempfile.TemporaryDirectory(prefix="stance-") as folder:
        exact = Path(folder) / "exact.onnx"
        _write(network, exact)
        _check(network, exact)
        if int8:
            _quantize(exact, path)
        else:
            shutil.copyfile(exact, path)


def _write(network: Network, path: Path) -> None:
    import onnx
    import torch

    ids = torch.tensor([[1, 2, 3], [1, 2, 0]])
    any_size = {0: "texts", 1: "tokens"}
    with _hushed():
        program = torch.onnx.export(
            network.eval().cpu(),
            (ids, (ids > 0).long()),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_shapes=dict.fromkeys(INPUTS, any_size),
            verbose=False,
        )
    if program is None:  # only where a path was given
        raise StanceError("torch has exported nothing")
    model = program.model_proto
    # Where in whose code each node comes from: long, and nobody's business.
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    onnx.save_model(model, str(path))


def _quantize(exact: Path, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with _hushed():
        quantize_dynamic(
            exact,
            path,
            op_types_to_quantize=list(_OPERATORS),
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep back what the exporters warn of: it is their own, and nothing that a user could mend."""
    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _check(network: Network, path: Path) -> None:
    """Make sure that both give the same logits on texts of several lengths."""
    chance = np.random.default_rng(0)
    size = network.pretrained.config.vocab_size
    exported = OnnxNetwork(path)
    for lengths in ((1,), (3, 17, 40), (9, 2)):
        tokens = pad([chance.integers(0, size, length).tolist() for length in lengths], 0)
        gap = float(np.abs(network.logits(tokens) - exported.logits(tokens)).max())
        if not gap <= _CLOSE:
            raise StanceError(
                f"the ONNX file is off the network's logits by {gap:.2g}, and {_CLOSE:g} is "
                "allowed: this encoder cannot be exported as it is"
            )
