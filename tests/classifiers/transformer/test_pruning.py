from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    RobertaConfig,
    RobertaModel,
)

from stance.classifiers.reading import pad
from stance.classifiers.transformer.network import NativeNetwork, Network, PooledNetwork
from stance.classifiers.transformer.pruning import prune

WORDS = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[unused1]", "dam", "##s", "[", "]",
         "un", "##used", "Dam", "0", "##0", ",", "the"]  # fmt: skip
UNREACHED = {"[unused0]", "[unused1]", "Dam"}


def tokenizer() -> Tokenizer:
    words = {word: i for i, word in enumerate(WORDS)}
    made = Tokenizer(models.WordPiece(words, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = [("[CLS]", words["[CLS]"]), ("[SEP]", words["[SEP]"])]
    made.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, special)
    made.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    made.enable_truncation(12)
    return made


def networks() -> list[Network]:
    config = BertConfig(vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=1,
                        num_attention_heads=2, intermediate_size=16, max_position_embeddings=40,
                        num_labels=3)  # fmt: skip
    torch.manual_seed(0)
    with_head = BertForSequenceClassification(config)
    pooled: Network = PooledNetwork(BertModel(config), 3, pooling="mean")
    return [pooled.eval(), NativeNetwork(with_head).eval()]


TOKENIZER = tokenizer()
NETWORKS = networks()
PRUNED = [prune(network, TOKENIZER, length=12, padding=0) for network in NETWORKS]


@pytest.mark.parametrize("which", [0, 1])
@given(st.lists(st.sampled_from([*WORDS, " ", "damage", "DAMS", "é", "氷"]), max_size=20))
def test_every_text_gives_the_same(which: int, pieces: list[str]) -> None:
    text = "".join(pieces)
    pruned = PRUNED[which]
    before, after = TOKENIZER.encode(text), pruned.tokenizer.encode(text)
    assert after.tokens == before.tokens
    np.testing.assert_allclose(
        pruned.network.logits(pad([after.ids, [pruned.padding]], pruned.padding)),
        NETWORKS[which].logits(pad([before.ids, [0]], 0)),
        atol=1e-6,
    )


@pytest.mark.parametrize("which", [0, 1])
def test_what_no_text_reaches_is_left_out_and_the_first_stays_as_it_was(which: int) -> None:
    left = json.loads(PRUNED[which].tokenizer.to_str())["model"]["vocab"]
    assert set(WORDS) - set(left) == UNREACHED
    assert sorted(left.values()) == list(range(len(left)))
    assert PRUNED[which].network.pretrained.config.vocab_size == len(left)
    assert PRUNED[which].network.pretrained.config.max_position_embeddings == 12
    assert NETWORKS[which].pretrained.config.vocab_size == len(WORDS)
    assert TOKENIZER.get_vocab_size() == len(WORDS)


def test_other_vocabularies_stay() -> None:
    made = Tokenizer(models.BPE({"a": 0, "b": 1, "ab": 2}, [("a", "b")]))
    config = RobertaConfig(vocab_size=3, hidden_size=8, num_hidden_layers=1, num_attention_heads=2,
                           intermediate_size=16, max_position_embeddings=40, pad_token_id=1)  # fmt: skip
    whole = PooledNetwork(RobertaModel(config), 2, pooling="cls").eval()
    pruned = prune(whole, made, length=12, padding=1)
    assert pruned.tokenizer.to_str() == made.to_str()
    assert pruned.padding == 1
    tokens = pad([[0, 2], [2]], 1)
    np.testing.assert_array_equal(pruned.network.logits(tokens), whole.logits(tokens))
