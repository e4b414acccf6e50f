"""Models that classifiers begin with, made in memory."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

MakeModel = Callable[..., Path]


@pytest.fixture
def nli(tiny_encoder: Path, tmp_path: Path) -> MakeModel:
    """Save an untrained NLI model whose labels have the names given."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    def save(*names: str) -> Path:
        folder = tmp_path / "nli"
        shutil.copytree(tiny_encoder, folder)
        config = BertConfig.from_pretrained(tiny_encoder)
        config.id2label = dict(enumerate(names))
        config.label2id = {name: i for i, name in enumerate(names)}
        config.num_labels = len(names)
        torch.manual_seed(1)
        model = BertForSequenceClassification(config)
        # So that what it says is not all the same.
        torch.nn.init.normal_(model.classifier.weight, std=3)
        model.save_pretrained(folder)
        return folder

    return save
