"""Leaving out of a network what no text ever reaches, so that its file is smaller and says the same."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from stance.classifiers.transformer.network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Pruned(NamedTuple):
    """A network, its tokenizer, and the id of the token that fills up short texts."""

    network: Network
    tokenizer: Tokenizer
    padding: int


def prune(network: Network, tokenizer: Tokenizer, *, length: int, padding: int) -> Pruned:
    """Return a network without the tokens and places that no text reaches.

    Of WordPiece vocabularies, words that the tokenizer would itself take apart are left out, such as
    BERT's thousand ``[unused…]``; of BERT's places, those behind `length`. Anything else stays.

    Parameters
    ----------
    network, tokenizer
        As they were trained; they are not changed.
    length
        The most tokens that are read of a text.
    padding
        The id of the token that fills up short texts.
    """
    network = copy.deepcopy(network)
    _cut_places(network, length)
    record: dict[str, Any] = json.loads(tokenizer.to_str())
    if record["model"]["type"] != "WordPiece":
        return Pruned(network, tokenizer, padding)
    kept = _reached(tokenizer, record, padding)
    model = network.pretrained
    embedding: Any = model.get_input_embeddings()
    model.set_input_embeddings(_table(embedding.weight.data[kept]))
    model.config.vocab_size = len(kept)
    return Pruned(network, _renumbered(record, kept), kept.index(padding))


def _cut_places(network: Network, length: int) -> None:
    config = network.pretrained.config
    if config.model_type != "bert" or config.max_position_embeddings <= length:
        return
    embeddings: Any = network.pretrained.base_model.embeddings
    places = embeddings.position_embeddings.weight.data[:length]
    embeddings.position_embeddings = _table(places)
    embeddings.register_buffer("position_ids", torch.arange(length)[None], persistent=False)
    embeddings.register_buffer(
        "token_type_ids", torch.zeros((1, length), dtype=torch.long), persistent=False
    )
    config.max_position_embeddings = length


def _table(vectors: Tensor) -> nn.Embedding:
    many, width = vectors.shape
    return nn.Embedding(many, width, _weight=vectors.clone())


def _reached(tokenizer: Tokenizer, record: Mapping[str, Any], padding: int) -> list[int]:
    """Return the ids of the tokens that a text can be made of, and of the special ones, in order."""
    model = record["model"]
    special = {padding, *(each["id"] for each in record["added_tokens"])}
    within = str(model.get("continuing_subword_prefix"))
    words = list(model["vocab"])
    encoded = tokenizer.encode_batch(words, add_special_tokens=False)
    return sorted(
        model["vocab"][word]
        for word, as_read in zip(words, encoded, strict=True)
        if word.startswith(within) or model["vocab"][word] in special or as_read.tokens == [word]
    )


def _renumbered(record: dict[str, Any], kept: Sequence[int]) -> Tokenizer:
    """Make the tokenizer of the tokens that are kept, numbered anew."""
    number = {old: new for new, old in enumerate(kept)}
    vocabulary = record["model"]["vocab"]
    record["model"]["vocab"] = {
        word: number[old] for word, old in vocabulary.items() if old in number
    }
    for each in record["added_tokens"]:
        each["id"] = number[each["id"]]
    for each in (record["post_processor"] or {}).get("special_tokens", {}).values():
        each["ids"] = [number[old] for old in each["ids"]]
    return Tokenizer.from_str(json.dumps(record))
