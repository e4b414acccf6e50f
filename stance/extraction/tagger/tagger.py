"""The tagger: an extractor that was trained on annotated articles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from stance.encoders import load_encoder, load_tokenizer, save_encoder
from stance.errors import StanceError
from stance.extraction.tagger.contents import Content, to_content, to_findings, without_repeats
from stance.extraction.tagger.decoding import Tagged, find_cues, likeliest_roles, read_roles
from stance.extraction.tagger.network import Cues, Network
from stance.extraction.tagger.windows import (
    Pieces,
    Special,
    Window,
    stack,
    to_pieces,
    windows,
)

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

    from stance.extraction.chapter import Chapter
    from stance.extraction.finding import Finding

_ENCODER: Final = "encoder"
_HEADS: Final = "heads.safetensors"
_SETTINGS: Final = "tagger.json"
_BATCH: Final = 8  # windows that are encoded at once
FLOOR: Final = 0.2
"""How sure it must be of a cue, for that to be read at all."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a tagger is made with.

    Attributes
    ----------
    window, overlap
        How many of the encoder's tokens are read at once, and how many neighbours share.
    width, layers, reach
        Of the network; see `Network`.
    threshold
        How sure it must be of a cue; no less than `FLOOR`.
    switch
        What a content or source costs to enter; see `likeliest_roles`.
    """

    window: int = 254
    overlap: int = 128
    width: int = 192
    layers: int = 1
    reach: int = 128
    threshold: float = 0.5
    switch: float = 2.0


class Tagger:
    """Finds statements by a trained network.

    Parameters
    ----------
    network
        Trained; its encoder reads what the tokenizer writes.
    tokenizer
        Of the encoder.
    settings
        What they are used with.
    """

    def __init__(
        self, network: Network, tokenizer: PreTrainedTokenizerFast, settings: Settings
    ) -> None:
        self.network = network
        self.tokenizer = tokenizer
        self.settings = settings

    @classmethod
    def begin(
        cls,
        encoder: str,
        settings: Settings,
        *,
        dropout: float = 0.1,
        seed: int = 0,
        offline: bool = False,
    ) -> Tagger:
        """Put new heads on a pretrained encoder.

        Parameters
        ----------
        encoder
            See `stance.encoders.locate`.
        settings
            What it is made with.
        dropout
            Of the heads, in training.
        seed
            Of the heads' first weights.
        offline
            Refuse to ask the model hub.

        Raises
        ------
        StanceError
            If the encoder cannot be loaded, or does not read windows of that size.
        """
        tokenizer = load_tokenizer(encoder, offline=offline)
        model = load_encoder(encoder, offline=offline)
        longest = getattr(model.config, "max_position_embeddings", None)
        taken = settings.window + tokenizer.num_special_tokens_to_add()
        if longest is not None and taken > longest:
            raise StanceError(
                f"the encoder {encoder} reads {longest} tokens at once, and a window of "
                f"{settings.window} takes {taken} with its special tokens: set params.window lower"
            )
        torch.manual_seed(seed)
        network = Network(
            model,
            width=settings.width,
            layers=settings.layers,
            reach=settings.reach,
            dropout=dropout,
        )
        return cls(network, tokenizer, settings)

    def with_threshold(self, threshold: float) -> Tagger:
        """Return the same tagger with another threshold."""
        return Tagger(self.network, self.tokenizer, replace(self.settings, threshold=threshold))

    def save(self, folder: Path) -> None:
        """Write the tagger: safetensors, the tokenizer's files and JSON."""
        save_encoder(self.network.encoder, self.tokenizer, folder / _ENCODER)
        heads = {
            name: values.contiguous()
            for name, values in self.network.state_dict().items()
            if not name.startswith("encoder.")
        }
        save_file(heads, folder / _HEADS)
        settings = json.dumps(asdict(self.settings), indent=2)
        (folder / _SETTINGS).write_text(settings + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Tagger:
        """Load what `save` wrote.

        Raises
        ------
        StanceError
            If something is missing or does not fit together.
        """
        try:
            settings = Settings(**json.loads((folder / _SETTINGS).read_text(encoding="utf-8")))
            tagger = cls.begin(str(folder / _ENCODER), settings, offline=True)
            heads = load_file(folder / _HEADS)
            found = tagger.network.load_state_dict(heads, strict=False)
        except (OSError, ValueError, TypeError, RuntimeError, SafetensorError) as error:
            raise StanceError(
                f"the tagger in {folder} cannot be loaded: {error}: train it again"
            ) from error
        lacking = [name for name in found.missing_keys if not name.startswith("encoder.")]
        if lacking or found.unexpected_keys:
            names = ", ".join([*lacking, *found.unexpected_keys])
            raise StanceError(
                f"{folder / _HEADS} does not fit the tagger ({names}): train it again"
            )
        return tagger

    def find(self, chapter: Chapter) -> list[Finding]:
        """Return the findings of a chapter; see `stance.extraction.finding.Extractor`."""
        return self.findings(chapter, self.tag(chapter))

    def tag(self, chapter: Chapter) -> list[Content]:
        """Tag a chapter; doubtful contents are given, too."""
        tokens = chapter.tokens
        if not len(tokens):
            return []
        base = tokens.start[0]
        pieces = to_pieces(self.tokenizer, chapter.text[base : tokens.end[-1]])
        laid = windows(len(pieces), self.settings.window, self.settings.overlap)
        self.network.eval()
        found: list[Content] = []
        while batch := list(islice(laid, _BATCH)):
            read = self._read(pieces, batch)
            found += (to_content(tokens, pieces, base, one) for one in read)
        return found

    def findings(self, chapter: Chapter, tagged: Iterable[Content]) -> list[Finding]:
        """Return what of the tagged is sure enough."""
        sure = (one for one in tagged if one.confidence >= self.settings.threshold)
        return list(to_findings(chapter, without_repeats(sure)))

    @torch.inference_mode()
    def _read(self, pieces: Pieces, laid: Sequence[Window]) -> list[Tagged]:
        """Read the cues of some windows, and what belongs to each."""
        special = Special.of(self.tokenizer)
        ids, mask = stack([(pieces, window) for window in laid], special)
        ids, mask = ids.to(self.network.device), mask.to(self.network.device)
        shift = len(special.before)
        hidden = self.network.encode(ids, mask)
        tags = self.network.cue_logits(hidden).float().softmax(-1).cpu().numpy()
        cues = [
            (row, cue)
            for row, window in enumerate(laid)
            for cue in find_cues(
                tags[row, shift : shift + window.last - window.first],
                window.from_ - window.first,
                window.to - window.first,
                FLOOR,
            )
        ]
        if not cues:
            return []
        columns = [(row, cue.first + shift, cue.last + shift, cue.anchor) for row, cue in cues]
        logits, places = self.network.role_logits(
            hidden, mask, Cues(*torch.tensor(columns, device=hidden.device).T)
        )
        starts = np.array([[laid[row].first] for row, _ in cues])
        ends = np.array([[laid[row].last] for row, _ in cues])
        at = places.cpu().numpy() - shift + starts
        at[(at < starts) | (at >= ends)] = -1
        roles = likeliest_roles(logits.float().softmax(-1).cpu().numpy(), at, self.settings.switch)
        return [
            Tagged(
                cue._replace(first=cue.first + laid[row].first, last=cue.last + laid[row].first),
                *read_roles(*read),
            )
            for (row, cue), *read in zip(cues, roles, at, strict=True)
        ]
