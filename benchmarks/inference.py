"""Measure how fast MiniLM labels: our 8-bit ONNX against a plain pipeline of transformers.

    python benchmarks/inference.py DATA [--statements 2000] [--threads 2]

DATA is a file of labelled statements. Prints statements a second of each, their ratio, and which
share of the machine's matrix rate each reaches, counting the multiplications of the encoder's layers.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from transformers import PretrainedConfig

ROUNDS = 5
SIDE = 1024


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of some rounds, after one to warm up."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def work_per_token(config: PretrainedConfig) -> int:
    """Return the multiplications and additions of a token in the layers' matrices."""
    size, inner = config.hidden_size, config.intermediate_size
    return int(2 * config.num_hidden_layers * (4 * size * size + 2 * size * inner))


def matrix_rates(threads: int) -> tuple[float, float]:
    """Return operations a second of a product of large matrices, in float32 and in 8 bits."""
    import onnx
    import onnxruntime
    import torch
    from onnx import TensorProto, helper

    a = torch.rand(SIDE, SIDE)
    operations = 2 * SIDE**3
    plain = operations / seconds(lambda: a @ a)
    kinds = {"a": TensorProto.UINT8, "b": TensorProto.INT8, "c": TensorProto.INT32}
    tensors = {n: helper.make_tensor_value_info(n, kind, [SIDE, SIDE]) for n, kind in kinds.items()}
    weights = np.random.default_rng(0).integers(-64, 64, (SIDE, SIDE), dtype=np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["c"])], "product", [tensors["a"]],
        [tensors["c"]], [helper.make_tensor("b", TensorProto.INT8, [SIDE, SIDE], weights.tobytes(), raw=True)],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    fed = {"a": np.random.default_rng(1).integers(0, 255, (SIDE, SIDE), dtype=np.uint8)}
    return plain, operations / seconds(lambda: session.run(None, fed))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--statements", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    os.environ["OMP_NUM_THREADS"] = str(options.threads)

    import torch
    from transformers import AutoTokenizer, pipeline

    from stance.classifiers import export, load, make
    from stance.classifiers.reading import render
    from stance.codebook import load_codebook
    from stance.encoders import load_native, locate
    from stance.labelled import read_labelled

    torch.set_num_threads(options.threads)
    rows = list(read_labelled([options.data], load_codebook("posture")))[: options.statements]
    utterances = [row.utterance for row in rows]
    labels = sorted({row.label for row in rows})
    # How long it learnt makes no difference to how long it takes.
    few = [next(row for row in rows if row.label == label) for label in labels] * 2
    fitted = make("transformer", {"epochs": 1, "dev": 0}).fit(
        [row.utterance for row in few], [row.label for row in few], classes=labels
    )
    encoder = locate("minilm")
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    plain = pipeline(
        "text-classification",
        model=load_native(encoder, len(labels), offline=True).train(False),
        tokenizer=tokenizer,
        batch_size=32,
        device="cpu",
    )
    texts = [render(each, ("text", "cue", "kind")) for each in utterances]
    tokens = sum(map(len, tokenizer(texts, truncation=True, max_length=128)["input_ids"]))
    work = tokens * work_per_token(plain.model.config)
    with tempfile.TemporaryDirectory() as folder:
        export(fitted, Path(folder), int8=True)
        exported = load("transformer", Path(folder))
        ours = seconds(lambda: exported.predict_proba(utterances))
    theirs = seconds(lambda: plain(texts, truncation=True, max_length=128))
    float_rate, int_rate = matrix_rates(options.threads)
    print(
        f"{len(rows):,} statements, {tokens / len(rows):.1f} tokens each, {options.threads} threads"
    )
    print(
        f"matrix rate: float32 {float_rate / 1e9:.0f}, 8 bits {int_rate / 1e9:.0f} thousand million a second"
    )
    for name, took in (("8-bit ONNX", ours), ("pipeline of transformers, batches of 32", theirs)):
        rate = work / took
        print(
            f"{name}: {len(rows) / took:,.0f} statements a second, {rate / float_rate:.0%} of the "
            f"float32 rate, {rate / int_rate:.0%} of the 8-bit rate"
        )
    print(f"ratio: {theirs / ours:.2f}")


if __name__ == "__main__":
    main()
